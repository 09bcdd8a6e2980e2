import type { Answer } from '../outcome.ts';
import { answerPlain } from '../plain-json.ts';

/** What the warehouse says in its own form: `{success, code, message, data, errors}`. Texts name conditions, never values. */
export function answerOfWarehouse(
  status: number,
  code: string,
  data: object | null = null,
  errors: readonly WarehouseError[] = [],
): Answer {
  const success = status >= 200 && status < 300 && code !== 'SYSTEM_ERROR';
  const listed = errors.map((error) => ({ severity: 'ERROR', message: 'không đúng quy định', ...error }));
  return answerPlain(status, { success, code, message: code, data, warnings: [], errors: listed });
}

/** One field that the warehouse refuses. */
export interface WarehouseError {
  readonly code: string;
  readonly field_path: string;
}

/** How the warehouse says that it failed. */
export function failureOfWarehouse(status: number): Answer {
  const codes: Readonly<Record<number, string>> = { 413: 'PAYLOAD_TOO_LARGE', 429: 'RATE_LIMITED' };
  return answerOfWarehouse(status, codes[status] ?? 'SYSTEM_ERROR');
}

/** `HSSK-00000001`, `KSKBYT-00000001`: the warehouse's own id of what it keeps. */
export function trackingId(kind: 'HSSK' | 'KSKBYT', number: number): string {
  return `${kind}-${String(number).padStart(8, '0')}`;
}
