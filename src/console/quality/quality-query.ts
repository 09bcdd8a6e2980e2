import { isCalendarDay, toLocalDay } from '../../fhir/local-time.ts';
import type { WorklistFilter } from '../../types/code-worklist.ts';
import type { QualityPeriod } from '../../types/quality-desk.ts';
import type { EpochMs } from '../../types/submission.ts';
import type { PageRequest } from '../page.ts';

const DAY_MS = 86_400_000;
/** Longest period, and the usual one, in days. */
const MAX_DAYS = 366;
const USUAL_DAYS = 30;
const FACILITY = /^[0-9A-Za-z]{5,13}$/;
const LIST = /^[A-Z][A-Z0-9_]{0,63}$/;
const FORM = /^[A-Za-z0-9._-]{1,64}$/;
const CURSOR = /^(\d{1,15})-(\d{1,15})$/;

/** The period that is asked for, the last 30 days where none is; undefined for what is none. */
export function readPeriod(query: PageRequest['query'], now: EpochMs): QualityPeriod | undefined {
  const today = toLocalDay(now);
  const to = query['to'] || today;
  if (!isCalendarDay(to) || to > today) return undefined;
  const from = query['from'] || daysBefore(to, USUAL_DAYS - 1);
  if (!isCalendarDay(from) || from > to || from <= daysBefore(to, MAX_DAYS)) return undefined;
  return { from, to, facility: readFacility(query) };
}

/** The period without what was asked for: the last 30 days. */
export function usualPeriod(now: EpochMs): QualityPeriod {
  const to = toLocalDay(now);
  return { from: daysBefore(to, USUAL_DAYS - 1), to, facility: null };
}

/** As it stands in an address. */
export function periodQuery({ from, to, facility }: QualityPeriod): string {
  return new URLSearchParams({ from, to, ...(facility === null ? {} : { facility }) }).toString();
}

/** Filter of the worklist; a field that is empty asks for all. Undefined for what no list or facility is called. */
export function readCodeFilter(query: PageRequest['query'], limit: number): WorklistFilter | undefined {
  const { list = '', form = '', reason = '', after = '' } = query;
  const [, count, id] = CURSOR.exec(after) ?? [];
  const isRight = (text: string, pattern: RegExp) => text === '' || pattern.test(text);
  if (!isRight(list, LIST) || !isRight(form, FORM) || !isRight(after, CURSOR)) return undefined;
  if (reason !== '' && reason !== 'not-in-list' && reason !== 'list-not-loaded') return undefined;
  return {
    list: list || undefined,
    form: form || undefined,
    reason: reason || undefined,
    facility: readFacility(query) ?? undefined,
    after: count === undefined ? undefined : { count: Number(count), id: Number(id) },
    limit,
  };
}

function readFacility({ facility = '' }: PageRequest['query']): string | null {
  return FACILITY.test(facility) ? facility : null;
}

function daysBefore(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - count * DAY_MS).toISOString().slice(0, 10);
}
