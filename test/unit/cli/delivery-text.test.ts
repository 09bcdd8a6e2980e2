import { describe, expect, it } from '@jest/globals';
import { renderDelivery } from '../../../src/cli/delivery-text.ts';
import type { DeliveryReceipt } from '../../../src/types/receipt.ts';

const ARRIVED: DeliveryReceipt = {
  ...{ destination: 'province', state: 'delivered', attempts: 1, due: '2026-11-21T08:00:00+07:00' },
  ...{ deliveredAt: '2026-11-20T08:00:05+07:00', receipt: 'B-1' },
};
const REFUSED: DeliveryReceipt = {
  ...{ destination: 'ministry', state: 'refused', attempts: 2, due: '2026-11-20T08:00:00+07:00', late: true },
  reason: {
    code: 'fields-refused',
    text: { vi: 'Nơi nhận từ chối một số trường.', en: 'The destination refuses some fields.' },
    remedy: { vi: 'Sửa hồ sơ.', en: 'Mend the record.' },
  },
  faults: [
    { field: 'XML1.SO_CCCD', code: 'INVALID', place: 'KSK.XML1.SO_CCCD' },
    { field: 'header/msg_id', code: 'REQUIRED' },
  ],
};

describe('a delivery at the terminal', () => {
  it('that arrived is one line', () => {
    expect(renderDelivery(ARRIVED, 'en')).toEqual([
      "province: delivered 2026-11-20T08:00:05+07:00, 1 attempt, receiver's id B-1, due 2026-11-21T08:00:00+07:00",
    ]);
    expect(renderDelivery(ARRIVED, 'vi')).toEqual([
      'province: đã giao 2026-11-20T08:00:05+07:00, 1 lần thử, mã bên nhận B-1, hạn 2026-11-21T08:00:00+07:00',
    ]);
  });

  it('that did not says why, what to do, and the sender’s own fields', () => {
    expect(renderDelivery(REFUSED, 'en')).toEqual([
      'ministry: refused by the receiver, 2 attempts, due 2026-11-20T08:00:00+07:00, LATE',
      '  fields-refused: The destination refuses some fields.',
      '  Mend the record.',
      '  field KSK.XML1.SO_CCCD (XML1.SO_CCCD): INVALID',
      '  field header/msg_id: REQUIRED',
    ]);
    expect(renderDelivery(REFUSED, 'vi')).toEqual([
      'ministry: bên nhận từ chối, 2 lần thử, hạn 2026-11-20T08:00:00+07:00, QUÁ HẠN',
      '  fields-refused: Nơi nhận từ chối một số trường.',
      '  Sửa hồ sơ.',
      '  trường KSK.XML1.SO_CCCD (XML1.SO_CCCD): INVALID',
      '  trường header/msg_id: REQUIRED',
    ]);
  });
});
