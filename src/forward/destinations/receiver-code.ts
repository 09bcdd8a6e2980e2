import type { FieldFault } from '../../types/delivery.ts';

/** `CM_INVALID_REQUEST`, `ORG_MISMATCH`: names of conditions. Nothing that could be a text or a number of somebody. */
const CODE = /^[A-Z]{2,24}(?:_[A-Z0-9]{1,24}){0,8}$/;
const LONG_NUMBER = /\d{4}/;
/** `KHAMSUCKHOE.XML1[1].SO_CCCD`, `header/msg_id`. */
const FIELD = /^[A-Za-z_][A-Za-z0-9_.:/@#[\]-]{0,127}$/;
/** What a receiver may show as its own id: visible ASCII, so that it can stand in receipts, logs and pages. */
const RECEIPT = /^[\x21-\x7e]{1,256}$/;

const MAX_FAULTS = 50;

/** A code of the receiver that may be kept as a reason; '' for what is no code. */
export function codeOf(value: string): string {
  return CODE.test(value) && !LONG_NUMBER.test(value) ? value : '';
}

/** The first of the values that may be shown as the receiver's own id. */
export function receiptOf(...values: readonly unknown[]): string | undefined {
  return values.find((value): value is string => typeof value === 'string' && RECEIPT.test(value));
}

/** A field and a code as a receiver names them, at most 50; what is no name of a field is left out, and so is any message. */
export function faultsOf(named: readonly { readonly field: string; readonly code: string }[]): readonly FieldFault[] {
  return named
    .filter(({ field }) => FIELD.test(field) && !LONG_NUMBER.test(field))
    .slice(0, MAX_FAULTS)
    .map(({ field, code }) => ({ field, code: codeOf(code) || 'unknown-code' }));
}
