/** What JSON.parse does not tell of a text that it read. */
export interface TextScan {
  /** No object has a name twice, and nothing nests deeper than allowed. When false, it has to be looked at closely. */
  readonly isFaultless: boolean;
  /** Offsets of numbers with a point or an exponent that are whole all the same (`1.0`, `1e2`), the first of them. */
  readonly wholeFractions: readonly number[];
}

/** Numbers of that kind that are noted. */
const MAX_WHOLE_FRACTIONS = 1_000;

const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const OPEN_BRACKET = 0x5b;

/**
 * Scans text that JSON.parse has read. Every name has a quote and a colon after it, so when the text has no more of
 * these than the value has names, no name was lost, and none stands twice. Quotes and colons inside strings look the
 * same and can only make the text have more. One linear pass from colon to colon, one over the value.
 */
export function scanText(text: string, value: unknown, maxDepth: number): TextScan {
  const wholeFractions: number[] = [];
  let names = 0;
  for (let colon = text.indexOf(':'); colon !== -1; colon = text.indexOf(':', colon + 1)) {
    if (text.charCodeAt(beforeSpace(text, colon)) !== QUOTE) continue;
    names += 1;
    noteNumbers(text, afterSpace(text, colon + 1), wholeFractions);
  }
  return { isFaultless: countNames(value, maxDepth) === names, wholeFractions };
}

/** Names in a value and all that is in it; NaN when it nests too deeply. */
function countNames(value: unknown, levels: number): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (levels === 0) return Number.NaN;
  let count = 0;
  if (Array.isArray(value)) {
    for (const item of value) if (typeof item === 'object') count += countNames(item, levels - 1);
    return count;
  }
  for (const name in value) {
    count += 1;
    const member = (value as Readonly<Record<string, unknown>>)[name];
    if (typeof member === 'object') count += countNames(member, levels - 1);
  }
  return count;
}

/** Notes the number that begins at an offset, or the numbers of the list. */
function noteNumbers(text: string, start: number, wholeFractions: number[]): void {
  let at = text.charCodeAt(start) === OPEN_BRACKET ? afterSpace(text, start + 1) : start;
  while (startsNumber(text.charCodeAt(at))) {
    const end = endOfNumber(text, at);
    if (wholeFractions.length < MAX_WHOLE_FRACTIONS && isWholeFraction(text.slice(at, end))) wholeFractions.push(at);
    const next = afterSpace(text, end);
    if (at === start || text.charCodeAt(next) !== COMMA) return;
    at = afterSpace(text, next + 1);
  }
}

function isWholeFraction(number: string): boolean {
  return !/^-?\d+$/.test(number) && (/^-?\d+\.0+$/.test(number) || Number.isInteger(Number(number)));
}

function startsNumber(code: number): boolean {
  return code === MINUS || (code >= ZERO && code <= NINE);
}

function endOfNumber(text: string, start: number): number {
  let at = start + 1;
  while (IS_IN_NUMBER[text.charCodeAt(at)] === 1) at += 1;
  return at;
}

/** Digits, signs, point and exponent. */
const IS_IN_NUMBER = Uint8Array.from({ length: 128 }, (_, code) =>
  /[0-9+\-.eE]/.test(String.fromCharCode(code)) ? 1 : 0,
);

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

function beforeSpace(text: string, offset: number): number {
  let at = offset - 1;
  while (isSpace(text.charCodeAt(at))) at -= 1;
  return at;
}

function afterSpace(text: string, offset: number): number {
  let at = offset;
  while (isSpace(text.charCodeAt(at))) at += 1;
  return at;
}
