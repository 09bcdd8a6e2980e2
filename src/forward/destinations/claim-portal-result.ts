import type { ClaimPortalDestinationConfig, ClaimPortalResult } from '../../types/destination-config.ts';
import type { AttemptOutcome } from '../destination.ts';
import { type JsonObject, parseObject } from './answer-json.ts';
import type { HttpAnswer } from './http-exchange.ts';
import { receiptOf } from './receiver-code.ts';
import { outcomeOfStatus } from './status-class.ts';

/**
 * maKetQua as far as it is known. 200, 401, 403: guide to the interface of QĐ 4750, restated by implementers; 205, 500, 1001:
 * annex 02 (2025), as implemented. 500 is a fault of the server that does not say whether it kept the file: unknown, as every
 * code that stands nowhere.
 */
const KNOWN: ReadonlyMap<string, ClaimPortalResult> = new Map([
  ['200', 'delivered'],
  ['401', 'login'],
  ['403', 'misconfigured'],
  ['205', 'refused'],
  ['1001', 'refused'],
]);

/** Codes are numbers, also as JSON numbers. Anything longer could be a text. */
const CODE = /^[0-9A-Za-z]{1,6}$/;

/**
 * Reads the answer to a file. Delivered means: HTTP 200, a result that says so, and a transaction code (maGiaoDich, MaGD), which
 * is the receipt. A token that is not taken is said with HTTP 200 too: such an answer counts as 401.
 */
export function readPortalAnswer(
  answer: HttpAnswer,
  { resultCodes }: Pick<ClaimPortalDestinationConfig, 'resultCodes'>,
): AttemptOutcome {
  const body = parseObject(answer.body);
  const result = resultOf(body);
  const meaning = result === undefined ? undefined : meaningOf(result, resultCodes);
  const status = outcomeOfStatus(answer);
  if (answer.status !== 200)
    return meaning === 'refused' ? { ...status, kind: 'refused', reason: `result-${result}` } : status;
  if (result === undefined) return { kind: 'unknown', reason: 'not-an-answer', httpStatus: 200 };
  if (meaning !== 'delivered') return { kind: kindOf(meaning), reason: `result-${result}`, httpStatus: 200 };
  const receipt = receiptOf(...['maGiaoDich', 'MaGD', 'maGD'].map((name) => textOf(body, name)));
  if (receipt === undefined) return { kind: 'unknown', reason: 'receipt-missing', httpStatus: 200 };
  return { kind: 'delivered', httpStatus: 200, receipt };
}

/** True for HTTP 401, and for a result that means the same. */
export function isTokenRefused(
  { status, body }: HttpAnswer,
  { resultCodes }: Pick<ClaimPortalDestinationConfig, 'resultCodes'>,
): boolean {
  if (status !== 200) return status === 401;
  const result = resultOf(parseObject(body));
  return result !== undefined && meaningOf(result, resultCodes) === 'login';
}

/** maKetQua, MaKetQua; undefined when there is none. */
export function resultOf(body: JsonObject): string | undefined {
  const result = textOf(body, 'maKetQua') ?? textOf(body, 'MaKetQua');
  return result !== undefined && CODE.test(result) ? result : undefined;
}

function meaningOf(
  result: string,
  configured: ClaimPortalDestinationConfig['resultCodes'],
): ClaimPortalResult | undefined {
  return Object.hasOwn(configured, result) ? configured[result] : KNOWN.get(result);
}

function kindOf(meaning: Exclude<ClaimPortalResult, 'delivered'> | undefined) {
  if (meaning === undefined) return 'unknown';
  return meaning === 'login' ? 'misconfigured' : meaning;
}

function textOf(body: JsonObject, name: string): string | undefined {
  const value = Object.hasOwn(body, name) ? body[name] : undefined;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
