import type { AttemptOutcome, Failure } from '../destination.ts';
import { objectAt, parseObject, textAt } from './answer-json.ts';
import type { HttpAnswer } from './http-exchange.ts';
import { codeOf, receiptOf } from './receiver-code.ts';
import { outcomeOfStatus } from './status-class.ts';

/** What the hub's envelope says of a message. */
export interface HubReply {
  /** `res_code`; '' when it is no code. */
  readonly code: string;
  /** `msg_id` of the message that it answers; '' when it names none. */
  readonly refMsgId: string;
  /** The hub's own id of it: `txn_id`, else the answer's `msg_id`. */
  readonly receipt: string | undefined;
}

/** The hub keeps the message. */
const TAKEN = new Set(['CM_SUCCESS', 'PS_SYNC_SUCCESS', 'PS_DS_SAVE_SUCCESS', 'PS_DS_VERIFY_SUCCESS']);

/**
 * What its other codes mean. `CA` signatures are those inside the file (CKS_NGUOI_KET_LUAN, CKS_BENH_VIEN): the content is
 * refused, the facility has to sign anew; `RSA` is the envelope's, of our own key.
 * @source QĐ 2062/QĐ-BYT, annex 02; codes seen by independent senders
 */
const CLASS_OF_CODE: Readonly<Record<string, Failure['kind']>> = {
  CM_SYSTEM_ERROR: 'transient',
  PS_DS_SAVE_FAIL: 'transient',
  CM_INVALID_REQUEST: 'refused',
  PS_DS_VERIFY_FAIL: 'refused',
  PS_DS_CA_SIGNATURE_INVALID: 'refused',
  PS_DS_CA_SIGNATURE_MISSING: 'refused',
  PS_CCCD_DUPLICATE_IN_6_MONTHS: 'refused',
  PS_DS_RSA_SIGNATURE_INVALID: 'misconfigured',
  PS_DS_RSA_SIGNATURE_MISSING: 'misconfigured',
  PS_SIGNATURE_INVALID: 'misconfigured',
  CM_AUTH_ACCOUNT_FAIL: 'misconfigured',
  CM_AUTH_PERMISSION: 'misconfigured',
  CM_AUTH_EXPIRED: 'misconfigured',
};

const TOKEN_REFUSED = new Set(['CM_AUTH_ACCOUNT_FAIL', 'CM_AUTH_PERMISSION', 'CM_AUTH_EXPIRED']);
const SIGNATURE_REFUSED = new Set([
  'PS_DS_RSA_SIGNATURE_INVALID',
  'PS_DS_RSA_SIGNATURE_MISSING',
  'PS_SIGNATURE_INVALID',
]);
/** The type of a message that answers another. */
const REPLY = '102';

/** True for a code with which a receiver says that it keeps the message. */
export function isTaken(code: string): boolean {
  return TAKEN.has(code);
}

/** Class of a code that says something else than `isTaken`; undefined for one that is not known. */
export function classOfCode(code: string): Failure['kind'] | undefined {
  return Object.hasOwn(CLASS_OF_CODE, code) ? CLASS_OF_CODE[code] : undefined;
}

/** True when the hub says in its body that the token is not good. */
export function isHubTokenRefused(answer: HttpAnswer): boolean {
  return answer.status === 401 || TOKEN_REFUSED.has(readHubReply(answer.body)?.code ?? '');
}

/** True for a failure that lies in our own key, or in how it is used. */
export function isSignatureRefused({ reason }: Pick<Failure, 'reason'>): boolean {
  return SIGNATURE_REFUSED.has(reason);
}

/** Reads the hub's envelope; undefined for a body that is none. */
export function readHubReply(body: string | null): HubReply | undefined {
  const answer = parseObject(body);
  const header = objectAt(answer, 'header');
  const resCode = textAt(header, 'res_code') || textAt(answer, 'res_code');
  if (resCode === '') return undefined;
  const type = textAt(header, 'msg_type');
  if (type !== '' && type !== REPLY) return undefined;
  return {
    code: codeOf(resCode),
    refMsgId: textAt(header, 'ref_msg_id') || textAt(answer, 'ref_msg_id'),
    receipt: receiptOf(textAt(header, 'txn_id') || undefined, textAt(header, 'msg_id') || undefined),
  };
}

/**
 * What the hub's answer to a message means. HTTP 200 is no success: `res_code` decides, whatever the status, and only of an
 * answer that names our message; one that refuses may name none. A code that is not known leaves the end unknown. Without an
 * envelope the status decides; a 500 is tried again, as the ministry's guide says of 5xx, but 502 and 504 are the words of
 * something in between that had passed the message on.
 */
export function readHubAnswer(answer: HttpAnswer, msgId: string): AttemptOutcome {
  const { status, retryAfterMs } = answer;
  const reply = readHubReply(answer.body);
  if (reply === undefined) return withoutReply(answer);
  const detail = { httpStatus: status, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  const { code, refMsgId, receipt } = reply;
  if (refMsgId !== '' && refMsgId !== msgId) return { kind: 'unknown', reason: 'other-message', ...detail };
  if (isTaken(code)) {
    if (refMsgId === '') return { kind: 'unknown', reason: 'other-message', ...detail };
    return { kind: 'delivered', httpStatus: status, receipt: receipt ?? msgId };
  }
  return { kind: classOfCode(code) ?? 'unknown', reason: code || 'unknown-code', ...detail };
}

function withoutReply(answer: HttpAnswer): Failure {
  const failure = outcomeOfStatus(answer);
  if (answer.status >= 200 && answer.status < 300) return { ...failure, reason: 'not-an-answer' };
  return answer.status === 500 ? { ...failure, kind: 'transient' } : failure;
}
