import { parseUnit, type Unit } from '../../ucum/parse-unit.ts';
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
export function unitOf({ unit, system }: Quantity): Unit | undefined {
  const code = system === 'calendar' ? UCUM_OF_CALENDAR[unit] : unit;
  return code === undefined || system === 'other' ? undefined : parseUnit(code);
}
