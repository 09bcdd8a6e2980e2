import { toLocalDay } from '../fhir/local-time.ts';
import type {
  Advice,
  CoverageOverview,
  FacilityCourseDay,
  FacilityQueue,
  FacilityStanding,
  SectionTally,
} from '../types/coverage.ts';
import type { CoveragePort } from '../types/coverage-ledger.ts';
import type { Facility } from '../types/registry.ts';
import type { EpochMs, FacilityCode } from '../types/submission.ts';
import { composeOverview, TREND_DAYS } from './compose-overview.ts';
import { type CoveragePolicy, DEFAULT_POLICY } from './compute-coverage.ts';
import { composeCourse, type ReceivedOnDay, readReceived } from './course-days.ts';
import { createCoverageState } from './coverage-state.ts';
import { dayOfInstant, formatDay, parseDay } from './days.ts';
import { definitionsOf } from './definitions.ts';
import { createFollow } from './follow-closed.ts';

export interface CoverageServiceDeps {
  readonly store: CoveragePort;
  readonly registry: () => Promise<readonly Facility[]>;
  readonly clock: () => EpochMs;
  readonly policy?: CoveragePolicy;
  /** Deliveries of facilities that are not there yet; asked for today only. Without it: none. */
  readonly queues?: (now: EpochMs) => Promise<ReadonlyMap<FacilityCode, FacilityQueue>>;
  /** Without it there is no advice. */
  readonly advise?: (standing: Omit<FacilityStanding, 'advice'>, asOf: string) => readonly Advice[];
  /** Last day of the province's target, `YYYY-MM-DD`. */
  readonly target?: string;
}

export interface CoverageService {
  /** By which definitions days are counted: `1/level-1`. */
  readonly definitions: string;
  /**
   * The overview of a day (`YYYY-MM-DD`), at most 5 seconds old. Without a day it is today; while the days before are
   * being counted, the newest that is. A day of which nothing is known of now (a past one, with a registry given) is the
   * same whenever it is asked for. Rejects when the store does, with RangeError for what is not a day or lies ahead, and
   * with CoverageBehindError for a day that is not counted yet.
   * @param given the registry as it was, instead of the one that holds now
   */
  overview(asOf?: string, given?: { readonly registry: readonly Facility[] }): Promise<CoverageOverview>;
  /**
   * A facility's days from one to another, both included. Rejects as `overview` does. Undefined when the registry does not
   * have it.
   */
  course(
    code: FacilityCode,
    from: string,
    to: string,
    given?: { readonly registry: readonly Facility[] },
  ): Promise<readonly FacilityCourseDay[] | undefined>;
  /** What was received on the days from one to another, both included, as known now; days of nothing are left out. */
  received(from: string, to: string): Promise<readonly ReceivedOnDay[]>;
  /** Sections due and present, by the day on which the encounters of a facility ended, as known now; both days included. */
  sections(
    code: FacilityCode,
    from: string,
    to: string,
  ): Promise<readonly { readonly day: string; readonly sections: SectionTally }[]>;
  /** Lets the next look compute anew: something that was shown has been changed by a person. */
  forget(): void;
  /** Newest closed day, `YYYY-MM-DD`; null: none is. */
  closedThrough(): Promise<string | null>;
}

/** How long a computed day is shown again, in milliseconds: pages ask every few seconds, and several at once. */
const FRESH_MS = 5_000;
/** From this age on it is computed anew beside being shown: whoever asks every few seconds never waits for it. */
const RENEWED_MS = 3_000;
/** Days kept at one time. */
const MAX_DAYS = 8;

interface KeptOverview {
  readonly startedAt: EpochMs;
  readonly overview: Promise<CoverageOverview>;
  isBeingRenewed: boolean;
}

