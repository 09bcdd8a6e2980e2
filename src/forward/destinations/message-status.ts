import type { AttemptOutcome, Failure } from '../destination.ts';
import { objectAt, parseObject, textAt } from './answer-json.ts';
import { type HttpAnswer, type HttpExchange, isAnswer } from './http-exchange.ts';
import { classOfCode, isTaken } from './hub-answer.ts';
import { senderOf } from './hub-envelope.ts';
import { codeOf, receiptOf } from './receiver-code.ts';
import type { Session } from './session.ts';
import { outcomeOfStatus } from './status-class.ts';

type LookUp = AttemptOutcome | { readonly kind: 'not-there' };

/** Asks `GET path?sender_id&msg_id` what became of a message. */
export async function lookUpMessage(
  run: Session<string>['run'],
  http: Pick<HttpExchange, 'request'>,
  path: string,
  msgId: string,
): Promise<LookUp> {
  const query = new URLSearchParams({ sender_id: senderOf(msgId), msg_id: msgId });
  const answer = await run((token, signal) =>
    http.request(
      {
        method: 'GET',
        path: `${path}?${query}`,
        headers: { accept: 'application/json', authorization: `Bearer ${token}` },
      },
      signal,
    ),
  );
  if (!isAnswer(answer)) return askedInVain(answer);
  return readMessageStatus(answer, msgId);
}

/**
 * Reads where a message stands: `data.item` with the state at the warehouse (`hoc_…`) and at the ministry (`byt_…`). Kept by
 * the warehouse is delivered, with the ministry's word as its reason, unless either says no to the content. A 404 counts as
 * `not-there` only with the code NOT_FOUND: any other is a wrong path.
 */
export function readMessageStatus(answer: HttpAnswer, msgId: string): LookUp {
  const { status } = answer;
  const body = parseObject(answer.body);
  if (status === 404 && textAt(body, 'code') === 'NOT_FOUND') return { kind: 'not-there' };
  if (status !== 200) return askedInVain(outcomeOfStatus(answer));
  const item = objectAt(objectAt(body, 'data'), 'item');
  const named = textAt(item, 'msg_id');
  const state = textAt(item, 'hoc_status') || textAt(item, 'status');
  const ministry = textAt(item, 'byt_res_code') || textAt(item, 'res_code') || textAt(item, 'byt_status');
  const isAnswered = state !== '' || ministry !== '' || textAt(item, 'tracking_id') !== '';
  if (!isAnswered || (named !== '' && named !== msgId)) {
    return { kind: 'unknown', reason: 'not-an-answer', httpStatus: status };
  }
  const validation = textAt(item, 'hoc_validation_status') || textAt(item, 'validation_status');
  if (validation === 'INVALID') return { kind: 'refused', reason: 'INVALID', httpStatus: status };
  const code = codeOf(ministry);
  if (isRejection(code) || textAt(item, 'byt_status').includes('REJECT')) {
    return { kind: 'refused', reason: code || 'unknown-code', httpStatus: status };
  }
  const receipt = receiptOf(textAt(item, 'tracking_id') || undefined) ?? msgId;
  if (code === '' || isTaken(code) || code === 'BYT_ACCEPTED')
    return { kind: 'delivered', httpStatus: status, receipt };
  return { kind: 'delivered', httpStatus: status, receipt, reason: code };
}

/** True for a code with which the ministry says no to a message that the warehouse keeps. */
export function isRejection(code: string): boolean {
  return code.includes('SIGNATURE') || classOfCode(code) === 'refused';
}

/** The question failed: the end stays unknown. */
function askedInVain(failure: Failure): Failure {
  return failure.kind === 'misconfigured' ? failure : { ...failure, kind: 'transient' };
}
