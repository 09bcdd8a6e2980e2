import { areCommensurable, parseUcum } from './parse-ucum.ts';

/** How many of the UCUM unit `to` one `from` is; undefined when they do not measure the same, or are not known. */
export function unitRatio(from: string, to: string): number | undefined {
  const one = parseUcum(from);
  const other = parseUcum(to);
  if (one === undefined || other === undefined || !areCommensurable(one, other)) return undefined;
  const numerator = one.factor.numerator * other.factor.denominator;
  return Number(numerator) / Number(one.factor.denominator * other.factor.numerator);
}
