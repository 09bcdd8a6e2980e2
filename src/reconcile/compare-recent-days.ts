import type { Logger } from 'pino';
import { startOfLocalDay, toLocalDay } from '../fhir/local-time.ts';
import type { ReconciliationFindings } from '../types/reconciliation.ts';
import type { Store } from '../types/store.ts';
import type { EpochMs } from '../types/submission.ts';
import type { DayScope } from './account.ts';
import type { DayComparison } from './compare-day.ts';
import { type NoteChange, settleDay } from './settle-day.ts';

export interface RecentDaysDeps {
  readonly store: Pick<Store, 'confirmDay' | 'sendAgain'>;
  /** Destinations that give an account of their own. */
  readonly destinations: readonly string[];
  readonly compare: (destination: string, scope: DayScope) => Promise<DayComparison | undefined>;
  /** So many days before today. */
  readonly days: number;
  readonly clock: () => EpochMs;
  readonly note: NoteChange;
  /** Told once a destination, when all of its days are compared. */
  readonly onFound: (findings: ReconciliationFindings) => void;
  readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>;
}

const DAY_MS = 86_400_000;

/**
 * Compares the days before today with what each destination says it keeps, the oldest first, and confirms those that are
 * equal; a day that was confirmed before is compared anew, as something of it may have been delivered since. What differs is
 * told and left to a person. One destination that fails does not keep the others from their turn.
 */
export function createRecentDaysRun({ destinations, onFound, ...deps }: RecentDaysDeps) {
  return async (signal: AbortSignal): Promise<void> => {
    for (const destination of destinations) {
      const findings = { missing: 0, unknown: 0, differing: 0, unconfirmedDays: 0 };
      for (const day of recentDays(deps.clock(), deps.days)) {
        if (signal.aborted) return;
        const found = await compareOne(deps, destination, day);
        findings.missing += found?.missing ?? 0;
        findings.unknown += found?.unknown ?? 0;
        findings.differing += found?.differing ?? 0;
        findings.unconfirmedDays += found?.state === 'equal' ? 0 : 1;
      }
      onFound({ destination, ...findings });
    }
  };
}

/** Days before today, the oldest first. */
function recentDays(now: EpochMs, days: number): readonly string[] {
  const today = startOfLocalDay(toLocalDay(now));
  return Array.from({ length: days }, (_, index) => toLocalDay(today - (days - index) * DAY_MS));
}

/** Undefined when it could not be compared at all. */
async function compareOne(
  { store, compare, clock, note, logger }: Omit<RecentDaysDeps, 'destinations' | 'onFound' | 'days'>,
  destination: string,
  day: string,
): Promise<DayComparison | undefined> {
  try {
    const readAt = clock();
    const scope = { day, facility: null };
    const comparison = await compare(destination, scope);
    if (comparison === undefined) return undefined;
    const { state, reason, missing, unknown, differing } = comparison;
    if (state !== 'equal') {
      const told = { destination, day, state, reason, missing, unknown, differing };
      logger.warn(told, 'a day is not the same at a destination: lien-thong reconcile --day');
    }
    // A day of which nothing was delivered has nothing to confirm.
    if (comparison.ours.count === 0) return comparison;
    const times = { readAt, now: clock(), today: toLocalDay(readAt) };
    await settleDay(store, scope, comparison, { resend: false, confirm: false }, times, note);
    return comparison;
  } catch (error) {
    logger.error({ err: error, destination, day }, 'a day could not be compared');
    return undefined;
  }
}
