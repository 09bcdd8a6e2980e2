import type { DeadlineRule } from '../../types/destination-config.ts';
import type { EpochMs } from '../../types/submission.ts';
import type { WorkingCalendar } from './working-calendar.ts';

const HOUR_MS = 3_600_000;

/** The instant at which a rule's time, counted from an event, is over; whole milliseconds. */
export function deadlineOf({ hours, of }: DeadlineRule, event: EpochMs, calendar: WorkingCalendar): EpochMs {
  const duration = Math.max(1, Math.round(hours * HOUR_MS));
  return of === 'clock' ? event + duration : calendar.after(event, duration);
}
