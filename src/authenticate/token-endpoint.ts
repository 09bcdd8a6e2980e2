import type { IncomingMessage } from 'node:http';
import type { RequestHandler, Response } from 'express';
import type { JWK } from 'jose';
import type { Refusal, Result } from '../types/issue.ts';
import type { EpochMs, FacilityCode } from '../types/submission.ts';
import { signAccessToken } from './access-token.ts';
import { JWT_BEARER } from './client-assertion.ts';
import { refuse } from './refusal.ts';
import { FACILITY_SCOPES, grantScopes } from './scopes.ts';
import { fromStore, refuseUnavailable, StoreUnavailable } from './store-unavailable.ts';
import { MAX_ACCESS_TOKEN_SECONDS } from './time-limits.ts';
import { readTokenRequest, type TokenRequest } from './token-request.ts';
import { type AssertionDeps, verifyAssertion } from './verify-assertion.ts';

export interface TokenEndpointDeps extends AssertionDeps {
  /** Life of an access token in seconds, 1 to 300. */
  readonly accessTokenSeconds: number;
  /** True when (issuer, jti) is new; see `Store.rememberJti`. */
  readonly rememberJti: (issuer: string, jti: string, expiresAt: EpochMs, now: EpochMs) => Promise<boolean>;
  readonly recordSignIn: (facility: FacilityCode, at: EpochMs) => Promise<void>;
  /** This gateway's private key, ES384. */
  readonly signingKey: JWK;
  readonly newId: () => string;
  /** Told `issued` or the id of the rule that refused, for the metrics. */
  readonly onResult?: (outcome: string) => void;
  /** Told why the store did not answer, for the log. */
  readonly onStoreFailure?: (cause: unknown) => void;
}

/** @source https://www.rfc-editor.org/rfc/rfc6749#section-5.1 */
interface TokenAnswer {
  readonly access_token: string;
  readonly token_type: 'bearer';
  readonly expires_in: number;
  readonly scope: string;
}

/** RFC 6749 error codes by rule; every rule not named here is about the client itself: `invalid_client`. */
const OAUTH_ERRORS: Readonly<Record<string, string>> = {
  'LT-A009': 'temporarily_unavailable',
  'LT-A020': 'invalid_request',
  'LT-A021': 'invalid_request',
  'LT-A022': 'invalid_request',
  'LT-A023': 'unsupported_grant_type',
  'LT-A032': 'invalid_scope',
  'LT-A033': 'invalid_request',
};

/**
 * `POST /auth/token`: SMART Backend Services, `client_credentials` with `private_key_jwt` (ES384, RS384), for
 * registered facilities. Reads its own body, so no body parser may stand before it. Refuses with the RFC 6749 error
 * JSON of LT-A020 to LT-A033 (the rule id opens `error_description`), and 503 when the store is down (LT-A009).
 * A refused request leaves nothing behind: no jti, no sign-in.
 * @source https://hl7.org/fhir/smart-app-launch/backend-services.html
 */
export function createTokenEndpoint(deps: TokenEndpointDeps): RequestHandler {
  const { accessTokenSeconds } = deps;
  if (!(accessTokenSeconds >= 1 && accessTokenSeconds <= MAX_ACCESS_TOKEN_SECONDS)) {
    throw new RangeError(`accessTokenSeconds must be 1 to ${MAX_ACCESS_TOKEN_SECONDS}`);
  }
  return async (request, response) => {
    const result = await exchangeOrWait(deps, request);
    deps.onResult?.(result.ok ? 'issued' : (result.refusal.issues[0]?.rule.id ?? 'refused'));
    response.set({ 'Cache-Control': 'no-store', Pragma: 'no-cache' });
    if (result.ok) response.json(result.value);
    else sendError(response, result.refusal);
  };
}

async function exchangeOrWait(deps: TokenEndpointDeps, request: IncomingMessage): Promise<Result<TokenAnswer>> {
  try {
    const form = await readTokenRequest(request, deps.rules);
    return form.ok ? await exchange(deps, form.value) : form;
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    deps.onStoreFailure?.(error.cause);
    return refuseUnavailable(deps.rules);
  }
}

async function exchange(deps: TokenEndpointDeps, form: TokenRequest): Promise<Result<TokenAnswer>> {
  const { rules } = deps;
  const grantType = form.get('grant_type');
  if (grantType === undefined) return refuse(rules, 'LT-A033');
  if (grantType !== 'client_credentials') return refuse(rules, 'LT-A023');
  const assertion = form.get('client_assertion');
  if (assertion === undefined || form.get('client_assertion_type') !== JWT_BEARER) return refuse(rules, 'LT-A024');
  const verified = await verifyAssertion(deps, assertion, form.get('client_id'));
  if (!verified.ok) return verified;
  const scopes = grantScopes(form.get('scope'));
  if (scopes === undefined) return refuse(rules, 'LT-A032', { allowed: FACILITY_SCOPES.join(' ') });
  const { facility, jti, refusedFrom } = verified.value;
  const now = deps.clock();
  if (!(await fromStore(deps.rememberJti(facility, jti, refusedFrom, now)))) return refuse(rules, 'LT-A031');
  const answer = await issue(deps, facility, scopes.join(' '), now);
  await fromStore(deps.recordSignIn(facility, now));
  return { ok: true, value: answer };
}

async function issue(
  deps: TokenEndpointDeps,
  facility: FacilityCode,
  scope: string,
  now: EpochMs,
): Promise<TokenAnswer> {
  const { publicUrl, signingKey, accessTokenSeconds: lifeSeconds, newId } = deps;
  const token = await signAccessToken({ publicUrl, signingKey, facility, scope, lifeSeconds, now, jti: newId() });
  return { access_token: token, token_type: 'bearer', expires_in: lifeSeconds, scope };
}

function sendError(response: Response, { status, issues: [issue], headers }: Refusal): void {
  if (issue === undefined) throw new Error('a refusal without an issue');
  const { id, remedy } = issue.rule;
  response
    .status(status)
    .set({ ...headers, ...(status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {}) })
    .json({ error: OAUTH_ERRORS[id] ?? 'invalid_client', error_description: `${id}: ${issue.text.en} ${remedy.en}` });
}
