import type { CodeGrammar } from './code-grammar.ts';

/** Short names that FHIR formats had before; still met in `_format` and in mimetypes. */
const FHIR_FORMATS: ReadonlySet<string> = new Set(['xml', 'json', 'ttl']);
/** Longest that is read; names of practice have fewer than 130 characters. */
const MAX_LENGTH = 1_024;
const TOKEN = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/;

/** Media types: `type/subtype`, with parameters. `*` stands for any. @source https://www.rfc-editor.org/rfc/rfc2045#section-5.1 */
export const MIME_TYPES: CodeGrammar = {
  system: 'urn:ietf:bcp:13',
  has: (code) => (FHIR_FORMATS.has(code) || isMimeType(code) ? 'in' : 'out'),
};

function isMimeType(code: string): boolean {
  if (code.length > MAX_LENGTH) return false;
  const [type = '', ...parameters] = splitOutsideQuotes(code);
  const slash = type.indexOf('/');
  if (slash < 0) return false;
  return TOKEN.test(type.slice(0, slash)) && TOKEN.test(type.slice(slash + 1)) && parameters.every(isParameter);
}

/** `charset=utf-8`, `fhirVersion="4.0"`; a last `;` with nothing behind it is forgiven. */
function isParameter(parameter: string): boolean {
  const trimmed = parameter.trim();
  if (trimmed === '') return true;
  const equals = trimmed.indexOf('=');
  if (equals < 0 || !TOKEN.test(trimmed.slice(0, equals).trim())) return false;
  const value = trimmed.slice(equals + 1).trim();
  return isQuoted(value) || isPlain(value);
}

function isQuoted(value: string): boolean {
  return value.length >= 2 && value.startsWith('"') && value.endsWith('"');
}

/** Values with spaces or slashes should be quoted, and in practice (`variant=DICOM WADO-RS`) are not. */
function isPlain(value: string): boolean {
  return value !== '' && !value.includes('"');
}

function splitOutsideQuotes(code: string): string[] {
  const parts: string[] = [];
  let start = 0;
  let isInQuotes = false;
  for (let at = 0; at < code.length; at += 1) {
    if (code[at] === '"') isInQuotes = !isInQuotes;
    if (code[at] !== ';' || isInQuotes) continue;
    parts.push(code.slice(start, at));
    start = at + 1;
  }
  parts.push(code.slice(start));
  return parts.map((part, at) => (at === 0 ? part.trimEnd() : part));
}
