import { CUSTOMARY_UNITS } from './customary-units.ts';
import { METRIC_UNITS } from './metric-units.ts';
import { OTHER_UNITS } from './other-units.ts';
import {
  ARBITRARY_METRIC_UNITS,
  ARBITRARY_UNITS,
  BASE_UNITS,
  SPECIAL_METRIC_UNITS,
  SPECIAL_UNITS,
} from './own-units.ts';
import { PREFIXES } from './prefixes.ts';
import { ONE, type Ratio } from './ratio.ts';

/** A unit without prefix. */
export interface UnitAtom {
  readonly code: string;
  /** Whether prefixes may stand before it. */
  readonly isMetric: boolean;
  /** `own`: it measures what nothing else does. `ratio`: a number of others. `special`: like others, on its own scale. */
  readonly kind: 'own' | 'ratio' | 'special';
  /** How many of `of` a ratio is. */
  readonly number: string;
  /** The code that it is a number of, or that measures the same kind of thing. Empty for its own kind. */
  readonly of: string;
}

/** A unit as it stands in a code: `mg` is a thousandth of `g`. */
export interface UnitSymbol {
  readonly prefix: Ratio;
  readonly atom: UnitAtom;
}

/**
 * Every unit of UCUM 2.2, case-sensitive variant, with each prefix that it can have.
 * @source https://ucum.org/ucum#section-Tables-of-Terminal-Symbols
 */
export const UNIT_SYMBOLS: ReadonlyMap<string, UnitSymbol> = new Map(
  [
    ...ownAtoms(BASE_UNITS, true),
    ...ownAtoms(ARBITRARY_METRIC_UNITS, true),
    ...ownAtoms(ARBITRARY_UNITS, false),
    ...specialAtoms(SPECIAL_METRIC_UNITS, true),
    ...specialAtoms(SPECIAL_UNITS, false),
    ...ratioAtoms(METRIC_UNITS, true),
    ...ratioAtoms(OTHER_UNITS, false),
    ...ratioAtoms(CUSTOMARY_UNITS, false),
  ].flatMap(symbolsOf),
);

function ownAtoms(codes: string, isMetric: boolean): UnitAtom[] {
  return codes.split(' ').map((code) => ({ code, isMetric, kind: 'own', number: '1', of: '' }));
}

function specialAtoms(lines: string, isMetric: boolean): UnitAtom[] {
  return rowsOf(lines).map(([code = '', of = '']) => ({ code, isMetric, kind: 'special', number: '1', of }));
}

function ratioAtoms(lines: string, isMetric: boolean): UnitAtom[] {
  return rowsOf(lines).map(([code = '', number = '', of = '']) => ({ code, isMetric, kind: 'ratio', number, of }));
}

function rowsOf(lines: string): string[][] {
  return lines
    .trim()
    .split('\n')
    .map((line) => line.split(' '));
}

function symbolsOf(atom: UnitAtom): [string, UnitSymbol][] {
  const plain: [string, UnitSymbol] = [atom.code, { prefix: ONE, atom }];
  if (!atom.isMetric) return [plain];
  return [plain, ...[...PREFIXES].map(([text, prefix]): [string, UnitSymbol] => [text + atom.code, { prefix, atom }])];
}
