import type { Fact } from '../types/measure.ts';
import type { EpochMs, FacilityCode } from '../types/submission.ts';
import { type DayNumber, dayOfInstant } from './days.ts';
import { type ReceivedRecord, readRecordFact } from './received-facts.ts';

/** The traffic of one facility up to an instant. */
export interface FacilityFacts {
  /** The day of the first fact; of none, a day that never comes. */
  readonly firstDay: DayNumber;
  readonly signInDays: ReadonlySet<DayNumber>;
  /** Records received, or released from quarantine, on a day; in order of receipt. */
  recordsOf(day: DayNumber): readonly ReceivedRecord[];
  /** All records of an encounter, in order of receipt. */
  encounter(name: string): readonly ReceivedRecord[];
}

/** The traffic of a facility of which there is none. */
export const NO_FACTS: FacilityFacts = indexFacts([], []);

/**
 * Sorts facts by facility, in order of receipt (facts of one instant keep the order in which they were given).
 * What was received after `until` is left out: it is not known yet.
 */
export function groupFacts(facts: Iterable<Fact>, until: EpochMs): ReadonlyMap<FacilityCode, FacilityFacts> {
  const groups = new Map<FacilityCode, { signIns: EpochMs[]; records: ReceivedRecord[] }>();
  let place = 0;
  for (const fact of facts) {
    place += 1;
    const at = Date.parse(fact.at);
    if (at > until) continue;
    let group = groups.get(fact.facility);
    if (group === undefined) {
      group = { signIns: [], records: [] };
      groups.set(fact.facility, group);
    }
    if (fact.type === 'sign-in') group.signIns.push(at);
    else group.records.push(readRecordFact(fact, place));
  }
  return new Map([...groups].map(([code, { signIns, records }]) => [code, indexFacts(signIns, records)]));
}

function indexFacts(signIns: readonly EpochMs[], records: readonly ReceivedRecord[]): FacilityFacts {
  const inOrder = records.toSorted((a, b) => a.at - b.at || a.sequence - b.sequence);
  const signInDays = new Set(signIns.map(dayOfInstant));
  const byEncounter = Map.groupBy(inOrder, ({ encounter }) => encounter);
  const byDay = new Map<DayNumber, ReceivedRecord[]>();
  for (const record of inOrder) {
    for (const day of daysOf(record)) {
      const others = byDay.get(day);
      if (others === undefined) byDay.set(day, [record]);
      else others.push(record);
    }
  }
  return {
    firstDay: Math.min(...signInDays, ...byDay.keys()),
    signInDays,
    recordsOf: (day) => byDay.get(day) ?? [],
    encounter: (name) => byEncounter.get(name) ?? [],
  };
}

/** The days on which something happened to a record. */
function daysOf({ at, releasedAt }: ReceivedRecord): ReadonlySet<DayNumber> {
  // What was released before it was received is a file's mistake: it counts as accepted from the start.
  return new Set([dayOfInstant(at), dayOfInstant(Math.max(at, releasedAt ?? at))]);
}
