import type { PolicyPhase } from '../../types/policy.ts';
import type { FacilityCode } from '../../types/submission.ts';
import type { Days, Period, PolicyFile } from './policy-file.ts';

const LAST_DAY = '9999-12-31';

/** Whether a day lies in a span; both ends belong to it. */
export function isWithin({ from = '', to = LAST_DAY }: Days, day: string): boolean {
  return from <= day && day <= to;
}

/**
 * The phase of a facility on a day: its own schedule, else the common one, else `enforced`.
 * Refuses (throws) a period that ends before it begins, and two periods of one schedule that share a day.
 */
export function createSchedule({
  schedule = [],
  facilities = {},
}: PolicyFile): (facility: FacilityCode, day: string) => PolicyPhase {
  checkPeriods('schedule', schedule);
  const own = new Map(Object.entries(facilities));
  for (const [facility, periods] of own) checkPeriods(`facilities.${facility}`, periods);
  return (facility, day) => {
    const covering = (periods: readonly Period[]) => periods.find((period) => isWithin(period, day));
    return (covering(own.get(facility) ?? []) ?? covering(schedule))?.phase ?? 'enforced';
  };
}

/** Days on which a period or an exception begins, and those after which one is over; in order, each once. */
export function turnsOf({ schedule = [], facilities = {}, exceptions = [] }: PolicyFile): readonly string[] {
  const spans: readonly Days[] = [...schedule, ...Object.values(facilities).flat(), ...exceptions];
  const turns = spans.flatMap(({ from, to }) => [from ?? [], to === undefined ? [] : dayAfter(to)].flat());
  return [...new Set(turns)].sort();
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

function checkPeriods(place: string, periods: readonly Period[]): void {
  const inOrder = periods.toSorted((one, other) => ((one.from ?? '') < (other.from ?? '') ? -1 : 1));
  for (const [at, period] of inOrder.entries()) {
    checkDays(place, period);
    const next = inOrder[at + 1];
    if (next !== undefined && (next.from ?? '') <= (period.to ?? LAST_DAY)) {
      throw new Error(`${place}: two periods share the day ${next.from ?? period.to ?? 'of every date'}`);
    }
  }
}

/** Refuses (throws) a span that ends before it begins. */
export function checkDays(place: string, { from, to }: Days): void {
  if (from !== undefined && to !== undefined && to < from) throw new Error(`${place}: ${to} lies before ${from}`);
}
