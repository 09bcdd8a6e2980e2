/**
 * What becomes of a JSON number read as an IEEE 754 double and written again: `exact`, the same text; `form`, the same
 * value in another form (`1.10` becomes 1.1, and in FHIR the precision of a decimal means something); `value`, another
 * value.
 * @source https://hl7.org/fhir/R4/json.html#decimal
 */
export type NumberFate = 'exact' | 'form' | 'value';

/** A double keeps 15 decimal digits, wherever the point stands. */
const SAFE_LENGTH = 15;

/** @param literal a number as JSON writes it. */
export function fateOfNumber(literal: string): NumberFate {
  const value = Number(literal);
  const written = String(value);
  if (written === literal) return 'exact';
  if (literal.length <= SAFE_LENGTH && !/e/i.test(literal)) return 'form';
  return Number.isFinite(value) && canonicalDecimal(written) === canonicalDecimal(literal) ? 'form' : 'value';
}

/** Sign, digits without zeros at either end, and power of ten: equal for equal values. */
function canonicalDecimal(literal: string): string {
  const negative = literal.startsWith('-');
  const [mantissa = '', exponent = '0'] = literal
    .slice(negative ? 1 : 0)
    .toLowerCase()
    .split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const digits = whole + fraction;
  let start = 0;
  while (digits[start] === '0') start += 1;
  if (start === digits.length) return '0';
  let end = digits.length;
  while (digits[end - 1] === '0') end -= 1;
  const power = Number(exponent) - fraction.length + (digits.length - end);
  return `${negative ? '-' : ''}${digits.slice(start, end)}e${power}`;
}
