import type { DeliveryReceipt } from '../types/receipt.ts';
import { withoutFraction } from './instant-text.ts';

const WORDS = {
  vi: {
    states: {
      queued: 'chờ gửi',
      sending: 'đang gửi',
      delivered: 'đã giao',
      refused: 'bên nhận từ chối',
      unknown: 'chưa rõ kết quả',
      parked: 'chờ người xử lý',
    },
    attempts: (count: number) => `${count} lần thử`,
    receipt: (id: string) => `mã bên nhận ${id}`,
    due: (at: string) => `hạn ${at}`,
    late: 'QUÁ HẠN',
    fault: (field: string) => `trường ${field}`,
  },
  en: {
    states: {
      queued: 'queued',
      sending: 'sending',
      delivered: 'delivered',
      refused: 'refused by the receiver',
      unknown: 'outcome unknown',
      parked: 'parked for a person',
    },
    attempts: (count: number) => `${count} ${count === 1 ? 'attempt' : 'attempts'}`,
    receipt: (id: string) => `receiver's id ${id}`,
    due: (at: string) => `due ${at}`,
    late: 'LATE',
    fault: (field: string) => `field ${field}`,
  },
} as const;

/** The state of a delivery, in words. */
export function deliveryState(state: DeliveryReceipt['state'], language: 'vi' | 'en'): string {
  return WORDS[language].states[state];
}

/** A delivery in one line; below it why it is not there yet, what is to be done, and the fields that were refused. */
export function renderDelivery(delivery: DeliveryReceipt, language: 'vi' | 'en'): readonly string[] {
  const words = WORDS[language];
  const { destination, state, attempts, due, late, deliveredAt, receipt, reason, faults = [] } = delivery;
  const when = deliveredAt === undefined ? '' : ` ${withoutFraction(deliveredAt)}`;
  const told = [
    `${deliveryState(state, language)}${when}`,
    words.attempts(attempts),
    ...(receipt === undefined ? [] : [words.receipt(receipt)]),
    ...(due === undefined ? [] : [words.due(withoutFraction(due))]),
    ...(late === true ? [words.late] : []),
  ];
  const why = reason === undefined ? [] : [`${reason.code}: ${reason.text[language]}`];
  const remedy = reason?.remedy === undefined ? [] : [reason.remedy[language]];
  const refused = faults.map(({ field, code, place }) => {
    const named = place === undefined ? field : `${place} (${field})`;
    return `${words.fault(named)}: ${code}`;
  });
  return [`${destination}: ${told.join(', ')}`, ...[...why, ...remedy, ...refused].map((line) => `  ${line}`)];
}
