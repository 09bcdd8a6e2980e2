import { toOperationOutcome } from '../fhir/operation-outcome.ts';
import { recordIdentity } from '../fhir/record-identity.ts';
import type { RecordToStore, SubmissionToStore } from '../types/intake.ts';
import type { DecodedEnvelope } from '../types/source-record.ts';
import type { FacilityCode, RawSubmission } from '../types/submission.ts';
import { toSightings } from './code-sightings.ts';
import type { JudgedRecord } from './judge-records.ts';
import type { TellProgrammes } from './programme-evidence.ts';
import { summarise } from './receipt.ts';
import { countOfRecord, kindOfRecord } from './record-kind.ts';
import type { RouteRecord } from './route-record.ts';

interface Kept {
  readonly facility: FacilityCode;
  readonly raw: RawSubmission;
  readonly envelope: DecodedEnvelope;
  readonly records: readonly JudgedRecord[];
  readonly route: RouteRecord;
  /** What a record tells of the further indicators. */
  readonly tell: TellProgrammes;
  readonly ruleSystem: string;
  readonly newId: () => string;
}

/** Everything that one call leaves behind but its answer, in the shape of the store. A refused record keeps its outcome, and its bytes in `raw`. */
export function toStoredForm({
  facility,
  raw,
  envelope,
  records,
  route,
  tell,
  ruleSystem,
  newId,
}: Kept): SubmissionToStore {
  return {
    id: raw.id,
    facility,
    idempotencyKey: raw.idempotencyKey ?? envelope.idempotencyKey ?? raw.sha256,
    sha256: raw.sha256,
    bytes: raw.bytes,
    contentType: raw.contentType,
    channel: raw.channel,
    format: envelope.format,
    state: summarise(records.map(({ verdict }) => verdict.state)),
    receivedAt: raw.receivedAt,
    response: null,
    outcome: envelope.issues.length === 0 ? null : JSON.stringify(toOperationOutcome(envelope.issues, ruleSystem)),
    records: records.map((record) => ({
      ...toStoredRecord(record, ruleSystem, newId()),
      programme: record.verdict.state === 'refused' ? null : tell(kindOfRecord(record.source), record.mapped),
      owed: record.verdict.state === 'refused' ? [] : route(facility, record, raw.receivedAt),
    })),
  };
}

function toStoredRecord(
  { source, mapped, verdict }: JudgedRecord,
  ruleSystem: string,
  id: string,
): Omit<RecordToStore, 'owed' | 'programme'> {
  const isKept = verdict.state !== 'refused';
  return {
    id,
    key: recordIdentity(source.format, mapped.key),
    kind: kindOfRecord(source),
    position: source.position,
    count: countOfRecord(source),
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
