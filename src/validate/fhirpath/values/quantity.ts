import { UCUM_SYSTEM } from '../../ucum/is-unit.ts';
import { type Decimal, decimalOf, parseDecimal, printDecimal } from './decimal.ts';

/**
 * A number with its unit. `ucum`: a UCUM code; `calendar`: a word of FHIRPath in the singular, `year` … `millisecond`;
 * `other`: any other unit, known only by its name.
 */
export interface Quantity {
  readonly value: Decimal;
  readonly unit: string;
  readonly system: 'ucum' | 'calendar' | 'other';
}

const CALENDAR_WORDS: ReadonlyMap<string, string> = new Map(
  ['year', 'month', 'week', 'day', 'hour', 'minute', 'second', 'millisecond'].flatMap((word) => [
    [word, word],
    [`${word}s`, word],
  ]),
);

const TEXT_FORM = /^([+-]?[0-9]+(?:\.[0-9]+)?)(?:\s+(?:'([^']*)'|([a-z]+)))?$/;
/** Longer texts are no quantities. */
const MAX_LENGTH = 400;

/** The singular of a calendar word: `days` is `day`. Undefined for any other word. */
export function calendarUnit(word: string): string | undefined {
  return CALENDAR_WORDS.get(word);
}

/** A number without unit is a number of ones. */
export function plainQuantity(value: Decimal): Quantity {
  return { value, unit: '1', system: 'ucum' };
}

/**
 * The quantity that a text is: `4`, `4 days`, `4 'mg'`. Undefined for another text.
 * @source http://hl7.org/fhirpath/N1/#toquantityunit-string-quantity
 */
export function parseQuantity(text: string): Quantity | undefined {
  const match = text.length > MAX_LENGTH ? null : TEXT_FORM.exec(text.trim());
  const value = match === null ? undefined : parseDecimal(match[1] ?? '');
  if (match === null || value === undefined) return undefined;
  const [, , code, word] = match;
  if (word !== undefined) {
    const unit = calendarUnit(word);
    return unit === undefined ? undefined : { value, unit, system: 'calendar' };
  }
  return { value, unit: code ?? '1', system: 'ucum' };
}

/** A Quantity of FHIR (or Age, Duration, …) from its JSON. Undefined without a number. */
export function quantityOfJson(json: unknown): Quantity | undefined {
  if (typeof json !== 'object' || json === null) return undefined;
  const { value, system, code, unit } = json as Readonly<Record<string, unknown>>;
  const decimal = typeof value === 'number' ? decimalOf(value) : undefined;
  if (decimal === undefined) return undefined;
  if (system === UCUM_SYSTEM) return { value: decimal, unit: typeof code === 'string' ? code : '1', system: 'ucum' };
  const name = typeof code === 'string' ? code : unit;
  return { value: decimal, unit: typeof name === 'string' ? name : '', system: 'other' };
}

/** The text that `toQuantity()` reads: `4 'mg'`, `4 days`. */
export function printQuantity({ value, unit, system }: Quantity): string {
  const number = printDecimal(value);
  if (system === 'calendar') return `${number} ${isOne(value) ? unit : `${unit}s`}`;
  return `${number} '${unit}'`;
}

function isOne({ units, scale }: Decimal): boolean {
  return scale === 0 && units === 1n;
}
