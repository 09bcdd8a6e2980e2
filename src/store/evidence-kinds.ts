import type { RecordToStore } from '../types/intake.ts';
import type { RecordEvidence } from '../types/mapped-record.ts';
import type { RecordState, SubmissionFormat } from '../types/submission.ts';

/**
 * Kinds of the evidence counters, per facility and day of receipt (Asia/Ho_Chi_Minh). They count what was received;
 * the indicators of coverage are computed from the facts, not from them.
 *
 * - `submissions`: calls taken; a replay of the same key is not a second one.
 * - `records-accepted`, `records-quarantined`, `records-refused`: records in them, a record sent again included.
 * - `encounters-claim`, `encounters-emr`, `encounters-check-in`: records accepted for the first time, by their source.
 *   A corrected or repeated record counts no second time.
 * - `encounters-with-sections`, `encounters-identified`, `encounters-signed`: those among them, as first accepted,
 *   with evidence level 1 or more, a well-formed personal number, a valid signature.
 * - `sign-in`: tokens given.
 */
export type EvidenceKind =
  | 'submissions'
  | `records-${RecordState}`
  | `encounters-${RecordEvidence['source']}`
  | 'encounters-with-sections'
  | 'encounters-identified'
  | 'encounters-signed'
  | 'sign-in';

/** Formats whose records tell of care episodes; the others count among the records, and are no facts of coverage. */
const OF_CARE: ReadonlySet<SubmissionFormat> = new Set(['claim-xml', 'emr-export', 'fhir-json']);

/** True for a record of a format that tells of care episodes. */
export function isOfCare(format: SubmissionFormat): boolean {
  return OF_CARE.has(format);
}

/** Counters that a record adds one to. `isFirstOfEncounter`: it is the first accepted one of a care episode. */
export function evidenceKinds(
  state: RecordState,
  evidence: RecordEvidence,
  isFirstOfEncounter: boolean,
): readonly EvidenceKind[] {
  const kinds: EvidenceKind[] = [`records-${state}`];
  if (!isFirstOfEncounter) return kinds;
  kinds.push(`encounters-${evidence.source}`);
  if (evidence.level >= 1) kinds.push('encounters-with-sections');
  if (evidence.identity) kinds.push('encounters-identified');
  if (evidence.signed) kinds.push('encounters-signed');
  return kinds;
}

/**
 * Evidence of a record. One that could not be mapped tells nothing but its key and the kind of file it came in: it
 * counts among the records received, and nowhere else.
 */
export function evidenceOf(
  { key, evidence }: Pick<RecordToStore, 'key' | 'evidence'>,
  format: SubmissionFormat,
): RecordEvidence {
  if (evidence !== null) return evidence;
  return {
    source: format === 'claim-xml' ? 'claim' : 'emr',
    encounter: key,
    endOfCare: null,
    level: 0,
    sectionsDue: [],
    sectionsPresent: [],
    identity: false,
    signed: false,
  };
}
