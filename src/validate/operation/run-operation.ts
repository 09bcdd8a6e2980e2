import type { Issue, Refusal } from '../../types/issue.ts';
import type { OperationAnswer, OperationRequest } from '../../types/validate-operation.ts';
import { checkInText, readText, type TextCheck } from '../text-check.ts';
import { readOperationBody } from './operation-body.ts';

/** At the level of a type there is nothing that could be updated or deleted. */
const MODES = ['create', 'profile'];

/**
 * Answers one call of `$validate` on a type or on the whole system. Whatever can be read is checked, and found wanting in
 * issues. Refuses (400) a text that is no JSON, Parameters without a resource (LT-V270), and the modes update and delete,
 * which belong to an instance (LT-V271).
 * @source https://hl7.org/fhir/R4/resource-operation-validate.html
 */
export function runOperation(
  bytes: Uint8Array,
  { type, profiles, mode }: OperationRequest,
  check: TextCheck,
): Exclude<OperationAnswer, { kind: 'busy' }> {
  const { json, issues } = readText(bytes, check);
  if (json === undefined) return refused(issues);
  const body = readOperationBody(json.value, type);
  if (body === undefined) return refused([check.rules.issue('LT-V270')]);
  const modes = [mode, body.mode].filter((each) => each !== null);
  if (!modes.every((each) => MODES.includes(each)))
    return refused([check.rules.issue('LT-V271', { with: { modes: MODES.join(', ') } })]);
  const asked = { profiles: [...new Set([...profiles, ...body.profiles])] };
  const found = checkInText({ ...body, json }, asked, check);
  return { kind: 'checked', issues: [...issues, ...ofAnotherType(body.resource, type, check), ...found] };
}

function refused(issues: readonly Issue[]): { readonly kind: 'refused'; readonly refusal: Refusal } {
  return { kind: 'refused', refusal: { status: 400, issues } };
}

/** LT-V272 when the resource is of another type than the address says. */
function ofAnotherType(resource: unknown, type: string | null, { rules, validator }: TextCheck): readonly Issue[] {
  const own = typeof resource === 'object' && resource !== null && 'resourceType' in resource && resource.resourceType;
  // Without a type of R4 it has an issue already.
  if (type === null || own === type || !validator.isType(own)) return [];
  return [rules.issue('LT-V272', { expression: own, with: { type, found: own } })];
}
