import { FhirPathSyntaxError } from '../fhirpath-error.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  "'": "'",
  '"': '"',
  '`': '`',
  '\\': '\\',
  '/': '/',
  r: '\r',
  n: '\n',
  t: '\t',
  f: '\f',
};

const UNICODE = /^[0-9A-Fa-f]{4}$/;

/** What was quoted, and the position after the closing quote. */
export interface Quoted {
  readonly text: string;
  readonly end: number;
}

/**
 * Reads what stands between quotes, unescaped; `start` is the position of the opening quote, which also closes.
 * Throws FhirPathSyntaxError for an unknown escape and for a quote that is never closed.
 * @source http://hl7.org/fhirpath/N1/#string
 */
export function readQuoted(source: string, start: number): Quoted {
  const quote = source.charAt(start);
  let text = '';
  let at = start + 1;
  while (at < source.length) {
    const character = source.charAt(at);
    if (character === quote) return { text, end: at + 1 };
    if (character !== '\\') {
      text += character;
      at += 1;
      continue;
    }
    const escaped = readEscape(source, at);
    text += escaped.text;
    at = escaped.end;
  }
  throw new FhirPathSyntaxError('Text that is never closed', start);
}

function readEscape(source: string, at: number): Quoted {
  const letter = source.charAt(at + 1);
  if (letter === 'u') {
    const digits = source.slice(at + 2, at + 6);
    if (!UNICODE.test(digits)) throw new FhirPathSyntaxError('Four hexadecimal digits expected after \\u', at);
    return { text: String.fromCharCode(Number.parseInt(digits, 16)), end: at + 6 };
  }
  const text = ESCAPES[letter];
  if (text === undefined) throw new FhirPathSyntaxError('Unknown escape', at);
  return { text, end: at + 2 };
}
