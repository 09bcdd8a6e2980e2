import { toOperationOutcome } from '../fhir/operation-outcome.ts';
import { recordIdentity } from '../fhir/record-identity.ts';
import type { FacilityPrincipal } from '../types/principal.ts';
import type { DecodedEnvelope } from '../types/source-record.ts';
import type { RecordToStore, SubmissionToStore } from '../types/store.ts';
import type { RawSubmission } from '../types/submission.ts';
import { toSightings } from './code-sightings.ts';
import type { JudgedRecord } from './judge-records.ts';
import { summarise } from './receipt.ts';
import type { FhirAnswer } from './response-bundle.ts';

interface Kept {
  readonly principal: FacilityPrincipal;
  readonly raw: RawSubmission;
  readonly key: string;
  readonly envelope: DecodedEnvelope;
  readonly records: readonly JudgedRecord[];
  readonly response: FhirAnswer | undefined;
  readonly destinations: readonly string[];
  readonly ruleSystem: string;
  readonly newId: () => string;
}

/** Everything that one call leaves behind, in the shape of the store. A refused record keeps its outcome, and its bytes in `raw`. */
export function toStoredForm({
  principal,
  raw,
  key,
  envelope,
  records,
  response,
  destinations,
  ruleSystem,
  newId,
}: Kept): SubmissionToStore {
  return {
    id: raw.id,
    facility: principal.facility,
    idempotencyKey: key,
    sha256: raw.sha256,
    bytes: raw.bytes,
    contentType: raw.contentType,
    channel: raw.channel,
    format: envelope.format,
    state: summarise(records.map(({ verdict }) => verdict.state)),
    receivedAt: raw.receivedAt,
    response: response?.responseText ?? null,
    outcome: envelope.issues.length === 0 ? null : JSON.stringify(toOperationOutcome(envelope.issues, ruleSystem)),
    records: records.map((record) => toStoredRecord(record, ruleSystem, newId())),
    destinations,
  };
}

function toStoredRecord({ source, mapped, verdict }: JudgedRecord, ruleSystem: string, id: string): RecordToStore {
  const isKept = verdict.state !== 'refused';
  return {
    id,
    key: recordIdentity(source.format, mapped.key),
    position: source.position,
    state: verdict.state,
    outcome: JSON.stringify(toOperationOutcome(verdict.issues, ruleSystem)),
    resources: isKept ? mapped.resources : [],
    deletes: isKept ? mapped.deletes : [],
    replacesEpisode: mapped.replacesEpisode,
    patient: mapped.patient,
    evidence: mapped.evidence,
    mapping: mapped.mapping,
    policy: verdict.policy,
    unmapped: toSightings(mapped.unmapped),
    broken: [...new Set([...verdict.issues.map(({ rule }) => rule.id), ...verdict.silenced])].sort(),
  };
}
