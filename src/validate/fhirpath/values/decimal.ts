/** Exact decimal number: `units` / 10^`scale`. The scale is the number of digits after the point, as given. */
export interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

const FORM = /^([+-]?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]{1,4}))?$/;
/** Longer texts are no decimals: FHIR has 18 digits, FHIRPath 28 and 8. */
const MAX_LENGTH = 400;
const MAX_EXPONENT = 400;
/** Digits after the point that a division keeps at most. */
const QUOTIENT_SCALE = 16;

/** Reads `12`, `-1.50`, `2e-3`; undefined for any other text and for one that is too long to be a number of FHIR. */
export function parseDecimal(text: string): Decimal | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const match = FORM.exec(text);
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = '', exponentText = '0'] = match;
  const exponent = Number(exponentText);
  if (Math.abs(exponent) > MAX_EXPONENT) return undefined;
  const units = BigInt(whole + fraction) * (sign === '-' ? -1n : 1n);
  const scale = fraction.length - exponent;
  return scale >= 0 ? { units, scale } : { units: units * powerOfTen(-scale), scale: 0 };
}

/** The decimal that a JSON number shows; undefined for what is not finite. */
export function decimalOf(value: number): Decimal | undefined {
  return parseDecimal(String(value));
}

/** A whole number. */
export function wholeDecimal(value: number | bigint): Decimal {
  return { units: BigInt(value), scale: 0 };
}

/** Text with all digits: `1.50`, `-0.5`. */
export function printDecimal({ units, scale }: Decimal): string {
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0');
  const sign = units < 0n ? '-' : '';
  if (scale === 0) return sign + digits;
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** The nearest JavaScript number. */
export function toNumber(decimal: Decimal): number {
  return Number(printDecimal(decimal));
}

/** Order of two numbers: below 0, 0, above 0. */
export function compareDecimals(left: Decimal, right: Decimal): number {
  const scale = Math.max(left.scale, right.scale);
  const one = rescale(left, scale);
  const other = rescale(right, scale);
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** Sum, with the digits of the more precise one. */
export function add(left: Decimal, right: Decimal): Decimal {
  const scale = Math.max(left.scale, right.scale);
  return { units: rescale(left, scale) + rescale(right, scale), scale };
}

/** The same number with the other sign. */
export function negate({ units, scale }: Decimal): Decimal {
  return { units: -units, scale };
}

/** Exact product. */
export function multiply(left: Decimal, right: Decimal): Decimal {
  return { units: left.units * right.units, scale: left.scale + right.scale };
}

/** Quotient, rounded to 16 digits after the point, without zeros at the end. Undefined for a division by zero. */
export function divide(left: Decimal, right: Decimal): Decimal | undefined {
  if (right.units === 0n) return undefined;
  const scale = QUOTIENT_SCALE + right.scale;
  const quotient = roundedQuotient(rescale({ units: left.units, scale: 0 }, scale), right.units);
  return withoutTrailingZeros({ units: quotient, scale: QUOTIENT_SCALE + left.scale });
}

/** Whole quotient, cut towards zero. Undefined for a division by zero. */
export function divideWhole(left: Decimal, right: Decimal): bigint | undefined {
  const scale = Math.max(left.scale, right.scale);
  const divisor = rescale(right, scale);
  return divisor === 0n ? undefined : rescale(left, scale) / divisor;
}

/** Rest of the whole division, with the sign of the dividend. Undefined for a division by zero. */
export function remainder(left: Decimal, right: Decimal): Decimal | undefined {
  const scale = Math.max(left.scale, right.scale);
  const divisor = rescale(right, scale);
  return divisor === 0n ? undefined : { units: rescale(left, scale) % divisor, scale };
}

/** Rounds half away from zero to a number of digits after the point; digits that are missing become zeros. */
export function round(decimal: Decimal, scale: number): Decimal {
  if (scale >= decimal.scale) return { units: rescale(decimal, scale), scale };
  return { units: roundedQuotient(decimal.units, powerOfTen(decimal.scale - scale)), scale };
}

/** Cuts towards zero to a number of digits after the point. */
export function truncate(decimal: Decimal, scale = 0): Decimal {
  if (scale >= decimal.scale) return { units: rescale(decimal, scale), scale };
  return { units: decimal.units / powerOfTen(decimal.scale - scale), scale };
}

/** The whole part, cut towards minus infinity. */
export function floor(decimal: Decimal): bigint {
  const { units } = truncate(decimal);
  return decimal.units < 0n && units * powerOfTen(decimal.scale) !== decimal.units ? units - 1n : units;
}

/** The same number with as few digits as it needs. */
export function withoutTrailingZeros(decimal: Decimal): Decimal {
  let { units, scale } = decimal;
  while (scale > 0 && units % 10n === 0n) {
    units /= 10n;
    scale -= 1;
  }
  return { units, scale };
}

/** Ten to the power of a whole number that is not negative. */
export function powerOfTen(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}

function rescale({ units, scale }: Decimal, wanted: number): bigint {
  return wanted === scale ? units : units * powerOfTen(wanted - scale);
}

function roundedQuotient(dividend: bigint, divisor: bigint): bigint {
  const positive = dividend < 0n === divisor < 0n;
  const one = dividend < 0n ? -dividend : dividend;
  const other = divisor < 0n ? -divisor : divisor;
  const quotient = (one * 2n + other) / (other * 2n);
  return positive ? quotient : -quotient;
}
