import { isObject } from '../reference/json-object.ts';

/** The resource of a call of `$validate`, and what came with it. */
export interface OperationBody {
  readonly resource: unknown;
  /** Where the resource stands in the body, by JSON names; empty when it is the body. */
  readonly path: string;
  readonly profiles: readonly string[];
  readonly mode: string | null;
}

/**
 * What the body of a call holds: the resource itself, or Parameters with `resource`, `profile` and `mode`. Undefined for
 * Parameters without a resource, unless it is Parameters that the call is about.
 * @source https://hl7.org/fhir/R4/resource-operation-validate.html
 */
export function readOperationBody(body: unknown, type: string | null): OperationBody | undefined {
  const alone = { resource: body, path: '', profiles: [], mode: null };
  if (!isObject(body) || body['resourceType'] !== 'Parameters') return alone;
  const parameters = Array.isArray(body['parameter']) ? body['parameter'] : [];
  const at = parameters.findIndex(
    (one) => isObject(one) && one['name'] === 'resource' && one['resource'] !== undefined,
  );
  if (at === -1) return type === 'Parameters' ? alone : undefined;
  return {
    resource: parameters[at]?.resource,
    path: `parameter[${at}].resource`,
    profiles: valuesOf(parameters, 'profile'),
    mode: valuesOf(parameters, 'mode')[0] ?? null,
  };
}

/** Texts of the parameters of a name, whichever primitive type carries them: clients differ in that. */
function valuesOf(parameters: readonly unknown[], name: string): readonly string[] {
  return parameters.filter(isObject).flatMap((parameter) => {
    if (parameter['name'] !== name) return [];
    const value = VALUES.map((each) => parameter[each]).find((each) => typeof each === 'string');
    return typeof value === 'string' ? [value] : [];
  });
}

const VALUES = ['valueUri', 'valueCanonical', 'valueUrl', 'valueCode', 'valueString'];
