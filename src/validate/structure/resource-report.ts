import { Ajv, type FuncKeywordDefinition, type Options, type SchemaValidateFunction } from 'ajv';
import { type CheckRuntime, once } from './check-runtime.ts';
import type { Fault, Report } from './fault.ts';
import { fhirKeywords } from './fhir-keywords.ts';
import type { IsSchema, JsonSchema } from './fhir-schema.ts';
import { isPrimitive, PRIMITIVES, type PrimitiveName } from './primitives.ts';
import type { TypeSchemas } from './type-schema.ts';

/** Settings of every ajv instance here: our schemas come from tables and are tested, texts from the rule catalogue. */
export const AJV_OPTIONS: Options = {
  strictTypes: false,
  messages: false,
  meta: false,
  validateSchema: false,
  code: { optimize: false },
};

/** Faults of one resource that are listed. More are not looked for: a hostile megabyte has a hundred thousand. */
export const MAX_LISTED_FAULTS = 100;

export interface ReportParts {
  readonly schemas: TypeSchemas;
  readonly runtime: CheckRuntime;
  readonly isResourceType: (name: unknown) => name is string;
}

/**
 * Finds the faults of resources against R4, with their places: the schemas of the checks, compiled by ajv to find all
 * errors. A type is compiled (10 to 50 ms) when a value of it fails for the first time. Values are looked at until one
 * fault more than can be listed is found.
 */
export function createResourceReport(parts: ReportParts): (resource: unknown) => readonly Fault[] {
  const { schemas, runtime, isResourceType } = parts;
  const ajv = new Ajv({ ...AJV_OPTIONS, allErrors: true });
  const reportOf = once((type: string) =>
    type === 'Resource' ? reportResource : compileReport(ajv, schemas.schemaOf(type)),
  );
  let wanted = 0;

  function reportValue(value: unknown, schema: IsSchema, instancePath: string): readonly Fault[] {
    if (wanted <= 0 || (value === null && schema.orNull)) return [];
    const before = wanted;
    const faults = isPrimitive(schema.type)
      ? reportPrimitive(value, schema, instancePath, runtime)
      : reportOf(schema.type)(value, instancePath);
    wanted = before - faults.length;
    return faults;
  }

  function reportResource(value: unknown, instancePath: string): readonly Fault[] {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return [{ keyword: 'type', instancePath, params: {} }];
    }
    const { resourceType } = value as { readonly resourceType?: unknown };
    if (isResourceType(resourceType)) return reportOf(resourceType)(value, instancePath);
    return [{ keyword: 'resourceType', instancePath, params: { element: 'resourceType' } }];
  }

  for (const keyword of fhirKeywords(runtime)) {
    ajv.addKeyword(keyword.keyword === 'is' ? isKeyword(reportValue) : keyword);
  }
  return (resource) => {
    wanted = MAX_LISTED_FAULTS + 1;
    return reportResource(resource, '');
  };
}

function reportPrimitive(value: unknown, { type, valueSet }: IsSchema, instancePath: string, runtime: CheckRuntime) {
  const holds =
    valueSet === undefined
      ? PRIMITIVES[type as PrimitiveName].holds(value)
      : runtime.codes(valueSet).has(value as string);
  return holds ? [] : [{ keyword: 'is', instancePath, params: { type, valueSet } }];
}

/** `is` that brings the faults from inside the value; a generated check only knows that there are some. */
function isKeyword(
  report: (value: unknown, schema: IsSchema, instancePath: string) => readonly Fault[],
): FuncKeywordDefinition {
  const validate: SchemaValidateFunction = (schema: IsSchema, value: unknown, _parent, place) => {
    const faults = report(value, schema, place?.instancePath ?? '');
    validate.errors = [...faults];
    return faults.length === 0;
  };
  return { keyword: 'is', schemaType: 'object', errors: 'full', validate };
}

/** Report of a schema by an ajv that has its keywords and looks for all errors. */
export function compileReport(ajv: Ajv, schema: JsonSchema): Report {
  const validate = ajv.compile(schema);
  return (value, instancePath) => {
    const place = { instancePath, parentData: {}, parentDataProperty: '', rootData: {}, dynamicAnchors: {} };
    return validate(value, place) ? [] : (validate.errors ?? []);
  };
}
