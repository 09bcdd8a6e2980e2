import { parseJsonObject } from './json-object.ts';

/** Longest JWS that is looked at, in bytes. */
export const MAX_JWS_BYTES = 8_192;

/** What a compact JWS says about itself. Nothing in it is proven. */
export interface UnverifiedJws {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
}

/**
 * Reads header and claims of a compact JWS. Gives undefined for more than 8 KiB, for other than three parts in
 * canonical base64url (so that one token has one spelling), for parts that are no JSON objects with unique names,
 * and for a header with `crit` or `jku`: no extension is understood here and no key location is registered.
 * @source https://www.rfc-editor.org/rfc/rfc7515#section-5.2
 */
export function readCompactJws(token: string): UnverifiedJws | undefined {
  if (token.length > MAX_JWS_BYTES) return undefined;
  const parts = token.split('.');
  const [header, claims, signature] = parts.map(decodeCanonical);
  if (parts.length !== 3 || header === undefined || claims === undefined || signature === undefined) return undefined;
  const jws = { header: parseJsonObject(header), claims: parseJsonObject(claims) };
  if (jws.header === undefined || jws.claims === undefined) return undefined;
  if (Object.hasOwn(jws.header, 'crit') || Object.hasOwn(jws.header, 'jku')) return undefined;
  return { header: jws.header, claims: jws.claims };
}

function decodeCanonical(part: string): Buffer | undefined {
  const bytes = Buffer.from(part, 'base64url');
  return bytes.length > 0 && bytes.toString('base64url') === part ? bytes : undefined;
}

/** A claim that is a finite number of seconds since 1970 (RFC 7519 NumericDate); undefined when it is anything else. */
export function numericDate(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}

/** A claim that is absent, or a numeric date not in the future (beyond `skewSeconds`). */
export function isAbsentOrPast(value: unknown, nowSeconds: number, skewSeconds: number): boolean {
  if (value === undefined) return true;
  const seconds = numericDate(value);
  return seconds !== undefined && seconds <= nowSeconds + skewSeconds;
}
