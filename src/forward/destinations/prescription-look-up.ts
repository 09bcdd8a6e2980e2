import type { Message } from '../../types/delivery.ts';
import type { PrescriptionDestinationConfig } from '../../types/destination-config.ts';
import type { AttemptOutcome, Failure } from '../destination.ts';
import { type JsonObject, parseObject, textAt } from './answer-json.ts';
import { type HttpAnswer, type HttpExchange, isAnswer } from './http-exchange.ts';
import { receiptOf } from './receiver-code.ts';
import { readSecret } from './secret-file.ts';
import { outcomeOfStatus } from './status-class.ts';

type LookUp = NonNullable<PrescriptionDestinationConfig['lookUp']>;

/** What can stand in a header. */
const HEADER_VALUE = /^[\x21-\x7e]+$/;

/** What becomes of an end that was unknown. */
type Found = AttemptOutcome | { readonly kind: 'not-there' };

/**
 * Asks for a prescription by its code, as a pharmacy does. What is found is compared with what was sent, as far as both tell
 * the same things: the code may hold an earlier version. `not-there`: 404 in the form of the protocol, an object of JSON.
 */
export async function lookUpPrescription(
  http: HttpExchange,
  { url, appName, appKeyFile }: LookUp,
  message: Message,
  isNewerVersion: boolean,
): Promise<Found> {
  const appKey = await readSecret(appKeyFile);
  if (appKey === undefined || !HEADER_VALUE.test(appKey))
    return { kind: 'misconfigured', reason: 'password-unreadable' };
  const { pathname, search } = new URL(url.replace('{ma}', encodeURIComponent(message.key)));
  const answer = await http.request({
    method: 'GET',
    path: pathname + search,
    headers: { accept: 'application/json', 'app-name': appName, 'app-key': appKey },
  });
  if (!isAnswer(answer)) return asNotAsked(answer);
  const found = parseObject(answer.body);
  const isObject = Object.keys(found).length > 0;
  if (answer.status === 404 && isObject) return { kind: 'not-there' };
  if (answer.status !== 200) return asNotAsked(outcomeOfStatus(answer));
  if (textAt(found, 'ma_don_thuoc').toLowerCase() !== message.key.toLowerCase()) return notAnAnswer(answer);
  const same = isSame(parseObject(message.bytes.toString('utf8')), found);
  if (same === false) return { kind: 'refused', reason: 'prescription-immutable', httpStatus: 200 };
  // Nothing to compare: the first version can only be itself, a later one may be the first.
  if (same === undefined && isNewerVersion) return notAnAnswer(answer);
  const receipt = receiptOf(textAt(found, 'checksum'), textAt(found, 'ma_don_thuoc'));
  return receipt === undefined ? notAnAnswer(answer) : { kind: 'delivered', httpStatus: 200, receipt };
}

/** Whatever went wrong, the end of what was sent stays unknown. */
function asNotAsked(failure: Failure): Failure {
  return failure.kind === 'misconfigured' ? failure : { ...failure, kind: 'transient' };
}

function notAnAnswer({ status }: HttpAnswer): Failure {
  return { kind: 'misconfigured', reason: 'not-an-answer', httpStatus: status };
}

/** Undefined when there is nothing that both tell. */
function isSame(sent: JsonObject, found: JsonObject): boolean | undefined {
  const comparisons = [
    compareTexts(textAt(sent, 'ngay_gio_ke_don'), textAt(found, 'ngay_gio_ke_don')),
    compareTexts(drugsOf(sent), drugsOf(found)),
  ].filter((same) => same !== undefined);
  return comparisons.length === 0 ? undefined : comparisons.every((same) => same);
}

function compareTexts(one: string, other: string): boolean | undefined {
  return one === '' || other === '' ? undefined : one === other;
}

/** Drugs and amounts in any order; amounts are texts or numbers. */
function drugsOf(prescription: JsonObject): string {
  const drugs = prescription['thong_tin_don_thuoc'];
  if (!Array.isArray(drugs)) return '';
  return drugs
    .map((drug: JsonObject | null) => JSON.stringify([String(drug?.['ten_thuoc']).trim(), Number(drug?.['so_luong'])]))
    .sort()
    .join('\n');
}
