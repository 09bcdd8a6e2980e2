import type { PropertyModel, TypeModel } from '../definitions/type-model.ts';
import type { Finding } from '../finding.ts';
import { JSON_TEXT_RULES } from './json-fault.ts';
import type { JsonText } from './json-text.ts';

const INTEGERS = new Set(['integer', 'positiveInt', 'unsignedInt']);

/**
 * Finds integers that are written with a point or an exponent, `1.0` or `1e2`: FHIR has them without. The path of a
 * finding is that of JSON names from the root.
 * @source https://hl7.org/fhir/R4/datatypes.html#integer
 */
export function findFractionalIntegers(json: JsonText, model: TypeModel): readonly Finding[] {
  return json.wholeFractions().flatMap((path) => {
    const type = typeAt(json.value, path, model);
    if (type === undefined || !INTEGERS.has(type)) return [];
    return [{ rule: JSON_TEXT_RULES.fraction, path, with: { element: lastName(path), type } }];
  });
}

/** Type of the element that a path of JSON names leads to; undefined when R4 has no such element. */
function typeAt(resource: unknown, path: string, model: TypeModel): string | undefined {
  let value = resource;
  let type = resourceType(value);
  for (const step of path.match(/\w+|\[\d+\]/g) ?? []) {
    if (step.startsWith('[')) value = memberOf(value, step.slice(1, -1));
    else {
      value = memberOf(value, step);
      type = propertyOf(type, step, model)?.type;
    }
    if (type === undefined) return undefined;
    if (type === 'Resource' || model.kindOf(type) === 'resource') type = resourceType(value) ?? type;
  }
  return type;
}

/** The sibling `_name` of a primitive holds an id and extensions. */
function propertyOf(
  holder: string | undefined,
  name: string,
  model: TypeModel,
): Pick<PropertyModel, 'type'> | undefined {
  if (holder === undefined) return undefined;
  return name.startsWith('_') ? { type: 'Element' } : model.properties(holder)?.get(name);
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}

function resourceType(value: unknown): string | undefined {
  const type = memberOf(value, 'resourceType');
  return typeof type === 'string' ? type : undefined;
}

function lastName(path: string): string {
  return /(\w+)(?:\[\d+\])*$/.exec(path)?.[1] ?? '';
}
