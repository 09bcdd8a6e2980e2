import { parseUcum, type UcumUnit } from '../ucum/parse-ucum.ts';
import type { Quantity } from './quantity.ts';

/** Calendar words of certain length, as UCUM writes them. */
const UCUM_OF_CALENDAR: Readonly<Record<string, string>> = {
  week: 'wk',
  day: 'd',
  hour: 'h',
  minute: 'min',
  second: 's',
  millisecond: 'ms',
};

/** The unit of a quantity. Undefined for a calendar year or month, and for units outside UCUM. */
export function ucumOf({ unit, system }: Quantity): UcumUnit | undefined {
  const code = system === 'calendar' ? UCUM_OF_CALENDAR[unit] : unit;
  return code === undefined || system === 'other' ? undefined : parseUcum(code);
}
