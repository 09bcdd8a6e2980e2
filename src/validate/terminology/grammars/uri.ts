import type { CodeGrammar } from './code-grammar.ts';

const MAX_SCHEME = 64;
const SCHEME = /^[a-z][a-z0-9+.-]*$/i;
const SPACE = /\s/;

/** Whether a text is an absolute URI: a scheme, and something behind it without space. @source https://www.rfc-editor.org/rfc/rfc3986#section-4.3 */
export function isAbsoluteUri(text: string): boolean {
  const colon = text.indexOf(':');
  if (colon < 1 || colon > MAX_SCHEME || colon === text.length - 1) return false;
  return SCHEME.test(text.slice(0, colon)) && !SPACE.test(text);
}

/** URIs as codes, relative references among them. @source https://www.rfc-editor.org/rfc/rfc3986#section-4.1 */
export const URIS: CodeGrammar = {
  system: 'urn:ietf:rfc:3986',
  has: (code) => (code === '' || SPACE.test(code) ? 'out' : 'in'),
};
