import type { JsonNode } from '../json-node.ts';
import { objectsAt, textAt } from '../unchecked-element.ts';

/**
 * Why a resource is in no claim: its own state (`status`, `intent`, `do-not-perform`, `not-executed`), the encounter that
 * it names (`encounter-left-out`, `encounter-unknown`), or that nothing tells which encounter it belongs to
 * (`no-encounter`, `several-encounters`, `outside-encounter`); then what it is (`problem-list`, `kind-unknown`, `no-value`,
 * `not-on-claim`: the Claim, which has lines of this form, does not have it).
 */
export type LeftOutReason =
  | 'status'
  | 'intent'
  | 'do-not-perform'
  | 'not-executed'
  | 'encounter-left-out'
  | 'encounter-unknown'
  | 'no-encounter'
  | 'several-encounters'
  | 'outside-encounter'
  | 'problem-list'
  | 'kind-unknown'
  | 'no-value'
  | 'not-on-claim';

/** A resource that becomes no part of any claim. */
export interface LeftOut {
  /** `Type/id` */
  readonly resource: string;
  readonly reason: LeftOutReason;
  /** The status or the intent. */
  readonly detail?: string;
}

/** `Type/id` of a resource. */
export const referenceOf = ({ resourceType, id }: JsonNode): string => `${resourceType}/${id}`;

/** States in which nothing was done, of nothing at all, or not yet. @source https://hl7.org/fhir/R4/valueset-request-status.html */
const NOT_CLAIMED: ReadonlyMap<unknown, readonly string[]> = new Map([
  ['Encounter', ['planned', 'cancelled']],
  ['MedicationRequest', ['draft', 'cancelled']],
  ['ServiceRequest', ['draft', 'revoked']],
  ['MedicationAdministration', ['not-done']],
  ['MedicationDispense', ['preparation', 'cancelled', 'declined']],
  ['Procedure', ['preparation', 'not-done']],
  ['ChargeItem', ['planned', 'not-billable', 'aborted']],
  ['DiagnosticReport', ['registered', 'cancelled']],
  ['Observation', ['registered', 'cancelled']],
  ['Claim', ['draft', 'cancelled']],
  ['Coverage', ['draft', 'cancelled']],
  ['Appointment', ['cancelled', 'noshow', 'fulfilled', 'arrived', 'checked-in']],
]);
const INTENTS_ONLY: ReadonlySet<unknown> = new Set(['proposal', 'plan', 'option']);

/** What orders are carried out by, and where it names them. */
const EXECUTIONS: ReadonlyMap<unknown, string> = new Map([
  ['MedicationAdministration', 'request'],
  ['MedicationDispense', 'authorizingPrescription'],
  ['Procedure', 'basedOn'],
  ['DiagnosticReport', 'basedOn'],
]);

/** What by its own state, or by what became of it, is no part of a claim. */
export function leaveOutByState(resources: readonly JsonNode[]): Map<JsonNode, LeftOut> {
  const leftOut = new Map<JsonNode, LeftOut>();
  for (const resource of resources) {
    const why = reasonOf(resource);
    if (why !== undefined) leftOut.set(resource, { resource: referenceOf(resource), ...why });
  }
  const executions = executionsOf(resources);
  for (const order of resources) {
    if (leftOut.has(order) || !isOrder(order)) continue;
    const all = executions.get(referenceOf(order)) ?? [];
    const isDone = all.some((execution) => !leftOut.has(execution));
    const isRefused = all.some((execution) => leftOut.has(execution) && execution['status'] !== 'entered-in-error');
    const resource = referenceOf(order);
    // An order that was stopped is claimed by what was done of it.
    if (order['status'] === 'stopped' && !isDone) leftOut.set(order, { resource, reason: 'status', detail: 'stopped' });
    else if (isRefused && !isDone) leftOut.set(order, { resource, reason: 'not-executed' });
  }
  return leftOut;
}

const isOrder = ({ resourceType }: JsonNode) =>
  resourceType === 'MedicationRequest' || resourceType === 'ServiceRequest';

function reasonOf(resource: JsonNode): Pick<LeftOut, 'reason' | 'detail'> | undefined {
  const type = String(resource['resourceType']);
  const status = type === 'Condition' ? verificationOf(resource) : textAt(resource, 'status');
  if (status === 'entered-in-error' || (type === 'Condition' && status === 'refuted')) {
    return { reason: 'status', detail: status };
  }
  if (status !== undefined && NOT_CLAIMED.get(type)?.includes(status) === true)
    return { reason: 'status', detail: status };
  if (type === 'Claim' && resource['use'] !== undefined && resource['use'] !== 'claim') {
    return { reason: 'intent', detail: String(resource['use']) };
  }
  if (!isOrder(resource)) return undefined;
  if (resource['doNotPerform'] === true) return { reason: 'do-not-perform' };
  return INTENTS_ONLY.has(resource['intent']) ? { reason: 'intent', detail: String(resource['intent']) } : undefined;
}

function verificationOf(condition: JsonNode): string | undefined {
  return textAt(objectsAt(condition['verificationStatus'], 'coding')[0], 'code');
}

/** What carried an order out, or did not, by the order. */
function executionsOf(resources: readonly JsonNode[]): Map<string, JsonNode[]> {
  const executions = new Map<string, JsonNode[]>();
  for (const resource of resources) {
    const property = EXECUTIONS.get(resource['resourceType']);
    if (property === undefined) continue;
    for (const order of objectsAt(resource, property)) {
      const reference = textAt(order, 'reference') ?? '';
      executions.set(reference, [...(executions.get(reference) ?? []), resource]);
    }
  }
  return executions;
}
