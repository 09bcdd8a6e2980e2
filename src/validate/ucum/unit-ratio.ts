import { parseUnit, ratioBetween } from './parse-unit.ts';

/**
 * How many of the UCUM unit `to` one `from` is. Undefined when they do not measure the same, when one is on a scale of
 * its own (`Cel` and `K`), and for what is no code.
 */
export function unitRatio(from: string, to: string): number | undefined {
  const one = parseUnit(from);
  const other = parseUnit(to);
  const ratio = one && other && ratioBetween(one, other);
  return ratio && Number(ratio.numerator) / Number(ratio.denominator);
}
