import type { EncounterBehind, EncounterFilter } from '../types/coverage.ts';
import type { CoveragePort } from '../types/coverage-ledger.ts';
import type { EpochMs, FacilityCode } from '../types/submission.ts';
import { endOfDay, parseDay, startOfDay } from './days.ts';
import { type EncounterKnowledge, isTimely, knowEncounter } from './encounter-knowledge.ts';
import { WINDOW_DAYS } from './expected.ts';
import { type ReceivedRecord, toReceivedRecord } from './received-facts.ts';

export interface EncounterReaderDeps {
  readonly store: Pick<CoveragePort, 'encountersEnding' | 'factsOf'>;
  /** Lowest evidence level at which an encounter counts as EMR. */
  readonly emrLevel: number;
}

/** Where a page begins and how long it is. */
export interface EncounterPageAsked {
  /** MA_LK after which it begins; empty for the first page. */
  readonly after: string;
  readonly limit: number;
}

export interface EncounterPage {
  /** By MA_LK. */
  readonly encounters: readonly EncounterBehind[];
  /** `after` of the next page; null when this is the last. A page may be short, and still not be the last. */
  readonly next: string | null;
}

/**
 * The encounters of a facility that stand behind a figure of a day (`YYYY-MM-DD`), as known at the end of it: over all pages
 * there are as many as the figure says. Rejects with RangeError for what is not a day.
 */
export type ReadEncounters = (
  facility: FacilityCode,
  asOf: string,
  filter: EncounterFilter,
  page: EncounterPageAsked,
) => Promise<EncounterPage>;

/** Names read from the store at once. */
const NAMES_AT_ONCE = 500;
/** Names looked through for one page: a rare fault in a large hospital does not hold up the gateway, it takes several pages. */
const NAMES_A_PAGE = 10_000;

/** Reads from the facts, by the same knowledge of an encounter that the figures are counted from. */
export function createEncounterReader({ store, emrLevel }: EncounterReaderDeps): ReadEncounters {
  async function know(facility: FacilityCode, names: readonly string[], until: EpochMs) {
    const rows = await store.factsOf(
      names.map((encounter) => ({ facility, encounter })),
      until,
    );
    const records = Map.groupBy(rows.map(toReceivedRecord), ({ encounter }: ReceivedRecord) => encounter);
    return (name: string) => knowEncounter(records.get(name) ?? [], until, emrLevel);
  }

  return async (facility, asOf, filter, { after, limit }) => {
    const day = parseDay(asOf);
    if (day === undefined) throw new RangeError('asOf is not a day of the calendar, YYYY-MM-DD');
    const [from, until] = [startOfDay(day - WINDOW_DAYS + 1), endOfDay(day)];
    const found: EncounterBehind[] = [];
    let last = after;
    for (let looked = 0; looked < NAMES_A_PAGE; looked += NAMES_AT_ONCE) {
      const names = await store.encountersEnding(facility, from, until, { after: last, limit: NAMES_AT_ONCE });
      const known = await know(facility, names, until);
      for (const name of names) {
        const one = known(name);
        if (one !== null && one.endOfCare >= from && one.endOfCare <= until && matches(one, filter)) {
          if (found.length === limit) return { encounters: found, next: last };
          found.push(toShown(name, one));
        }
        last = name;
      }
      if (names.length < NAMES_AT_ONCE) return { encounters: found, next: null };
    }
    return { encounters: found, next: last };
  };
}

function matches(one: EncounterKnowledge, filter: EncounterFilter): boolean {
  const isEmr = one.firstEmrAt !== null;
  switch (filter.show) {
    case 'all':
      return true;
    case 'emr':
      return isEmr;
    case 'no-emr':
      return !isEmr;
    case 'late':
      return isEmr && !isTimely(one);
    case 'no-identity':
      return isEmr && !one.identity;
    case 'unsigned':
      return isEmr && !one.signed;
    case 'incomplete':
      return isEmr && missingOf(one).length > 0;
    case 'missing-section':
      return missingOf(one).includes(filter.section);
  }
}

function missingOf({ due, present }: EncounterKnowledge): readonly string[] {
  return due.filter((section) => !present.includes(section));
}

function toShown(encounter: string, one: EncounterKnowledge): EncounterBehind {
  const { endOfCare, claimed, level, firstEmrAt, identity, signed } = one;
  return { encounter, endOfCare, claimed, level, missing: missingOf(one), firstEmrAt, identity, signed };
}
