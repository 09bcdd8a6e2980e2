import { startOfLocalDay, toLocalDay, toLocalInstant } from '../../fhir/local-time.ts';
import type { JsonNode } from '../json-node.ts';
import { textAt } from '../unchecked-element.ts';

/** Milliseconds from the first to the last that a FHIR date, dateTime or instant may mean, in Việt Nam's own time. */
export interface Span {
  readonly from: number;
  readonly to: number;
  /** True for an instant, false for a day, a month or a year. */
  readonly isInstant: boolean;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const WITH_TIME = /^\d{4}-\d{2}-\d{2}T/;
const WITH_ZONE = /(?:Z|[+-]\d{2}:\d{2})$/;

/** Undefined for what is no date. @source https://hl7.org/fhir/R4/datatypes.html#dateTime */
export function spanOf(text: string | undefined): Span | undefined {
  if (text === undefined) return undefined;
  if (WITH_TIME.test(text)) {
    // A time without a zone is no R4; whoever writes one means the clock on the wall.
    const at = Date.parse(WITH_ZONE.test(text) ? text : `${text}+07:00`);
    return Number.isNaN(at) ? undefined : { from: at, to: at, isInstant: true };
  }
  const [year = '', month, day] = text.split('-');
  const from = startOfLocalDay(`${year}-${month ?? '01'}-${day ?? '01'}`);
  if (Number.isNaN(from)) return undefined;
  return { from, to: endOf(Number(year), month, day, from), isInstant: false };
}

function endOf(year: number, month: string | undefined, day: string | undefined, from: number): number {
  if (day !== undefined) return from + DAY_MS - 1;
  const next = month === undefined ? Date.UTC(year + 1, 0) : Date.UTC(year, Number(month));
  return startOfLocalDay(new Date(next).toISOString().slice(0, 10)) - 1;
}

/** From the beginning of a Period to its end; without an end it goes on. Undefined when nothing tells its beginning. */
export function periodOf(period: unknown): Span | undefined {
  const start = spanOf(textAt(period, 'start'));
  const end = spanOf(textAt(period, 'end'));
  return start && { from: start.from, to: end?.to ?? Number.POSITIVE_INFINITY, isInstant: true };
}

/** True for an instant inside a period. */
export function isInside({ from, to, isInstant }: Span, period: Span): boolean {
  return isInstant && from >= period.from && to <= period.to;
}

/** True for what may have been on one of the days of a period. */
export function isOnDaysOf({ from, to }: Span, period: Span): boolean {
  const firstDay = startOfLocalDay(toLocalDay(period.from));
  const lastDay = Number.isFinite(period.to) ? startOfLocalDay(toLocalDay(period.to)) + DAY_MS : period.to;
  return to >= firstDay && from < lastDay;
}

/** Where resources tell when they were, the nearest to the care first. */
const MOMENTS: readonly (readonly string[])[] = [
  ['authoredOn'],
  ['effectiveDateTime'],
  ['effectiveInstant'],
  ['effectivePeriod', 'start'],
  ['performedDateTime'],
  ['performedPeriod', 'start'],
  ['occurrenceDateTime'],
  ['occurrencePeriod', 'start'],
  ['whenHandedOver'],
  ['whenPrepared'],
  ['servicedDate'],
  ['servicedPeriod', 'start'],
  ['billablePeriod', 'start'],
  ['enteredDate'],
  ['date'],
  ['recordedDate'],
  ['onsetDateTime'],
  ['issued'],
  ['created'],
];

/** When something was ordered, done or found. */
export function momentOf(resource: JsonNode): Span | undefined {
  for (const path of MOMENTS) {
    const span = spanOf(textAt(resource, ...path));
    if (span !== undefined) return span;
  }
  return undefined;
}

/** An instant in the minutes of the forms and in Việt Nam's own time; anything else as it is. */
export function toMinute(text: string): string {
  const span = spanOf(text);
  return span?.isInstant === true ? toLocalInstant(Math.floor(span.from / MINUTE_MS) * MINUTE_MS) : text;
}

/** The earliest of some dates. */
export function earliest(texts: readonly (string | undefined)[]): string | undefined {
  const known = texts.flatMap((text) => {
    const span = spanOf(text);
    return text === undefined || span === undefined ? [] : [{ text, from: span.from }];
  });
  return known.sort((left, right) => left.from - right.from)[0]?.text;
}
