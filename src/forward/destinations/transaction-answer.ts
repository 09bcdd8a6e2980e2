import { hash } from 'node:crypto';
import type { AttemptOutcome } from '../destination.ts';
import type { HttpAnswer } from './http-exchange.ts';
import { outcomeOfStatus } from './status-class.ts';

/** What a receiver may show as its own id: visible ASCII, so that it can stand in receipts, logs and pages. */
const RECEIPT = /^[\x21-\x7e]{1,256}$/;
const SUCCESS_STATUS = /^2\d\d(?!\d)/;

/** The server understood the request and rejects its content, if an OperationOutcome says so. */
const CONTENT_STATUSES = new Set([400, 422]);
/**
 * Issue types that may pass by themselves: the `transient` branch of the FHIR value set, and a reference to a
 * resource that may still be on its way in another record.
 * @source https://hl7.org/fhir/R4/valueset-issue-type.html
 */
const PASSING_ISSUES = new Set([
  'transient',
  'lock-error',
  'no-store',
  'exception',
  'timeout',
  'incomplete',
  'throttled',
  'not-found',
]);

/**
 * Reads the answer to a transaction of `entries` entries. Delivered only when the status is 200 and the body a
 * `transaction-response` with one entry per request entry, each with a 2xx status; any other 200 is `unknown`. A 500 is
 * `transient`: with it a FHIR server says that it took nothing of the transaction; other statuses mean what they always mean.
 * The table by status is in docs/destinations.md.
 * @source https://hl7.org/fhir/R4/http.html#transaction-response and #transaction
 */
export function readTransactionAnswer(answer: HttpAnswer, entries: number): AttemptOutcome {
  const { status } = answer;
  if (status === 200) return readSuccess(answer, entries);
  const outcome = outcomeOfStatus(answer);
  if (status === 500) return { ...outcome, kind: 'transient' };
  if (!CONTENT_STATUSES.has(status)) return outcome;
  const errors = errorCodes(parseObject(answer.body));
  if (errors.length === 0) return outcome;
  return { ...outcome, kind: errors.every((code) => PASSING_ISSUES.has(code)) ? 'transient' : 'refused' };
}

function readSuccess({ status, headers, body }: HttpAnswer, entries: number): AttemptOutcome {
  const bundle = parseObject(body);
  const fault = faultOf(bundle, entries);
  if (fault !== undefined) return { kind: 'unknown', reason: fault, httpStatus: status };
  return { kind: 'delivered', httpStatus: status, receipt: receiptOf(bundle, headers) };
}

/** Why a 200 is not a success; undefined when it is one. */
function faultOf(bundle: JsonObject, entries: number): string | undefined {
  if (bundle['resourceType'] === 'OperationOutcome') return 'operation-outcome-in-200';
  if (bundle['resourceType'] !== 'Bundle' || bundle['type'] !== 'transaction-response')
    return 'not-a-transaction-response';
  const responses = responsesOf(bundle);
  if (responses.length !== entries) return 'entries-missing';
  const succeeded = responses.every(({ status }) => typeof status === 'string' && SUCCESS_STATUS.test(status));
  return succeeded ? undefined : 'entry-not-successful';
}

function receiptOf(bundle: JsonObject, headers: HttpAnswer['headers']): string {
  const own = [bundle['id'], headers['x-receipt-id'], headers['location']].find(isReceipt);
  if (own !== undefined) return own;
  const versions = responsesOf(bundle).map(({ location, etag }) => [location, etag]);
  return `sha256:${hash('sha256', JSON.stringify(versions)).slice(0, 32)}`;
}

function isReceipt(value: unknown): value is string {
  return typeof value === 'string' && RECEIPT.test(value);
}

function errorCodes(outcome: JsonObject): readonly string[] {
  if (outcome['resourceType'] !== 'OperationOutcome') return [];
  return listOf(outcome['issue'])
    .filter(({ severity }) => severity === 'error' || severity === 'fatal')
    .map(({ code }) => String(code));
}

function responsesOf(bundle: JsonObject): readonly JsonObject[] {
  return listOf(bundle['entry']).map(({ response }) => toObject(response));
}

type JsonObject = Readonly<Record<string, unknown>>;

function parseObject(text: string | null): JsonObject {
  try {
    return toObject(JSON.parse(text ?? 'null'));
  } catch {
    return {};
  }
}

function listOf(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.map(toObject) : [];
}

function toObject(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null ? (value as JsonObject) : {};
}
