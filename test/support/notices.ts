import { v7 } from 'uuid';
import type { LeasedNotice } from '../../src/types/delivery.ts';

/** Word of a record that the province has. */
export const NOTICE: Omit<LeasedNotice, 'attempt' | 'fence'> = {
  id: '01a20216-0847-7278-ae99-3738a56b6bc1',
  facility: '99001',
  destination: 'province',
  recordKey: 'GL990017972000001',
  submissionId: '01a20216-0847-7278-ae99-3738a56b6bc0',
  state: 'delivered',
  reason: null,
  receipt: 'province-00000001',
  at: Date.parse('2026-11-22T08:00:05+07:00'),
};

/** So many notices of a facility, each with its own id and record. */
export function noticesOf(facility: string, count: number, at = NOTICE.at): readonly (typeof NOTICE)[] {
  return Array.from({ length: count }, (_, index) => ({
    ...NOTICE,
    id: v7(),
    facility,
    recordKey: `${facility}-${index + 1}`,
    at,
  }));
}
