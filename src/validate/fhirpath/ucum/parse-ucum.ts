import { multiplyRatios, ONE, parseRatio, type Ratio, ratioPower } from './ratio.ts';
import { UCUM_ATOMS, UCUM_PREFIXES } from './ucum-atoms.ts';

/** What one of a unit is in units that measure nothing else. */
export interface UcumUnit {
  readonly factor: Ratio;
  /** Exponents by unit; none is zero. */
  readonly dimensions: ReadonlyMap<string, number>;
}

const MAX_LENGTH = 120;
const MAX_PARENTHESES = 8;
const MAX_EXPONENT = 30;
/** A code of UCUM is at most this many definitions away from the units that measure nothing else. */
const MAX_DEFINITIONS = 12;

const DIMENSIONLESS: UcumUnit = { factor: ONE, dimensions: new Map() };

/**
 * Reads a UCUM code: `mg/dL`, `10*9/L`, `m2`, `{cells}`. Undefined for what is no code of UCUM, or names a unit that is
 * not in the table, and for codes that are too long to be meant.
 * @source https://ucum.org/ucum
 */
export function parseUcum(code: string): UcumUnit | undefined {
  return parseTerm(code, 0);
}

function parseTerm(code: string, definitions: number): UcumUnit | undefined {
  if (code.length > MAX_LENGTH || code === '' || definitions > MAX_DEFINITIONS) return undefined;
  const reader: Reader = { code, at: 0, depth: 0, definitions };
  const unit = readProduct(reader);
  return reader.at === code.length ? unit : undefined;
}

interface Reader {
  readonly code: string;
  at: number;
  depth: number;
  readonly definitions: number;
}

function readProduct(reader: Reader): UcumUnit | undefined {
  let unit: UcumUnit | undefined = DIMENSIONLESS;
  let sign: 1 | -1 = 1;
  if (reader.code.charAt(reader.at) === '/') {
    sign = -1;
    reader.at += 1;
  }
  for (;;) {
    const part = readPart(reader);
    if (unit === undefined || part === undefined) return undefined;
    unit = timesUnit(unit, part, sign);
    const operator = reader.code.charAt(reader.at);
    if (operator !== '.' && operator !== '/') return unit;
    sign = operator === '/' ? -1 : 1;
    reader.at += 1;
  }
}

function readPart(reader: Reader): UcumUnit | undefined {
  if (reader.code.charAt(reader.at) !== '(') return readComponent(reader);
  if (reader.depth === MAX_PARENTHESES) return undefined;
  reader.depth += 1;
  reader.at += 1;
  const unit = readProduct(reader);
  reader.depth -= 1;
  if (reader.code.charAt(reader.at) !== ')') return undefined;
  reader.at += 1;
  return unit;
}

/** One unit with its exponent; `{…}` says of what and counts for nothing. */
function readComponent(reader: Reader): UcumUnit | undefined {
  const { code } = reader;
  let text = '';
  let hasAnnotation = false;
  while (reader.at < code.length && !'./()'.includes(code.charAt(reader.at))) {
    const closing = { '[': ']', '{': '}' }[code.charAt(reader.at)];
    const end = closing === undefined ? reader.at + 1 : code.indexOf(closing, reader.at) + 1;
    if (end === 0) return undefined;
    if (closing === '}') hasAnnotation = true;
    else text += code.slice(reader.at, end);
    reader.at = end;
  }
  if (text === '') return hasAnnotation ? DIMENSIONLESS : undefined;
  return unitOfSymbol(text, reader.definitions);
}

function unitOfSymbol(text: string, definitions: number): UcumUnit | undefined {
  const exponentAt = exponentStart(text);
  const symbol = text.slice(0, exponentAt);
  const digits = text.slice(exponentAt);
  if (symbol === '') return /^[0-9]+$/.test(digits) ? { ...DIMENSIONLESS, factor: parseRatio(digits) } : undefined;
  const exponent = digits === '' ? 1 : Number(digits);
  const unit = unitOfAtom(symbol, definitions);
  if (unit === undefined || Math.abs(exponent) > MAX_EXPONENT) return undefined;
  return timesUnit(DIMENSIONLESS, unit, exponent);
}

function exponentStart(text: string): number {
  let at = text.length;
  while (at > 0 && /[0-9]/.test(text.charAt(at - 1))) at -= 1;
  const hasDigits = at < text.length;
  return hasDigits && at > 1 && /[+-]/.test(text.charAt(at - 1)) ? at - 1 : at;
}

function unitOfAtom(symbol: string, definitions: number): UcumUnit | undefined {
  const atom = UCUM_ATOMS.get(symbol);
  if (atom !== undefined) return definedUnit(symbol, atom.value, atom.unit, definitions);
  for (const length of [1, 2]) {
    const power = UCUM_PREFIXES[symbol.slice(0, length)];
    const rest = UCUM_ATOMS.get(symbol.slice(length));
    if (power === undefined || rest?.isMetric !== true) continue;
    const unit = definedUnit(symbol.slice(length), rest.value, rest.unit, definitions);
    const prefix = ratioPower({ numerator: 10n, denominator: 1n }, power);
    return unit && { ...unit, factor: multiplyRatios(unit.factor, prefix) };
  }
  return undefined;
}

function definedUnit(symbol: string, value: string, term: string, definitions: number): UcumUnit | undefined {
  if (term === '') return { factor: ONE, dimensions: new Map([[symbol, 1]]) };
  const unit = parseTerm(term, definitions + 1);
  return unit && { ...unit, factor: multiplyRatios(unit.factor, parseRatio(value)) };
}

function timesUnit(left: UcumUnit, right: UcumUnit, exponent: number): UcumUnit {
  const dimensions = new Map(left.dimensions);
  for (const [name, power] of right.dimensions) {
    const sum = (dimensions.get(name) ?? 0) + power * exponent;
    if (sum === 0) dimensions.delete(name);
    else dimensions.set(name, sum);
  }
  return { factor: multiplyRatios(left.factor, ratioPower(right.factor, exponent)), dimensions };
}

/** Whether two units measure the same kind of thing. */
export function areCommensurable(left: UcumUnit, right: UcumUnit): boolean {
  if (left.dimensions.size !== right.dimensions.size) return false;
  for (const [name, power] of left.dimensions) {
    if (right.dimensions.get(name) !== power) return false;
  }
  return true;
}
