const LEGAL = legalBytes();
const PADDING = 0x3d;

/**
 * Bytes of a base64 text, or null when it is not base64. White space may stand anywhere; the padding must be there
 * and only at the end. Linear, no regular expression.
 * @source https://www.rfc-editor.org/rfc/rfc4648#section-4
 */
export function decodeBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64');
  // Buffer.from skips whatever it does not know; what comes back the same had nothing to skip.
  return bytes.toString('base64') === text || isBase64(text) ? bytes : null;
}

function isBase64(text: string): boolean {
  let digits = 0;
  let padding = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) continue;
    if (code === PADDING) padding += 1;
    else if (padding > 0 || code > 0x7a || LEGAL[code] === 0) return false;
    else digits += 1;
  }
  return padding <= 2 && (digits + padding) % 4 === 0;
}

function legalBytes(): Uint8Array {
  const table = new Uint8Array(0x80);
  for (const digit of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/')
    table[digit.charCodeAt(0)] = 1;
  return table;
}
