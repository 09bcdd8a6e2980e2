import { Ajv, type FuncKeywordDefinition, type Options, type SchemaValidateFunction } from 'ajv';
import { type CheckRuntime, once } from './check-runtime.ts';
import type { Fault, Report } from './fault.ts';
import { fhirKeywords } from './fhir-keywords.ts';
import type { IsSchema, JsonSchema } from './fhir-schema.ts';
import { isPrimitive, PRIMITIVES } from './primitives.ts';
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
  /** Report of a value that may be a resource of any type. */
  readonly reportResource: Report;
}

export interface Reports {
  readonly of: (type: string) => Report;
  /** To be called before each resource: values are looked at until one fault more than can be listed is found. */
  readonly restart: () => void;
}

/**
 * Reports by type name: the same schemas as the checks, compiled by ajv to find all faults and their places.
 * A type is compiled (10 to 50 ms) when a value of it fails for the first time.
 */
export function createReports({ schemas, runtime, reportResource }: ReportParts): Reports {
  const ajv = new Ajv({ ...AJV_OPTIONS, allErrors: true });
  let wanted = 0;
  for (const keyword of fhirKeywords(runtime)) {
    if (keyword.keyword !== 'is') ajv.addKeyword(keyword);
  }
  ajv.addKeyword(
    isKeyword((value, { type, valueSet }, path) => {
      if (wanted === 0) return [];
      if (!isPrimitive(type)) return of(type)(value, path);
      const holds =
        valueSet === undefined ? PRIMITIVES[type].holds(value) : runtime.codes(valueSet).has(value as string);
      if (holds) return [];
      wanted -= 1;
      return [{ keyword: 'is', instancePath: path, params: { type, valueSet } }];
    }),
  );
  const of = once((type: string) =>
    type === 'Resource' ? reportResource : compileReport(ajv, schemas.schemaOf(type)),
  );
  return {
    of,
    restart() {
      wanted = MAX_LISTED_FAULTS + 1;
    },
  };
}

/** Report of a schema by an ajv that has its keywords and looks for all errors. */
export function compileReport(ajv: Ajv, schema: JsonSchema): Report {
  const validate = ajv.compile(schema);
  return (value, instancePath) => {
    const place = { instancePath, parentData: {}, parentDataProperty: '', rootData: {}, dynamicAnchors: {} };
    return validate(value, place) ? [] : (validate.errors ?? []);
  };
}

/** `is` that brings the faults from inside the value; a generated check only knows that there are some. */
function isKeyword(
  report: (value: unknown, schema: IsSchema, instancePath: string) => readonly Fault[],
): FuncKeywordDefinition {
  const validate: SchemaValidateFunction = (schema: IsSchema, value: unknown, _parent, place) => {
    const faults = value === null && schema.orNull ? [] : report(value, schema, place?.instancePath ?? '');
    validate.errors = [...faults];
    return faults.length === 0;
  };
  return { keyword: 'is', schemaType: 'object', errors: 'full', validate };
}
