import type { Request } from 'express';
import type { Logger } from '../observe/logger.ts';
import type { Gateway, SubmitResult } from '../types/gateway.ts';
import type { Result } from '../types/issue.ts';
import type { EpochMs, RawSubmission } from '../types/submission.ts';
import { type BodyHeaders, JSON_TYPES, readBodyHeaders, XML_TYPES } from './body-headers.ts';
import type { FacilityAccess } from './facility-access.ts';
import { readIdempotencyKey } from './idempotency-key.ts';
import { prefersAsync } from './prefer.ts';
import { type BodyDeps, receiveBody } from './receive-body.ts';
import type { Refusals } from './refusals.ts';
import type { Route } from './route-table.ts';
import { toSubmitAnswer } from './submit-answer.ts';

export interface SubmitDeps extends BodyDeps {
  readonly gateway: Gateway;
  readonly access: FacilityAccess;
  readonly logger: Logger;
  readonly clock: () => EpochMs;
  readonly newId: () => string;
}

type Channel = RawSubmission['channel'];

/** What the address and the headers say, all checked before a body byte is read. */
interface Announcement extends BodyHeaders {
  readonly dryRun: boolean;
  readonly idempotencyKey: string | null;
  readonly respondAsync: boolean;
}

const ACCEPTED: Record<Channel, readonly string[]> = { submissions: [...XML_TYPES, ...JSON_TYPES], fhir: JSON_TYPES };

/**
 * `POST /submissions` and `POST /fhir`. The order is the promise: who is calling, then address and headers, then the
 * body within its limits, and only then the line behind the door.
 */
export function createSubmitRoute(deps: SubmitDeps, channel: Channel): Route {
  return async (request) => {
    const { refusals } = deps;
    const caller = await deps.access(request.headersDistinct, 'write');
    if (!caller.ok) return refusals.toAnswer(caller.refusal);
    const announced = readAnnouncement(request, channel, deps);
    if (!announced.ok) return refusals.toAnswer(announced.refusal);
    const body = await receiveBody(request, announced.value, deps);
    if (body.kind === 'aborted') return undefined;
    if (body.kind === 'refused') return refusals.toAnswer(body.refusal);
    try {
      const raw = {
        id: deps.newId(),
        channel,
        bytes: body.bytes,
        sha256: body.sha256,
        contentType: announced.value.contentType,
        idempotencyKey: announced.value.idempotencyKey,
        receivedAt: deps.clock(),
      };
      const { dryRun, respondAsync } = announced.value;
      const result = await deps.gateway.submit(caller.value, raw, { dryRun });
      const answer = toSubmitAnswer(result, { channel, respondAsync }, refusals);
      logSubmission(deps, raw, result, { facility: caller.value.facility, dryRun, status: answer.status });
      return answer;
    } finally {
      body.release();
    }
  };
}

function readAnnouncement(request: Request, channel: Channel, { limits, refusals }: SubmitDeps): Result<Announcement> {
  const dryRun = readDryRun(request, channel, refusals);
  if (!dryRun.ok) return dryRun;
  const body = readBodyHeaders(request.headers, ACCEPTED[channel], limits, refusals);
  if (!body.ok) return body;
  const key = readIdempotencyKey(request.headersDistinct, refusals);
  if (!key.ok) return key;
  const respondAsync = prefersAsync(request.headersDistinct);
  return { ok: true, value: { ...body.value, dryRun: dryRun.value, idempotencyKey: key.value, respondAsync } };
}

/** Parameters are read strictly: a misspelt `dryRun` must not store what was meant as a trial. */
function readDryRun({ query }: Request, channel: Channel, refusals: Refusals): Result<boolean> {
  const { dryRun, ...others } = query;
  const unknown = Object.keys(others).length > 0;
  if (channel === 'fhir') {
    const none = !unknown && dryRun === undefined;
    return none ? { ok: true, value: false } : { ok: false, refusal: refusals.of('LT-R007') };
  }
  if (unknown || (dryRun !== undefined && dryRun !== 'true' && dryRun !== 'false')) {
    return { ok: false, refusal: refusals.of('LT-R005', { accepted: 'dryRun=true, dryRun=false' }) };
  }
  return { ok: true, value: dryRun === 'true' };
}

function logSubmission(
  { logger, clock }: SubmitDeps,
  { channel, bytes, receivedAt }: RawSubmission,
  result: SubmitResult,
  fields: { facility: string; dryRun: boolean; status: number },
): void {
  const submission = result.kind === 'refused' ? null : result.receipt.id;
  const durationMs = clock() - receivedAt;
  logger.info(
    { submission, channel, result: result.kind, size: bytes.length, durationMs, ...fields },
    'submission answered',
  );
}
