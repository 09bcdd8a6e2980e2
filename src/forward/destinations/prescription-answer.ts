import type { FieldFault } from '../../types/delivery.ts';
import type { AttemptOutcome } from '../destination.ts';
import { type JsonObject, parseObject, textAt } from './answer-json.ts';
import type { HttpAnswer } from './http-exchange.ts';
import { receiptOf } from './receiver-code.ts';
import { outcomeOfStatus } from './status-class.ts';

const CODE_FIELD = 'ma_don_thuoc';
/** Names of fields, with the place in a list: `thong_tin_don_thuoc.0.so_luong`. */
const FIELD = /^[a-z][a-z_]{0,60}(?:[.[]?\d{1,3}\]?)?(?:\.[a-z][a-z_]{0,60})?$/;
/** Codes of faults are not documented: a short word or number, nothing that could be a value. */
const FAULT_CODE = /^(?:[A-Za-z][A-Za-z_.-]{0,40}\d{0,3}|\d{1,4})$/;
const MAX_FAULTS = 50;
/** What the system says of a code that it holds already. Only the class is taken from the text. */
const HELD_ALREADY = /đã (?:được sử dụng|được gửi|tồn tại)/u;

/**
 * Reads the answer to a prescription. Delivered means: HTTP 200, `success` (a text) and `checksum`, which is the receipt, and no
 * list of faults. 422 is `refused`, with the fields and codes of `danh_sach_cac_loi` and nothing of its texts; when it is the
 * code of the prescription that is held already, the reason is `prescription-immutable`: what was sent cannot change.
 * @param isNewerVersion the record was received before in another version, most likely under the same code
 */
export function readPrescriptionAnswer(answer: HttpAnswer, isNewerVersion: boolean): AttemptOutcome {
  const { status } = answer;
  if (status !== 200 && status !== 422) return outcomeOfStatus(answer);
  const body = parseObject(answer.body);
  const listed = Array.isArray(body['danh_sach_cac_loi']) ? body['danh_sach_cac_loi'] : [];
  const success = textAt(body, 'success');
  if (status === 200) {
    const receipt = receiptOf(textAt(body, 'checksum'));
    if (success === '' || listed.length > 0) return { kind: 'unknown', reason: 'not-an-answer', httpStatus: status };
    if (receipt === undefined) return { kind: 'unknown', reason: 'receipt-missing', httpStatus: status };
    return { kind: 'delivered', httpStatus: status, receipt };
  }
  if (success === '' && listed.length === 0) return outcomeOfStatus(answer);
  const faults = listed.slice(0, MAX_FAULTS).map(faultOf);
  const isCodeRefused = faults.some(({ field }) => field === CODE_FIELD);
  const isHeld = textsOf(success, listed).some((text) => HELD_ALREADY.test(text.normalize('NFC').toLowerCase()));
  const reason = isHeld || (isNewerVersion && isCodeRefused) ? 'prescription-immutable' : 'fields-refused';
  return { kind: 'refused', reason, httpStatus: status, faults };
}

function faultOf(listed: unknown): FieldFault {
  const [field, code] = [memberOf(listed, 'truong'), memberOf(listed, 'ma_loi')];
  return { field: FIELD.test(field) ? field : '?', code: FAULT_CODE.test(code) ? code : '?' };
}

function textsOf(success: string, listed: readonly unknown[]): readonly string[] {
  return [success, ...listed.map((one) => (typeof one === 'string' ? one : memberOf(one, 'thong_bao')))];
}

function memberOf(listed: unknown, name: string): string {
  if (typeof listed !== 'object' || listed === null) return '';
  const value = (listed as JsonObject)[name];
  return typeof value === 'number' ? String(value) : textAt(listed as JsonObject, name);
}
