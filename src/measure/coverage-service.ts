import { toLocalDay } from '../fhir/local-time.ts';
import type { CoverageOverview } from '../types/coverage.ts';
import type { Fact } from '../types/measure.ts';
import type { Facility } from '../types/registry.ts';
import type { EpochMs } from '../types/submission.ts';
import { type CoveragePolicy, computeOverview } from './compute-coverage.ts';
import { endOfDay, parseDay } from './days.ts';

export interface CoverageServiceDeps {
  readonly registry: () => Promise<readonly Facility[]>;
  /** Facts received up to and including `until`. */
  readonly facts: (until: EpochMs) => AsyncIterable<Fact>;
  readonly clock: () => EpochMs;
  readonly policy?: CoveragePolicy;
}

export interface CoverageService {
  /**
   * The overview of a day (`YYYY-MM-DD`, default today), at most 5 seconds old. Rejects when the store does, and with
   * RangeError for what is not a day.
   */
  overview(asOf?: string): Promise<CoverageOverview>;
}

/** How long a computed day is shown again, in milliseconds: pages ask every 15 seconds, and several at once. */
const FRESH_MS = 5_000;
/** Days kept at one time. */
const MAX_DAYS = 8;
/** Days of the trend: a quarter of a year. */
const TREND_DAYS = 90;

/** Computes coverage from the store; calls for the same day share one computation. */
export function createCoverageService(deps: CoverageServiceDeps): CoverageService {
  const days = new Map<string, { readonly startedAt: EpochMs; readonly overview: Promise<CoverageOverview> }>();

  function startComputing(asOf: string, now: EpochMs): Promise<CoverageOverview> {
    const overview = compute(deps, asOf, now);
    days.delete(asOf);
    days.set(asOf, { startedAt: now, overview });
    for (const oldest of days.keys()) {
      if (days.size <= MAX_DAYS) break;
      days.delete(oldest);
    }
    overview.catch(() => {
      if (days.get(asOf)?.overview === overview) days.delete(asOf);
    });
    return overview;
  }

  return {
    async overview(asOf = toLocalDay(deps.clock())) {
      const now = deps.clock();
      const known = days.get(asOf);
      return known !== undefined && now - known.startedAt < FRESH_MS ? known.overview : startComputing(asOf, now);
    },
  };
}

async function compute(deps: CoverageServiceDeps, asOf: string, now: EpochMs): Promise<CoverageOverview> {
  const day = parseDay(asOf);
  if (day === undefined) throw new RangeError('asOf is not a day of the calendar, YYYY-MM-DD');
  const registry = await deps.registry();
  const facts: Fact[] = [];
  for await (const fact of deps.facts(endOfDay(day))) facts.push(fact);
  const policy = deps.policy === undefined ? {} : { policy: deps.policy };
  return computeOverview({ registry, facts, asOf, trendDays: TREND_DAYS, now, ...policy });
}
