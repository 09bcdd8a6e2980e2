import { UNIT_SYMBOLS, type UnitSymbol } from './unit-table.ts';

/** What a code is made of, told from left to right. What stands under a `/` has an exponent below zero. */
export interface CodeParts {
  unit(symbol: UnitSymbol, exponent: number): void;
  number(digits: string, exponent: 1 | -1): void;
}

type Sign = 1 | -1;

/** Characters of a code; the longest of practice have about 40. */
const MAX_LENGTH = 256;
const MAX_NESTING = 16;
const MAX_EXPONENT_DIGITS = 3;

const SPACE = 0x20;
const OPENING = 0x28;
const CLOSING = 0x29;
const PLUS = 0x2b;
const MINUS = 0x2d;
const DOT = 0x2e;
const SLASH = 0x2f;
const ZERO = 0x30;
const NINE = 0x39;
const BRACKET = 0x5b;
const BRACKET_END = 0x5d;
const BRACE = 0x7b;
const BRACE_END = 0x7d;
const TILDE = 0x7e;

/** Where the reader stands in a code. */
interface Reader {
  readonly code: string;
  readonly parts: CodeParts | undefined;
  at: number;
  nesting: number;
}

/**
 * Reads a code of UCUM (case-sensitive variant): of its grammar, with units and prefixes that it has; true for one. For
 * any other text false, whatever `parts` have been told before. Takes time linear in the length; what is longer than 256
 * characters, or has parentheses deeper than 16 levels, is none.
 * @source https://ucum.org/ucum#section-Syntax-Rules
 */
export function readCode(code: string, parts?: CodeParts): boolean {
  if (code.length > MAX_LENGTH) return false;
  const reader: Reader = { code, parts, at: 0, nesting: 0 };
  return readTerm(reader, 1) && reader.at === code.length;
}

/** `mg/dL`, `/min`, `kg.m/s2`. */
function readTerm(reader: Reader, sign: Sign): boolean {
  const other: Sign = sign === 1 ? -1 : 1;
  let current = take(reader, SLASH) ? other : sign;
  while (readComponent(reader, current)) {
    if (take(reader, SLASH)) current = other;
    else if (take(reader, DOT)) current = sign;
    else return true;
  }
  return false;
}

function readComponent(reader: Reader, sign: Sign): boolean {
  if (isAtAnnotation(reader)) return readAnnotation(reader);
  const isRead = take(reader, OPENING) ? readGroup(reader, sign) : readUnit(reader, sign);
  return isRead && (!isAtAnnotation(reader) || readAnnotation(reader));
}

function readGroup(reader: Reader, sign: Sign): boolean {
  reader.nesting += 1;
  const isRead = reader.nesting <= MAX_NESTING && readTerm(reader, sign) && take(reader, CLOSING);
  reader.nesting -= 1;
  return isRead;
}

function isAtAnnotation({ code, at }: Reader): boolean {
  return code.charCodeAt(at) === BRACE;
}

/** `{score}`: printable ASCII without braces. It says of what, and changes nothing. */
function readAnnotation(reader: Reader): boolean {
  for (reader.at += 1; reader.at < reader.code.length; reader.at += 1) {
    const character = reader.code.charCodeAt(reader.at);
    if (character === BRACE || character < SPACE || character > TILDE) return false;
    if (take(reader, BRACE_END)) return true;
  }
  return false;
}

/** A number, or a unit with its exponent: `100`, `m2`, `s-1`, `10*3`. */
function readUnit(reader: Reader, sign: Sign): boolean {
  const { code, at: start, parts } = reader;
  const end = endOfSymbol(code, start);
  if (end === undefined) return false;
  reader.at = end;
  const digitsAt = startOfDigits(code, start, end);
  if (digitsAt === start) {
    parts?.number(code.slice(start, end), sign);
    return true;
  }
  if (end - digitsAt > MAX_EXPONENT_DIGITS) return false;
  const symbol = UNIT_SYMBOLS.get(code.slice(start, startOfExponent(code, digitsAt, end)));
  if (symbol === undefined) return false;
  parts?.unit(symbol, sign * exponentOf(code, digitsAt, end));
  return true;
}

/** Behind everything up to an operator, parenthesis or brace; in square brackets these are part of a name. */
function endOfSymbol(code: string, start: number): number | undefined {
  let isBracketed = false;
  let at = start;
  for (; at < code.length; at += 1) {
    const character = code.charCodeAt(at);
    if (character <= SPACE || character > TILDE) return undefined;
    if (character === BRACKET) isBracketed = true;
    else if (character === BRACKET_END) isBracketed = false;
    else if (!isBracketed && isDelimiter(character)) break;
  }
  return at === start || isBracketed ? undefined : at;
}

function isDelimiter(character: number): boolean {
  switch (character) {
    case DOT:
    case SLASH:
    case OPENING:
    case CLOSING:
    case BRACE:
    case BRACE_END:
      return true;
    default:
      return false;
  }
}

/** No name of a unit ends with a digit: those at the end are an exponent. */
function startOfDigits(code: string, start: number, end: number): number {
  let at = end;
  while (at > start && isDigit(code.charCodeAt(at - 1))) at -= 1;
  return at;
}

function startOfExponent(code: string, digitsAt: number, end: number): number {
  const before = code.charCodeAt(digitsAt - 1);
  return digitsAt < end && (before === MINUS || before === PLUS) ? digitsAt - 1 : digitsAt;
}

function exponentOf(code: string, digitsAt: number, end: number): number {
  if (digitsAt === end) return 1;
  const size = Number(code.slice(digitsAt, end));
  return code.charCodeAt(digitsAt - 1) === MINUS ? -size : size;
}

function isDigit(character: number): boolean {
  return character >= ZERO && character <= NINE;
}

function take(reader: Reader, character: number): boolean {
  if (reader.code.charCodeAt(reader.at) !== character) return false;
  reader.at += 1;
  return true;
}
