/** Control characters other than tab and line ends, and U+FFFE and U+FFFF; 0x7f to 0x9f are allowed. */
const FORBIDDEN = /(?![\t\n\r\x7f-\x9f])\p{Cc}|[\ufffe\uffff]/gu;
const NEEDS_CARE = /[&<>\r\ufffe\uffff]|(?![\t\n\x7f-\x9f])\p{Cc}/u;

/**
 * A text as character data. A character that XML 1.0 cannot carry becomes U+FFFD.
 * @source https://www.w3.org/TR/xml/#NT-Char
 */
export function escapeText(text: string): string {
  if (!NEEDS_CARE.test(text)) return text;
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(FORBIDDEN, '\ufffd')
    .replaceAll('\r', '&#13;');
}

/** A text as the value of an attribute in double quotes. */
export function escapeAttribute(text: string): string {
  return escapeText(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
}

/** True when XML can carry every character of a text. */
export function isCarried(text: string): boolean {
  return text.search(FORBIDDEN) === -1;
}
