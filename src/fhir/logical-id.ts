import { createHash } from 'node:crypto';

/** @source https://hl7.org/fhir/R4/datatypes.html#id: [A-Za-z0-9\-\.]{1,64} */
const FHIR_ID = /^[A-Za-z0-9.-]{1,64}$/;

/**
 * Deterministic logical id: the facility, then 120 bits of SHA-256 over the parts, base32hex.
 * The same (facility, record key, table, row) always gives the same id, and two facilities never meet.
 */
export function deriveLogicalId(facility: string, ...parts: readonly string[]): string {
  const digest = createHash('sha256')
    .update([facility, ...parts].join('\u0000'))
    .digest();
  return `${facility}-${toBase32Hex(digest.subarray(0, 15))}`;
}

/** A sender's own id inside its facility's space: kept readable when it fits, derived when it does not. */
export function scopeLogicalId(facility: string, type: string, sourceId: string): string {
  const readable = `${facility}-${sourceId}`;
  return FHIR_ID.test(readable) ? readable : deriveLogicalId(facility, type, sourceId);
}

const ALPHABET = '0123456789abcdefghijklmnopqrstuv';

function toBase32Hex(bytes: Uint8Array): string {
  let text = '';
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffer = ((buffer << 8) | byte) & 0xffff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET[(buffer >> bits) & 31];
    }
  }
  return text;
}
