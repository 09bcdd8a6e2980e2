import { parseUnit, type Unit } from '../../ucum/parse-unit.ts';
import { calendarUnit, type Quantity } from './quantity.ts';

/** Calendar words of certain length, and their codes of UCUM; `a` and `mo` are averages, which a year and a month are not. */
const DURATIONS = [
  ['week', 'wk'],
  ['day', 'd'],
  ['hour', 'h'],
  ['minute', 'min'],
  ['second', 's'],
  ['millisecond', 'ms'],
] as const;
const CODES: ReadonlyMap<string, string> = new Map(DURATIONS);
const WORDS: ReadonlyMap<string, string> = new Map(DURATIONS.map(([word, code]) => [code, word]));

/** The unit of a quantity. Undefined for a calendar year or month, and for units outside UCUM. */
export function unitOf({ unit, system }: Quantity): Unit | undefined {
  const code = system === 'calendar' ? CODES.get(unit) : unit;
  return code === undefined || system === 'other' ? undefined : parseUnit(code);
}

/** The calendar word of a unit that is a duration, `days` or `d`: `day`. Undefined for others, `a` and `mo` among them. */
export function durationWord({ unit, system }: Quantity): string | undefined {
  return calendarUnit(unit) ?? (system === 'ucum' ? WORDS.get(unit) : undefined);
}
