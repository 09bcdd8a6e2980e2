import type { CoveragePort } from '../types/coverage-ledger.ts';
import type { EpochMs, FacilityCode } from '../types/submission.ts';
import { SETTLING_MS } from './close-days.ts';
import { countRecord, moveEncounter } from './day-step.ts';
import { countRelease } from './day-tally.ts';
import { type DayNumber, dayOfInstant, endOfDay, formatDay, startOfDay } from './days.ts';
import { type EncounterKnowledge, knowEncounter } from './encounter-knowledge.ts';
import { placeOf, readTouched, type TouchedEncounter } from './read-touched.ts';
import { type ReceivedRecord, stateAsOf, toReceivedRecord } from './received-facts.ts';
import { createTallies, type ReadTallies, type Tallies } from './tallies.ts';

/** A day that is not closed, counted in memory as closing counts it. */
export interface OpenDay {
  readonly day: DayNumber;
  /** As of the last look. */
  readonly tallies: Tallies;
  /** Takes in what came since the last look; true when there was anything. After a failure the day must be begun anew. */
  look(now: EpochMs): Promise<boolean>;
}

export interface OpenDayDeps {
  readonly store: Pick<CoveragePort, 'factsBetween' | 'factsOf' | 'signIns'>;
  readonly day: DayNumber;
  /** As of the end of the day before. */
  readonly base: ReadTallies;
  readonly emrLevel: number;
}

/** What is known of an encounter at the end of the day before, and now. */
interface Moved {
  readonly facility: FacilityCode;
  readonly place: string;
  readonly before: EncounterKnowledge | null;
  readonly after: EncounterKnowledge | null;
}

/** Begins a day. */
export function openDay({ store, day, base, emrLevel }: OpenDayDeps): OpenDay {
  const tallies = createTallies(base);
  const since = endOfDay(day - 1);
  /** What was counted: the state of each record, by its sequence, and each encounter touched. */
  const counted = new Map<number, ReceivedRecord['state']>();
  const known = new Map<string, EncounterKnowledge | null>();
  let lookedUntil = since;

  function count(record: ReceivedRecord, until: EpochMs): void {
    if (counted.has(record.sequence)) countRelease(tallies.change(record.facility, dayOfInstant(record.at)), record);
    else countRecord(tallies, record, { since, until });
    counted.set(record.sequence, stateAsOf(record, until));
  }

  return {
    day,
    tallies,
    async look(now) {
      const until = Math.min(now, endOfDay(day));
      // A record may be committed after others that were received later.
      const from = Math.max(startOfDay(day), lookedUntil - SETTLING_MS);
      const news = await readNews(from, until);
      // At the first look everything of the day is among the news, later only some of it is.
      const encounters: Moved[] = [];
      for await (const one of readTouched(store, news, counted.size === 0 ? since : until))
        encounters.push(move(one, until));
      const date = formatDay(day);
      const signedIn = (await store.signIns(date, date)).filter(({ facility }) => !hasSignedIn(facility));
      // From here on nothing waits: a look is counted whole or not at all.
      for (const record of news) count(record, until);
      for (const { facility, place, before, after } of encounters) {
        moveEncounter(tallies, facility, known.has(place) ? (known.get(place) ?? null) : before, after);
        known.set(place, after);
      }
      for (const { facility } of signedIn) tallies.change(facility, day).signIns = 1;
      lookedUntil = until;
      return news.length > 0 || signedIn.length > 0;
    },
  };

  async function readNews(from: EpochMs, until: EpochMs): Promise<readonly ReceivedRecord[]> {
    const news: ReceivedRecord[] = [];
    for await (const row of store.factsBetween(from, until)) {
      const record = toReceivedRecord(row);
      if (counted.get(record.sequence) !== stateAsOf(record, until)) news.push(record);
    }
    return news;
  }

  function move(one: TouchedEncounter, until: EpochMs): Moved {
    const [before, after] = [since, until].map((at) => knowEncounter(one.records, at, emrLevel));
    return { facility: one.facility, place: placeOf(one), before: before ?? null, after: after ?? null };
  }

  function hasSignedIn(facility: FacilityCode): boolean {
    return tallies.of(facility, day)?.signIns === 1;
  }
}
