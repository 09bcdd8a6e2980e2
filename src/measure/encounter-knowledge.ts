import type { EpochMs } from '../types/submission.ts';
import { HOUR_MS } from './days.ts';
import { type ReceivedRecord, stateAsOf } from './received-facts.ts';

/** A record is on time when it came not later than this after the instant of end of care. */
const TIMELY_MS = 24 * HOUR_MS;

/** What is known of one encounter. */
export interface EncounterKnowledge {
  /** Of the record received last. */
  readonly endOfCare: EpochMs;
  readonly claimed: boolean;
  readonly level: number;
  /** Receipt of the first record at a level that counts as EMR; null when none came yet. */
  readonly firstEmrAt: EpochMs | null;
  readonly identity: boolean;
  readonly signed: boolean;
  readonly due: readonly string[];
  readonly present: readonly string[];
}

/**
 * What the records of an encounter that were received and accepted up to an instant tell of it; null when it is open,
 * or when none was: then it counts nowhere.
 * @param records in order of receipt; those received later, quarantined or refused are passed over
 * @param emrLevel the lowest level that counts as EMR
 */
export function knowEncounter(
  records: readonly ReceivedRecord[],
  until: EpochMs,
  emrLevel: number,
): EncounterKnowledge | null {
  const accepted = records.filter((record) => record.at <= until && stateAsOf(record, until) === 'accepted');
  const endOfCare = accepted.at(-1)?.endOfCare ?? null;
  if (endOfCare === null) return null;
  return {
    endOfCare,
    claimed: accepted.some(({ claim }) => claim),
    level: Math.max(...accepted.map(({ level }) => level)),
    firstEmrAt: accepted.find(({ level }) => level >= emrLevel)?.at ?? null,
    identity: accepted.some(({ identity }) => identity),
    signed: accepted.some(({ signed }) => signed),
    due: unite(accepted.map(({ due }) => due)),
    present: unite(accepted.map(({ present }) => present)),
  };
}

/** Whether its first EMR came in time; false when none came. */
export function isTimely({ firstEmrAt, endOfCare }: EncounterKnowledge): boolean {
  return firstEmrAt !== null && firstEmrAt <= endOfCare + TIMELY_MS;
}

function unite(lists: readonly (readonly string[])[]): readonly string[] {
  const filled = lists.filter((list, place) => list.length > 0 && lists.indexOf(list) === place);
  return filled.length === 1 && filled[0] !== undefined ? filled[0] : [...new Set(filled.flat())];
}
