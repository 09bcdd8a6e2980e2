import { METRIC_UNITS, OTHER_UNITS, PREFIXES } from './unit-names.ts';

/** Characters of a code; the longest of practice have about 40. */
const MAX_LENGTH = 256;
const MAX_NESTING = 16;
const MAX_EXPONENT_DIGITS = 3;
const DIGITS = /^[0-9]+$/;

/** Where the reader stands in a code. */
interface Reader {
  readonly code: string;
  at: number;
  nesting: number;
}

/**
 * Whether a text is a code of UCUM (case-sensitive variant): of its grammar, with units and prefixes that it has. Takes
 * time linear in the length; what is longer than 256 characters is none.
 * @source https://ucum.org/ucum#section-Syntax-Rules
 */
export function isUnit(code: string): boolean {
  if (code.length > MAX_LENGTH) return false;
  const reader: Reader = { code, at: 0, nesting: 0 };
  return readTerm(reader) && reader.at === code.length;
}

/** `mg/dL`, `/min`, `kg.m/s2`. */
function readTerm(reader: Reader): boolean {
  take(reader, '/');
  do {
    if (!readComponent(reader)) return false;
  } while (take(reader, '/') || take(reader, '.'));
  return true;
}

function readComponent(reader: Reader): boolean {
  if (isAtAnnotation(reader)) return readAnnotation(reader);
  const isRead = take(reader, '(') ? readGroup(reader) : readUnit(reader);
  return isRead && (!isAtAnnotation(reader) || readAnnotation(reader));
}

function isAtAnnotation({ code, at }: Reader): boolean {
  return code[at] === '{';
}

function readGroup(reader: Reader): boolean {
  reader.nesting += 1;
  const isRead = reader.nesting <= MAX_NESTING && readTerm(reader) && take(reader, ')');
  reader.nesting -= 1;
  return isRead;
}

/** `{score}`: printable ASCII without braces. */
function readAnnotation(reader: Reader): boolean {
  for (reader.at += 1; reader.at < reader.code.length; reader.at += 1) {
    const character = reader.code[reader.at] as string;
    if (character === '{' || !isPrintable(character)) return false;
    if (take(reader, '}')) return true;
  }
  return false;
}

/** A number, or a unit with its exponent: `100`, `m2`, `s-1`, `10*3`. */
function readUnit(reader: Reader): boolean {
  const symbol = readSymbol(reader);
  if (symbol === undefined) return false;
  if (DIGITS.test(symbol) || isUnitName(symbol)) return true;
  const digits = trailingDigits(symbol);
  if (digits === 0 || digits > MAX_EXPONENT_DIGITS) return false;
  const name = symbol.slice(0, symbol.length - digits);
  return isUnitName(name.endsWith('-') || name.endsWith('+') ? name.slice(0, -1) : name);
}

function trailingDigits(text: string): number {
  let count = 0;
  while (count < text.length && isDigit(text[text.length - 1 - count] as string)) count += 1;
  return count;
}

function isDigit(character: string): boolean {
  return character >= '0' && character <= '9';
}

/** Everything up to an operator, parenthesis or brace; in square brackets these are part of a name. */
function readSymbol(reader: Reader): string | undefined {
  const { code, at: start } = reader;
  let isBracketed = false;
  for (; reader.at < code.length; reader.at += 1) {
    const character = code[reader.at] as string;
    if (!isBracketed && './(){}'.includes(character)) break;
    if (character === ' ' || !isPrintable(character)) return undefined;
    if (character === '[') isBracketed = true;
    if (character === ']') isBracketed = false;
  }
  return reader.at === start || isBracketed ? undefined : code.slice(start, reader.at);
}

function isUnitName(name: string): boolean {
  if (METRIC_UNITS.has(name) || OTHER_UNITS.has(name)) return true;
  return [1, 2].some((length) => PREFIXES.has(name.slice(0, length)) && METRIC_UNITS.has(name.slice(length)));
}

function isPrintable(character: string): boolean {
  return character >= ' ' && character <= '~';
}

function take(reader: Reader, character: string): boolean {
  if (reader.code[reader.at] !== character) return false;
  reader.at += 1;
  return true;
}
