import type { Metrics } from '../observe/metrics.ts';
import type { Result } from '../types/issue.ts';
import type { FacilityPrincipal, Principal, RequestHeaders } from '../types/principal.ts';
import type { Refusals } from './refusals.ts';
import { mayRead, mayWrite } from './scopes.ts';

type Permission = 'read' | 'write';

/**
 * Decides from the headers alone which facility is calling and whether it may. `type`: a scope of this resource type will
 * do for reading.
 */
export type FacilityAccess = (
  headers: RequestHeaders,
  permission: Permission,
  type?: string,
) => Promise<Result<FacilityPrincipal>>;

/**
 * Access of facilities to their own part. Refuses with what `authenticate` refuses (401), LT-R010 (the caller is no
 * facility) and LT-R011 (no scope for it).
 * @source https://www.rfc-editor.org/rfc/rfc6750#section-3.1 `insufficient_scope`
 */
export function createFacilityAccess(
  authenticate: (headers: RequestHeaders) => Promise<Result<Principal>>,
  refusals: Refusals,
  metrics: Metrics,
): FacilityAccess {
  return async (headers, permission, type) => {
    const endStage = metrics.startStage('authenticate');
    const caller = await authenticate(headers).catch((error: unknown) => {
      endStage('failed');
      throw error;
    });
    const access = caller.ok ? toFacility(caller.value, permission, type, refusals) : caller;
    endStage(access.ok ? 'ok' : 'refused');
    return access;
  };
}

function toFacility(
  caller: Principal,
  permission: Permission,
  type: string | undefined,
  refusals: Refusals,
): Result<FacilityPrincipal> {
  if (caller.kind !== 'facility') return { ok: false, refusal: refusals.of('LT-R010') };
  const allowed = permission === 'read' ? mayRead(caller.scopes, type) : mayWrite(caller.scopes);
  if (allowed) return { ok: true, value: caller };
  const scope = permission === 'read' ? `system/${type ?? '*'}.rs` : 'system/*.cruds';
  const challenge = `Bearer error="insufficient_scope", scope="${scope}"`;
  return { ok: false, refusal: refusals.of('LT-R011', { scope }, { 'WWW-Authenticate': challenge }) };
}
