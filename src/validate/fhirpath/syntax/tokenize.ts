import { FhirPathSyntaxError } from '../fhirpath-error.ts';
import { matchAt } from '../sticky-match.ts';
import { isTemporalText } from '../values/temporal.ts';
import { readQuoted } from './escapes.ts';
import type { Token, TokenKind } from './token.ts';

const WORD = /[A-Za-z_][A-Za-z0-9_]*/y;
/** Names of FHIR after `%` may have hyphens (`%us-zip`, `%vs-name`). */
const VARIABLE_NAME = /[A-Za-z_][A-Za-z0-9_:-]*/y;
const NUMBER = /[0-9]+(?:\.[0-9]+)?/y;
const SPECIAL = /\$(?:this|index|total)\b/y;
const DATE_OR_DATE_TIME =
  /@(?<date>[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?)(?<time>T(?:[0-9]{2}(?::[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?(?:Z|[+-][0-9]{2}:[0-9]{2})?)?)?/y;
const TIME = /@T(?<time>[0-9]{2}(?::[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?)/y;
const SYMBOL = /<=|>=|!=|!~|[-+*/&|<>=~.,()[\]{}]/y;

/** Tokens of an expression, the last of kind `end`. Throws FhirPathSyntaxError. */
export function tokenize(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = skipBlanks(source, 0);
  while (at < source.length) {
    const { token, end } = readToken(source, at);
    tokens.push(token);
    at = skipBlanks(source, end);
  }
  tokens.push({ kind: 'end', text: '', at });
  return tokens;
}

interface ReadToken {
  readonly token: Token;
  readonly end: number;
}

function readToken(source: string, at: number): ReadToken {
  switch (source.charAt(at)) {
    case "'":
      return quoted('string', source, at, at);
    case '`':
      return quoted('delimited', source, at, at);
    case '%':
      return readVariable(source, at);
    case '@':
      return readTemporal(source, at);
    case '$':
      return matched('special', SPECIAL, source, at);
    default:
      break;
  }
  const code = source.charCodeAt(at);
  if (code >= 0x30 && code <= 0x39) return matched('number', NUMBER, source, at);
  if (matchAt(WORD, source, at) !== null) return matched('word', WORD, source, at);
  return matched('symbol', SYMBOL, source, at);
}

function quoted(kind: TokenKind, source: string, at: number, quoteAt: number): ReadToken {
  const { text, end } = readQuoted(source, quoteAt);
  return { token: { kind, text, at }, end };
}

function matched(kind: TokenKind, pattern: RegExp, source: string, at: number): ReadToken {
  const text = matchAt(pattern, source, at)?.[0];
  if (text === undefined) throw new FhirPathSyntaxError('Unexpected character', at);
  return { token: { kind, text, at }, end: at + text.length };
}

/** `%name`, `` %`name` ``, `%"name"` (the form before N1), `%'name'`. */
function readVariable(source: string, at: number): ReadToken {
  if ('`"\''.includes(source.charAt(at + 1)) && at + 1 < source.length) {
    return quoted('variable', source, at, at + 1);
  }
  const name = matchAt(VARIABLE_NAME, source, at + 1)?.[0];
  if (name === undefined) throw new FhirPathSyntaxError('Name expected after %', at);
  return { token: { kind: 'variable', text: name, at }, end: at + 1 + name.length };
}

function readTemporal(source: string, at: number): ReadToken {
  const time = matchAt(TIME, source, at);
  if (time !== null) return temporal('time', time.groups?.['time'] ?? '', at, at + time[0].length);
  const match = matchAt(DATE_OR_DATE_TIME, source, at);
  if (match === null) throw new FhirPathSyntaxError('Date or time expected after @', at);
  const { date = '', time: clock } = match.groups ?? {};
  const end = at + match[0].length;
  if (clock === undefined) return temporal('date', date, at, end);
  return temporal('dateTime', clock === 'T' ? `${date}T` : date + clock, at, end);
}

function temporal(kind: 'date' | 'dateTime' | 'time', text: string, at: number, end: number): ReadToken {
  if (!isTemporalText(kind, text)) throw new FhirPathSyntaxError('Not a date or time', at);
  return { token: { kind, text, at }, end };
}

/** Position after white space and comments. */
function skipBlanks(source: string, start: number): number {
  let at = start;
  while (at < source.length) {
    const character = source.charAt(at);
    if (character.trim() === '') at += 1;
    else if (source.startsWith('//', at)) at = endOfLine(source, at);
    else if (source.startsWith('/*', at)) at = endOfComment(source, at);
    else return at;
  }
  return at;
}

function endOfLine(source: string, at: number): number {
  const end = source.indexOf('\n', at);
  return end === -1 ? source.length : end;
}

function endOfComment(source: string, at: number): number {
  const end = source.indexOf('*/', at + 2);
  if (end === -1) throw new FhirPathSyntaxError('Comment that is never closed', at);
  return end + 2;
}
