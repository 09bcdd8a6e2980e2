import { divideRatios, multiplyRatios, ONE, parseRatio, type Ratio, ratioPower } from './ratio.ts';
import { readCode } from './read-code.ts';
import type { UnitAtom, UnitSymbol } from './unit-table.ts';

/** Exponents by code of a unit; none is zero. */
export type Exponents = ReadonlyMap<string, number>;

/** What one of a unit is. */
export interface Unit {
  /** How many it is of the units that measure nothing else; for a special unit, of that unit. */
  readonly factor: Ratio;
  /** The units that measure nothing else: `g` 1, `m` -3 for `mg/dL`. */
  readonly dimension: Exponents;
  /** The special units in it, whose factor counts on a scale of their own: `Cel`, `[pH]`. */
  readonly special: Exponents;
}

const NONE: Exponents = new Map();
const DIMENSIONLESS: Unit = { factor: ONE, dimension: NONE, special: NONE };

/** Higher powers, and factors of more digits, have no meaning: their calculation only takes time. */
const MAX_EXPONENT = 30;
const MAX_FACTOR = 10n ** 150n;

const UNITS_OF_ATOMS = new Map<string, Unit>();

/**
 * What a code of UCUM means, exactly: `mg/dL`, `10*9/L`, `m2`, `{cells}`. Undefined for what is no code (see
 * `isUnit()`), for exponents above 30, for
 * factors of more than 150 digits, and for a number 0 in it.
 * @source https://ucum.org/ucum#section-Semantics
 */
export function parseUnit(code: string): Unit | undefined {
  let unit: Unit | undefined = DIMENSIONLESS;
  const isCode = readCode(code, {
    unit: (symbol, exponent) => {
      unit = unit && (Math.abs(exponent) > MAX_EXPONENT ? undefined : timesUnit(unit, unitOf(symbol), exponent));
    },
    number: (digits, exponent) => {
      unit = unit && timesUnit(unit, { ...DIMENSIONLESS, factor: parseRatio(digits) }, exponent);
    },
  });
  return isCode ? unit : undefined;
}

function unitOf({ prefix, atom }: UnitSymbol): Unit {
  let unit = UNITS_OF_ATOMS.get(atom.code);
  if (unit === undefined) {
    unit = unitOfAtom(atom);
    UNITS_OF_ATOMS.set(atom.code, unit);
  }
  return prefix === ONE ? unit : { ...unit, factor: multiplyRatios(unit.factor, prefix) };
}

function unitOfAtom({ code, kind, number, of }: UnitAtom): Unit {
  const own: Exponents = new Map([[code, 1]]);
  if (kind === 'own') return { ...DIMENSIONLESS, dimension: own };
  const { factor, dimension, special } = parseUnit(of) ?? DIMENSIONLESS;
  if (kind === 'special') return { factor: ONE, dimension, special: own };
  return { factor: multiplyRatios(parseRatio(number), factor), dimension, special };
}

function timesUnit(left: Unit, right: Unit, exponent: number): Unit | undefined {
  if (right.factor.numerator === 0n) return undefined;
  const factor = multiplyRatios(left.factor, ratioPower(right.factor, exponent));
  if (factor.numerator > MAX_FACTOR || factor.denominator > MAX_FACTOR) return undefined;
  return {
    factor,
    dimension: addExponents(left.dimension, right.dimension, exponent),
    special: addExponents(left.special, right.special, exponent),
  };
}

function addExponents(left: Exponents, right: Exponents, times: number): Exponents {
  if (right.size === 0) return left;
  const sums = new Map(left);
  for (const [code, exponent] of right) {
    const sum = (sums.get(code) ?? 0) + exponent * times;
    if (sum === 0) sums.delete(code);
    else sums.set(code, sum);
  }
  return sums;
}

/** Whether two units measure the same kind of thing, if need be on different scales. */
export function areCommensurable(left: Unit, right: Unit): boolean {
  return haveSameExponents(left.dimension, right.dimension);
}

/**
 * How many of the unit `to` one `from` is, exactly. Undefined when they measure different things, and between scales:
 * no number of times a `K` is a `Cel`.
 */
export function ratioBetween(from: Unit, to: Unit): Ratio | undefined {
  if (!areCommensurable(from, to) || !haveSameExponents(from.special, to.special)) return undefined;
  return divideRatios(from.factor, to.factor);
}

function haveSameExponents(left: Exponents, right: Exponents): boolean {
  return left.size === right.size && [...left].every(([code, exponent]) => right.get(code) === exponent);
}
