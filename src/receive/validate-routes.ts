import type { Request } from 'express';
import { type IdentifierSystems, ruleSystemOf } from '../fhir/identifier-systems.ts';
import { toOperationOutcome } from '../fhir/operation-outcome.ts';
import type { Logger } from '../observe/logger.ts';
import type { Result } from '../types/issue.ts';
import type { EpochMs } from '../types/submission.ts';
import type { OperationRequest, ValidateOperation } from '../types/validate-operation.ts';
import { FHIR_JSON, toJsonAnswer } from './answer.ts';
import { JSON_TYPES, readBodyHeaders } from './body-headers.ts';
import type { FacilityAccess } from './facility-access.ts';
import { type BodyDeps, receiveBody } from './receive-body.ts';
import { RETRY_AFTER, type Refusals } from './refusals.ts';
import type { Route } from './route-table.ts';

export interface ValidateDeps extends BodyDeps {
  readonly operation: ValidateOperation;
  readonly access: FacilityAccess;
  readonly systems: IdentifierSystems;
  readonly logger: Logger;
  readonly clock: () => EpochMs;
}

/** Profiles that one call may ask for; each is a whole check of its own. */
const MAX_PROFILES = 10;

/**
 * `POST /fhir/$validate` and `POST /fhir/{Type}/$validate`: 200 and an OperationOutcome whether the resource is valid or
 * not, and nothing is stored. Who may submit may ask; the order is that of a submission. Refuses with LT-R013 a type that
 * R4 does not have.
 * @source https://hl7.org/fhir/R4/resource-operation-validate.html
 */
export function createValidateRoute(deps: ValidateDeps): Route {
  const { operation, access, refusals, limits } = deps;
  const ruleSystem = ruleSystemOf(deps.systems);
  return async (request) => {
    const caller = await access(request.headersDistinct, 'write');
    if (!caller.ok) return refusals.toAnswer(caller.refusal);
    const asked = readRequest(request, operation, refusals);
    if (!asked.ok) return refusals.toAnswer(asked.refusal);
    const headers = readBodyHeaders(request.headers, JSON_TYPES, limits, refusals);
    if (!headers.ok) return refusals.toAnswer(headers.refusal);
    const body = await receiveBody(request, headers.value, deps);
    if (body.kind === 'aborted') return undefined;
    if (body.kind === 'refused') return refusals.toAnswer(body.refusal);
    try {
      const startedAt = deps.clock();
      const answer = await operation.run(body.bytes, asked.value);
      const fields = { facility: caller.value.facility, result: answer.kind, size: body.bytes.length };
      deps.logger.info({ ...fields, durationMs: deps.clock() - startedAt }, 'resource checked');
      if (answer.kind === 'checked') return toJsonAnswer(200, FHIR_JSON, toOperationOutcome(answer.issues, ruleSystem));
      return refusals.toAnswer(answer.kind === 'busy' ? refusals.of('LT-R051', {}, RETRY_AFTER) : answer.refusal);
    } finally {
      body.release();
    }
  };
}

/** What the address says. Parameters are read strictly, as everywhere: a misspelt `profile` must not be passed over. */
function readRequest(
  { params, query }: Request,
  operation: ValidateOperation,
  refusals: Refusals,
): Result<OperationRequest> {
  const type = params['type'] === undefined ? null : String(params['type']);
  if (type !== null && !operation.isType(type)) return { ok: false, refusal: refusals.of('LT-R013') };
  const { profile = [], mode = null, ...others } = query;
  const profiles = [profile].flat();
  const isGood = profiles.every((each) => typeof each === 'string' && each !== '') && profiles.length <= MAX_PROFILES;
  if (!isGood || (mode !== null && typeof mode !== 'string') || Object.keys(others).length > 0) {
    return { ok: false, refusal: refusals.of('LT-R005', { accepted: 'profile=URL, mode=create' }) };
  }
  return { ok: true, value: { type, profiles: profiles.map(String), mode } };
}
