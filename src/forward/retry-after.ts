import type { EpochMs } from '../types/submission.ts';

const DELAY_SECONDS = /^\d{1,10}$/;
const IMF_FIXDATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * Milliseconds to wait from `now`, as a Retry-After header says: whole seconds or an HTTP date.
 * A date in the past is 0; anything else than the two forms is undefined (as if there were no header).
 * @source https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 */
export function parseRetryAfter(value: unknown, now: EpochMs): number | undefined {
  if (typeof value !== 'string') return undefined;
  if (DELAY_SECONDS.test(value)) return Number(value) * 1_000;
  if (!IMF_FIXDATE.test(value)) return undefined;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
