import { FhirPathError } from '../fhirpath-error.ts';
import { matchAt } from '../sticky-match.ts';
import { type CharacterSet, categoryClass, characterSet, escapedClass, type SetPart } from './character-set.ts';
import type { PatternReader } from './parse-pattern.ts';
import type { PatternNode } from './pattern-node.ts';

const CONTROLS: Readonly<Record<string, number>> = { n: 0x0a, r: 0x0d, t: 0x09, f: 0x0c, v: 0x0b, '0': 0 };
const CODE_POINT = /\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|x\{([0-9A-Fa-f]{1,6})\})/y;
const CATEGORY = /\\([pP])(?:\{([A-Za-z]{1,2})\}|([A-Z]))/y;
const MAX_CODE_POINT = 0x10ffff;

/** Reads what begins with `\` outside of `[…]`. */
export function readEscape(reader: PatternReader): PatternNode {
  const letter = reader.source.charAt(reader.at + 1);
  if (letter === 'b' || letter === 'B') {
    reader.at += 2;
    return { kind: 'assertion', assertion: letter === 'b' ? 'boundary' : 'noBoundary' };
  }
  if (letter >= '1' && letter <= '9') throw new FhirPathError('A pattern has a back-reference');
  const part = readEscapedPart(reader);
  return { kind: 'set', set: 'has' in part ? part : characterSet([part], false, reader.foldsCase) };
}

/** Reads `[…]`. */
export function readSet(reader: PatternReader): CharacterSet {
  const { source } = reader;
  reader.at += 1;
  const isNegated = source.charAt(reader.at) === '^';
  if (isNegated) reader.at += 1;
  const parts: SetPart[] = [];
  while (source.charAt(reader.at) !== ']' || parts.length === 0) {
    if (reader.at >= source.length || source.startsWith('&&', reader.at)) throw new FhirPathError('Not a pattern');
    parts.push(readRange(reader));
  }
  reader.at += 1;
  return characterSet(parts, isNegated, reader.foldsCase);
}

function readRange(reader: PatternReader): SetPart {
  const { source } = reader;
  const first = readPart(reader);
  const isRange = source.charAt(reader.at) === '-' && source.charAt(reader.at + 1) !== ']';
  if ('has' in first || !isRange) return first;
  reader.at += 1;
  const last = readPart(reader);
  if ('has' in last || last.to < first.from) throw new FhirPathError('Not a pattern');
  return { from: first.from, to: last.to };
}

function readPart(reader: PatternReader): SetPart {
  const { source, at } = reader;
  if (source.charAt(at) === '\\') return readEscapedPart(reader);
  const code = source.codePointAt(at);
  if (code === undefined) throw new FhirPathError('Not a pattern');
  reader.at += String.fromCodePoint(code).length;
  return { from: code, to: code };
}

function readEscapedPart(reader: PatternReader): SetPart {
  const { source, at } = reader;
  const coded = matchAt(CODE_POINT, source, at);
  if (coded !== null) {
    reader.at += coded[0].length;
    return single(Number.parseInt(coded[1] ?? coded[2] ?? coded[3] ?? '', 16));
  }
  const category = matchAt(CATEGORY, source, at);
  const named = category && categoryClass(category[2] ?? category[3] ?? '', category[1] === 'P');
  if (category !== null && named) {
    reader.at += category[0].length;
    return named;
  }
  const letter = source.charAt(at + 1);
  reader.at += 2;
  const set = escapedClass(letter);
  if (set !== undefined) return set;
  const control = CONTROLS[letter];
  if (control !== undefined) return single(control);
  if (letter === '' || /[A-Za-z]/.test(letter)) throw new FhirPathError('A pattern has an unknown escape');
  return single(letter.charCodeAt(0));
}

function single(code: number): SetPart {
  if (code > MAX_CODE_POINT) throw new FhirPathError('Not a pattern');
  return { from: code, to: code };
}