/** Coverage from the store: closed days as they were kept, open days counted in memory. */
export function createCoverageService(deps: CoverageServiceDeps): CoverageService {
  const { store, clock, policy = DEFAULT_POLICY, queues, advise = () => [], target = null } = deps;
  const state = createCoverageState(store, policy);
  const follow = createFollow(TREND_DAYS);
  const kept = new Map<string, KeptOverview>();

  async function compute(asOf: string | undefined, registry: readonly Facility[], now: EpochMs) {
    const view = await state.on(asOf, now);
    const { day, book, open } = view;
    const isToday = day === dayOfInstant(now);
    return composeOverview({
      day,
      registry,
      follow: (facility) => follow(facility, book, open, day),
      figures: await view.figures(day),
      figuresBefore: await view.figures(day - 1),
      queues: isToday && queues !== undefined ? await queues(now) : new Map(),
      advise,
      target,
      closedThrough: book.through === null ? null : formatDay(book.through),
      computedAt: now,
    });
  }

  function start(asOf: string | undefined, now: EpochMs): Promise<CoverageOverview> {
    const place = asOf ?? toLocalDay(now);
    const overview = computeNow(asOf, now);
    kept.delete(place);
    kept.set(place, { startedAt: now, overview, isBeingRenewed: false });
    for (const oldest of kept.keys()) {
      if (kept.size <= MAX_DAYS) break;
      kept.delete(oldest);
    }
    overview.catch(() => {
      if (kept.get(place)?.overview === overview) kept.delete(place);
    });
    return overview;
  }

  function computeNow(asOf: string | undefined, now: EpochMs): Promise<CoverageOverview> {
    return deps.registry().then((registry) => compute(asOf, registry, now));
  }

  /** What fails here fails again for whoever asks after it is no longer fresh. */
  async function renew(known: KeptOverview, asOf: string | undefined, now: EpochMs): Promise<void> {
    const place = toLocalDay(now);
    // A past day stays as it is, but for the registry.
    if ((asOf ?? place) !== place || known.isBeingRenewed || now - known.startedAt < RENEWED_MS) return;
    known.isBeingRenewed = true;
    const overview = computeNow(asOf, now);
    try {
      await overview;
    } catch {
      known.isBeingRenewed = false;
      return;
    }
    // Not when it was forgotten meanwhile: something may have been changed after this was read.
    if (kept.get(place) === known) kept.set(place, { startedAt: now, overview, isBeingRenewed: false });
  }

  return {
    definitions: definitionsOf(policy),
    async overview(asOf, given) {
      const now = clock();
      if (given !== undefined) return compute(asOf, given.registry, now);
      const known = kept.get(asOf ?? toLocalDay(now));
      if (known === undefined || now - known.startedAt >= FRESH_MS) return start(asOf, now);
      const overview = await known.overview;
      void renew(known, asOf, now);
      // Without a day an older one may be shown.
      return asOf === undefined || overview.report.asOf === asOf ? overview : start(asOf, now);
    },
    async course(code, from, to, given) {
      const registry = given?.registry ?? (await deps.registry());
      const facility = registry.find((one) => one.code === code);
      if (facility === undefined) return undefined;
      const first = dayOf(from);
      const view = await state.on(to, clock());
      return composeCourse(facility, view, first, await view.tallies(first, view.day));
    },
    async received(from, to) {
      const [first, view] = [dayOf(from), await state.on(to, clock())];
      return readReceived(await view.tallies(first, view.day), view.facilities(), first, view.day);
    },
    async sections(code, from, to) {
      const [first, view] = [dayOf(from), await state.on(to, clock())];
      const tallies = await view.tallies(first, view.day);
      const days = Array.from({ length: view.day - first + 1 }, (_, place) => first + place);
      return days.map((day) => ({ day: formatDay(day), sections: tallies.of(code, day)?.sections ?? {} }));
    },
    forget: () => kept.clear(),
    async closedThrough() {
      const closed = await store.closedDays();
      return closed?.definitions === definitionsOf(policy) ? closed.through : null;
    },
  };
}

function dayOf(text: string): number {
  const day = parseDay(text);
  if (day === undefined) throw new RangeError('not a day of the calendar, YYYY-MM-DD');
  return day;
}
