import type { IncomingMessage } from 'node:http';
import type { Result } from '../types/issue.ts';
import type { Refusals } from './refusals.ts';

const VISIBLE_ASCII = /^[\x21-\x7e]{1,255}$/;

/**
 * The sender's own key of this call: `Idempotency-Key`, else `X-Request-Id`, else null.
 * Refuses with LT-R023 a key given twice, an empty one, and one that is not 1 to 255 visible ASCII characters.
 */
export function readIdempotencyKey(
  headers: IncomingMessage['headersDistinct'],
  refusals: Refusals,
): Result<string | null> {
  const given = headers['idempotency-key'] ?? headers['x-request-id'];
  if (given === undefined) return { ok: true, value: null };
  const [key, ...others] = given;
  if (key === undefined || others.length > 0 || !VISIBLE_ASCII.test(key)) {
    return { ok: false, refusal: refusals.of('LT-R023') };
  }
  return { ok: true, value: key };
}
