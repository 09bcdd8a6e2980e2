import type { EpochMs } from '../types/submission.ts';
import { HOUR_MS } from './days.ts';
import type { ReceivedRecord } from './received-facts.ts';

/** A record is on time when it came not later than this after the instant of end of care. */
const TIMELY_MS = 24 * HOUR_MS;

/** What the accepted records received so far tell of one encounter. */
export interface EncounterKnowledge {
  /** Of the record received last; null: the encounter is open and counts nowhere. */
  endOfCare: EpochMs | null;
  claimed: boolean;
  /** Receipt of the first record at a level that counts as EMR; null when none came yet. */
  firstEmrAt: EpochMs | null;
  identity: boolean;
  signed: boolean;
  readonly due: Set<string>;
  readonly present: Set<string>;
}

/** What encounters add to the day of their end of care. */
export interface EncounterTally {
  encounters: number;
  claimed: number;
  /** Encounters at a level that counts as EMR; the figures below count in those only. */
  emr: number;
  sectionsDue: number;
  sectionsPresent: number;
  timely: number;
  identified: number;
  signed: number;
}

/** An encounter of which nothing is known yet. */
export function unknownEncounter(): EncounterKnowledge {
  return {
    endOfCare: null,
    claimed: false,
    firstEmrAt: null,
    identity: false,
    signed: false,
    due: new Set(),
    present: new Set(),
  };
}

/** Adds an accepted record; records must come in order of receipt. `emrLevel`: the lowest level that counts as EMR. */
export function learn(known: EncounterKnowledge, record: ReceivedRecord, emrLevel: number): void {
  known.endOfCare = record.endOfCare;
  known.claimed ||= record.claim;
  if (record.level >= emrLevel) known.firstEmrAt ??= record.at;
  known.identity ||= record.identity;
  known.signed ||= record.signed;
  for (const section of record.due) known.due.add(section);
  for (const section of record.present) known.present.add(section);
}

/** Adds one encounter to a day's tally (`sign` 1), or takes it back (-1). */
export function countEncounter(tally: EncounterTally, known: EncounterKnowledge, sign: 1 | -1): void {
  tally.encounters += sign;
  if (known.claimed) tally.claimed += sign;
  if (known.firstEmrAt === null || known.endOfCare === null) return;
  tally.emr += sign;
  tally.sectionsDue += sign * known.due.size;
  tally.sectionsPresent += sign * countCommon(known.due, known.present);
  if (known.firstEmrAt <= known.endOfCare + TIMELY_MS) tally.timely += sign;
  if (known.identity) tally.identified += sign;
  if (known.signed) tally.signed += sign;
}

/** A tally of nothing. */
export function emptyTally(): EncounterTally {
  return {
    encounters: 0,
    claimed: 0,
    emr: 0,
    sectionsDue: 0,
    sectionsPresent: 0,
    timely: 0,
    identified: 0,
    signed: 0,
  };
}

/** Adds the figures of `part` to `sum`. */
export function addTally(sum: EncounterTally, part: EncounterTally): void {
  sum.encounters += part.encounters;
  sum.claimed += part.claimed;
  sum.emr += part.emr;
  sum.sectionsDue += part.sectionsDue;
  sum.sectionsPresent += part.sectionsPresent;
  sum.timely += part.timely;
  sum.identified += part.identified;
  sum.signed += part.signed;
}

function countCommon(due: ReadonlySet<string>, present: ReadonlySet<string>): number {
  let common = 0;
  for (const section of due) if (present.has(section)) common += 1;
  return common;
}
