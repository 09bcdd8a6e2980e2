import { FhirPathError } from '../fhirpath-error.ts';
import { matchAt } from '../sticky-match.ts';
import { ANY, characterSet } from './character-set.ts';
import { readEscape, readSet } from './parse-set.ts';
import type { PatternNode } from './pattern-node.ts';

const MAX_LENGTH = 5000;
const MAX_DEPTH = 50;
const MAX_REPEAT = 1000;

/** Where the reader stands in a pattern. */
export interface PatternReader {
  readonly source: string;
  at: number;
  groups: number;
  foldsCase: boolean;
}

/** A pattern, and how many groups of it capture. */
export interface ParsedPattern {
  readonly node: PatternNode;
  readonly groups: number;
}

/**
 * Reads a regular expression as FHIR's invariants and Java write them: sets, groups, alternatives, repetitions, `^`, `$`,
 * `\b`, look-ahead, `(?i)`. Throws FhirPathError for what cannot be decided in linear time (back-references,
 * look-behind), for what is not known, and for a pattern that is too long or too deep.
 */
export function parsePattern(source: string): ParsedPattern {
  if (source.length > MAX_LENGTH) throw new FhirPathError('A pattern is too long');
  const reader: PatternReader = { source, at: 0, groups: 0, foldsCase: false };
  const node = readChoice(reader, 0);
  if (reader.at < source.length) throw faulty();
  return { node, groups: reader.groups };
}

function readChoice(reader: PatternReader, depth: number): PatternNode {
  if (depth > MAX_DEPTH) throw new FhirPathError('A pattern is too deep');
  const options = [readSequence(reader, depth)];
  while (reader.source.charAt(reader.at) === '|') {
    reader.at += 1;
    options.push(readSequence(reader, depth));
  }
  return options.length === 1 ? (options[0] as PatternNode) : { kind: 'choice', options };
}

function readSequence(reader: PatternReader, depth: number): PatternNode {
  const items: PatternNode[] = [];
  while (reader.at < reader.source.length && !'|)'.includes(reader.source.charAt(reader.at))) {
    const item = readAtom(reader, depth);
    if (item !== undefined) items.push(readRepeats(reader, item));
  }
  return { kind: 'sequence', items };
}

function readAtom(reader: PatternReader, depth: number): PatternNode | undefined {
  const { source, at } = reader;
  const character = String.fromCodePoint(source.codePointAt(at) ?? 0);
  switch (character) {
    case '(':
      return readGroup(reader, depth);
    case '[':
      return { kind: 'set', set: readSet(reader) };
    case '\\':
      return readEscape(reader);
    case '*':
    case '+':
    case '?':
      throw faulty();
    default:
      reader.at += character.length;
      return plainAtom(character, reader.foldsCase);
  }
}

function plainAtom(character: string, foldsCase: boolean): PatternNode {
  if (character === '.') return { kind: 'set', set: ANY };
  if (character === '^') return { kind: 'assertion', assertion: 'start' };
  if (character === '$') return { kind: 'assertion', assertion: 'end' };
  const code = character.codePointAt(0) ?? 0;
  return { kind: 'set', set: characterSet([{ from: code, to: code }], false, foldsCase) };
}

const FLAGS = /\(\?([is]+)\)/y;

function readGroup(reader: PatternReader, depth: number): PatternNode | undefined {
  const flags = matchAt(FLAGS, reader.source, reader.at);
  if (flags !== null) {
    reader.at += flags[0].length;
    if (flags[1]?.includes('i') === true) reader.foldsCase = true;
    return undefined;
  }
  const opening = ['(?:', '(?=', '(?!', '(?'].find((text) => reader.source.startsWith(text, reader.at)) ?? '(';
  if (opening === '(?') throw new FhirPathError('A pattern has a kind of group that is not supported');
  reader.at += opening.length;
  if (opening === '(') reader.groups += 1;
  const index = reader.groups;
  const item = readChoice(reader, depth + 1);
  if (reader.source.charAt(reader.at) !== ')') throw faulty();
  reader.at += 1;
  if (opening === '(') return { kind: 'group', item, index };
  return opening === '(?:' ? item : { kind: 'ahead', item, isNegated: opening === '(?!' };
}

const REPEAT = /(?:([*+?])|\{([0-9]{1,4})(?:(,)([0-9]{0,4}))?\})([?+]?)/y;

function readRepeats(reader: PatternReader, atom: PatternNode): PatternNode {
  const match = matchAt(REPEAT, reader.source, reader.at);
  if (match === null) return atom;
  const [text, symbol, least, comma, most, manner] = match;
  if (manner === '+') throw new FhirPathError('A pattern has a kind of repetition that is not supported');
  reader.at += text.length;
  const min = symbol === undefined ? Number(least) : Number(symbol === '+');
  const max = symbol === undefined ? countedMost(min, comma, most) : symbolMost(symbol);
  if (min > MAX_REPEAT || (max !== undefined && (max > MAX_REPEAT || max < min))) throw faulty();
  return { kind: 'repeat', item: atom, min, max, isLazy: manner === '?' };
}

function symbolMost(symbol: string): number | undefined {
  return symbol === '?' ? 1 : undefined;
}

function countedMost(min: number, comma: string | undefined, most: string | undefined): number | undefined {
  if (comma === undefined) return min;
  return most === '' || most === undefined ? undefined : Number(most);
}

function faulty(): FhirPathError {
  return new FhirPathError('Not a pattern');
}
