import { startOfLocalDay } from '../fhir/local-time.ts';
import { dayOfInstant, endOfDay, formatDay, parseDay } from '../measure/days.ts';
import type { EpochMs } from '../types/submission.ts';
import type { ReportPeriod } from '../validate/policy/rule-desk.ts';
import { UsageError } from './failures.ts';

const USUAL_DAYS = 30;

/** Days of receipt of a report; without `to` until today, without `from` 30 days. Refuses (UsageError) what is no period. */
export function readReportPeriod(
  options: { readonly from: string | undefined; readonly to: string | undefined },
  now: EpochMs,
): ReportPeriod {
  const to = readDay('--to', options.to) ?? dayOfInstant(now);
  const from = readDay('--from', options.from) ?? to - USUAL_DAYS + 1;
  if (from > to) throw new UsageError('--from must not be after --to');
  const days = { from: formatDay(from), to: formatDay(to) };
  return { ...days, start: startOfLocalDay(days.from), end: endOfDay(to) };
}

function readDay(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const day = parseDay(text);
  if (day === undefined) throw new UsageError(`${option} must be a day of the calendar, YYYY-MM-DD`);
  return day;
}
