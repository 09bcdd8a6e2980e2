import type { Request } from 'express';
import type { Result } from '../types/issue.ts';
import type { ManifestDesk, ManifestFault, ManifestStatus, PageAsked } from '../types/manifest-desk.ts';
import { type Answer, JSON_TYPE, toJsonAnswer } from './answer.ts';
import { readBodyHeaders } from './body-headers.ts';
import type { FacilityAccess } from './facility-access.ts';
import { type BodyDeps, receiveBody } from './receive-body.ts';
import type { Refusals } from './refusals.ts';
import type { Route } from './route-table.ts';

export interface ManifestDeps extends BodyDeps {
  readonly manifests: ManifestDesk;
  readonly access: FacilityAccess;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const STATUSES: readonly ManifestStatus[] = ['equal', 'differing', 'missing', 'unlisted'];
/** What is shown when nobody asks for more: what is not as it should be. */
const DIFFERENCES: readonly ManifestStatus[] = ['differing', 'missing', 'unlisted'];
const USUAL_SIZE = 100;
const MAX_SIZE = 1_000;
const ACCEPTED = `status=${STATUSES.join('|')}, page=1, size=1-${MAX_SIZE}`;

/**
 * `POST /manifests`: a facility's list of what it sent on a day; 201 with its address and the comparison, 200 when the very
 * same list is there already. Who may submit may ask; the order of the checks is that of a submission. Refuses with LT-R080
 * to LT-R083 what is no day list.
 */
export function createManifestRoute(deps: ManifestDeps): Route {
  const { manifests, access, refusals, limits } = deps;
  return async (request) => {
    const caller = await access(request.headersDistinct, 'write');
    if (!caller.ok) return refusals.toAnswer(caller.refusal);
    const page = readPage(request, refusals);
    if (!page.ok) return refusals.toAnswer(page.refusal);
    const headers = readBodyHeaders(request.headers, [JSON_TYPE], limits, refusals);
    if (!headers.ok) return refusals.toAnswer(headers.refusal);
    const body = await receiveBody(request, headers.value, deps);
    if (body.kind === 'aborted') return undefined;
    if (body.kind === 'refused') return refusals.toAnswer(body.refusal);
    try {
      const answer = await manifests.keep(caller.value, body.bytes, page.value);
      if (answer.kind === 'refused') return refuseList(answer.fault, refusals);
      const known = answer.kind === 'known';
      return toJsonAnswer(known ? 200 : 201, JSON_TYPE, answer.comparison, {
        Location: `/manifests/${answer.comparison.id}`,
        ...(known ? { 'Idempotency-Replayed': 'true' } : {}),
      });
    } finally {
      body.release();
    }
  };
}

/** `GET /manifests/{id}`: the comparison, made anew. Another facility's list answers as one that does not exist (LT-R084). */
export function createManifestComparisonRoute({ manifests, access, refusals }: ManifestDeps): Route {
  return async (request) => {
    const caller = await access(request.headersDistinct, 'read');
    if (!caller.ok) return refusals.toAnswer(caller.refusal);
    const page = readPage(request, refusals);
    if (!page.ok) return refusals.toAnswer(page.refusal);
    const id = String(request.params['id']);
    const comparison = UUID.test(id) ? await manifests.compare(caller.value, id, page.value) : undefined;
    if (comparison === undefined) return refusals.toAnswer(refusals.of('LT-R084'));
    return toJsonAnswer(200, JSON_TYPE, comparison);
  };
}

/** `status` may stand several times; parameters are read strictly, as everywhere. */
function readPage({ query }: Request, refusals: Refusals): Result<PageAsked> {
  const { status = [...DIFFERENCES], page = '1', size = String(USUAL_SIZE), ...others } = query;
  const asked = [status].flat();
  const wanted = STATUSES.filter((each) => asked.includes(each));
  const numbers = { page: readNumber(page), size: readNumber(size) };
  const isGood = wanted.length === asked.length && wanted.length > 0 && numbers.page > 0 && numbers.size > 0;
  if (!isGood || numbers.size > MAX_SIZE || Object.keys(others).length > 0) {
    return { ok: false, refusal: refusals.of('LT-R005', { accepted: ACCEPTED }) };
  }
  return { ok: true, value: { status: wanted, ...numbers } };
}

/** 0 for what is no number from 1 to 99,999. */
function readNumber(value: unknown): number {
  return typeof value === 'string' && /^\d{1,5}$/.test(value) ? Number(value) : 0;
}

function refuseList(fault: ManifestFault, refusals: Refusals): Answer {
  return refusals.toAnswer(refusalOf(fault, refusals));
}

function refusalOf(fault: ManifestFault, refusals: Refusals) {
  switch (fault.kind) {
    case 'unreadable':
      return refusals.of('LT-R080', { line: fault.line });
    case 'shape':
      return refusals.of('LT-R081', { place: fault.place === '' ? '{}' : fault.place });
    case 'too-many':
      return refusals.of('LT-R082', { limit: fault.limit });
    case 'day':
      return refusals.of('LT-R083');
  }
}
