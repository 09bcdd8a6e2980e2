import type { AttemptOutcome, Failure } from '../destination.ts';
import { type JsonObject, objectAt, parseObject, textAt } from './answer-json.ts';
import type { HttpAnswer } from './http-exchange.ts';
import { isTaken, readHubReply } from './hub-answer.ts';
import { isRejection } from './message-status.ts';
import { codeOf, faultsOf, receiptOf } from './receiver-code.ts';
import { outcomeOfStatus } from './status-class.ts';

/** The content is at fault, when the warehouse says so by a code of its own. */
const CONTENT_STATUSES = new Set([400, 409, 413, 422]);
const TRACKING_ID = 'x-hoc-tracking-id';

/**
 * What the warehouse's answer to a health book means: `{success, code, message, data.tracking_id, errors}`. Taken is 200 with
 * `success` and a code that begins with ACCEPTED; ACCEPTED_DUPLICATE is the first answer once more. Everything else that is no
 * clear no leaves the end unknown: REQUEST_ID makes it safe to send the same again.
 */
export function readHealthBookAnswer(answer: HttpAnswer): AttemptOutcome {
  const { status } = answer;
  const body = parseObject(answer.body);
  const code = codeOf(textAt(body, 'code'));
  if (status < 200 || status >= 300) return refusalOf(answer, body, code);
  const receipt = receiptOf(textAt(objectAt(body, 'data'), 'tracking_id') || undefined);
  if (body['success'] === true && code.startsWith('ACCEPTED') && receipt !== undefined) {
    return { kind: 'delivered', httpStatus: status, receipt, ...(code === 'ACCEPTED' ? {} : { reason: code }) };
  }
  return { ...outcomeOfStatus(answer), reason: code || 'not-an-answer' };
}

/**
 * What the warehouse's answer to a health check means: in two layers, for it keeps the message and passes it on to the
 * ministry. Kept is delivered, with the tracking id as receipt and the ministry's word as reason: taken, paused, late, or in
 * trouble, in which case the warehouse goes on by itself and a second message would be a second version. What the ministry
 * rejected is refused. What is not sure is unknown, and is looked up.
 */
export function readHealthCheckAnswer(answer: HttpAnswer, msgId: string): AttemptOutcome {
  const { status } = answer;
  const body = parseObject(answer.body);
  const reply = readHubReply(answer.body);
  if (reply !== undefined && reply.refMsgId !== '' && reply.refMsgId !== msgId) {
    return { ...outcomeOfStatus(answer), kind: 'unknown', reason: 'other-message' };
  }
  const code = reply?.code || codeOf(textAt(body, 'code'));
  const tracking = receiptOf(answer.headers[TRACKING_ID]);
  const kept = { kind: 'delivered', httpStatus: status, receipt: tracking ?? reply?.receipt ?? msgId } as const;
  const isSuccess = status >= 200 && status < 300;
  if (isSuccess && reply !== undefined && isTaken(code)) return kept;
  if (isRejection(code)) return { kind: 'refused', reason: code, httpStatus: status };
  if (isPending(code)) return { ...kept, reason: code };
  if (isSuccess || (status >= 500 && tracking !== undefined && code !== SIGNING_UNAVAILABLE)) {
    return { kind: 'unknown', reason: code || 'not-an-answer', httpStatus: status };
  }
  return refusalOf(answer, body, code);
}

const SIGNING_UNAVAILABLE = 'HOC_SIGNING_UNAVAILABLE';

/** The warehouse keeps the message and has not yet passed it on, or the ministry had trouble with it. */
function isPending(code: string): boolean {
  return code.startsWith('HOC_BYT_') || code === 'PS_DS_SAVE_FAIL' || code === 'CM_AUTH_ACCOUNT_FAIL';
}

/** An answer other than 2xx: the status decides, and for 4xx the warehouse's own code whether the content is at fault. */
function refusalOf(answer: HttpAnswer, body: JsonObject, code: string): Failure {
  const failure = { ...outcomeOfStatus(answer), ...(code === '' ? {} : { reason: code }) };
  const isContent = code === 'ORG_MISMATCH' || (CONTENT_STATUSES.has(answer.status) && code !== '');
  if (!isContent) return failure;
  const faults = faultsOf(errorsOf(body));
  return { ...failure, kind: 'refused', ...(faults.length === 0 ? {} : { faults }) };
}

/** `errors[]` with the severity ERROR, or none. Their messages are left: they may repeat values. */
function errorsOf(body: JsonObject): readonly { readonly field: string; readonly code: string }[] {
  const errors = body['errors'];
  if (!Array.isArray(errors)) return [];
  return errors
    .map((error: unknown) => objectAt({ error }, 'error'))
    .filter((error) => ['', 'ERROR'].includes(textAt(error, 'severity').toUpperCase()))
    .map((error) => ({ field: textAt(error, 'field_path') || textAt(error, 'field'), code: textAt(error, 'code') }));
}
