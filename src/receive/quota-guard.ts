import type { Result } from '../types/issue.ts';
import type { Principal, RequestHeaders } from '../types/principal.ts';
import type { createCallQuota } from './call-quota.ts';
import type { Refusals } from './refusals.ts';

/**
 * Authentication with the quota of the facility behind it: whatever a facility calls is counted once, before a byte of its body is
 * read. Refuses with what `authenticate` refuses, and LT-R053 (429 with Retry-After) what is over the quota.
 */
export function createQuotaGuard<P extends Principal>(
  authenticate: (headers: RequestHeaders) => Promise<Result<P>>,
  quota: ReturnType<typeof createCallQuota>,
  refusals: Refusals,
  callsPerMinute: number,
): (headers: RequestHeaders) => Promise<Result<P>> {
  return async (headers) => {
    const caller = await authenticate(headers);
    if (!caller.ok || caller.value.kind !== 'facility') return caller;
    const answer = await quota(caller.value.facility);
    if (answer.granted) return caller;
    const seconds = Math.max(1, Math.ceil(answer.waitMs / 1_000));
    const retryAfter = { 'Retry-After': String(seconds) };
    return { ok: false, refusal: refusals.of('LT-R053', { limit: callsPerMinute }, retryAfter) };
  };
}
