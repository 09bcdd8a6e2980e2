import { toLocalInstant } from '../fhir/local-time.ts';
import type { RecordEvidence } from '../types/mapped-record.ts';
import type { Fact } from '../types/measure.ts';
import type { EpochMs, FacilityCode, RecordState } from '../types/submission.ts';

/** The first sign-in of a facility's day, as both stores read it. */
export interface SignInRow {
  readonly at: EpochMs;
  readonly facility: FacilityCode;
}

/** A record version that is of care, as both stores read it. */
export interface FactRow {
  readonly at: EpochMs;
  readonly sequence: number;
  readonly facility: FacilityCode;
  readonly releasedAt: EpochMs | null;
  readonly state: RecordState;
  readonly encounter: string;
  readonly source: RecordEvidence['source'];
  readonly endOfCare: EpochMs | null;
  readonly level: RecordEvidence['level'];
  readonly due: string;
  readonly present: string;
  readonly identity: 0 | 1;
  readonly signed: 0 | 1;
}

/** The fact of a sign-in. */
export function toSignInFact({ facility, at }: SignInRow): Fact {
  return { type: 'sign-in', facility, at: toLocalInstant(at) };
}

/** The fact of a record version. */
export function toRecordFact(row: FactRow): Fact {
  return {
    type: 'record',
    facility: row.facility,
    encounter: row.encounter,
    at: toLocalInstant(row.at),
    outcome: row.state,
    ...(row.releasedAt === null ? {} : { releasedAt: toLocalInstant(row.releasedAt) }),
    source: row.source,
    endOfCare: row.endOfCare === null ? null : toLocalInstant(row.endOfCare),
    level: row.level,
    due: JSON.parse(row.due) as string[],
    present: JSON.parse(row.present) as string[],
    identity: row.identity === 1,
    signed: row.signed === 1,
  };
}
