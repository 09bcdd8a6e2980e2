import { describe, expect, it } from '@jest/globals';
import { createPlaceOfFault } from '../../../src/pipeline/fault-place.ts';
import { buildReceipt } from '../../../src/pipeline/receipt.ts';
import type { StoredDelivery, StoredSubmission } from '../../../src/types/intake.ts';
import { schemaAt } from '../../support/api-document.ts';
import { FORMS } from '../../support/claim-envelope.ts';
import { at } from '../../support/working-calendar.ts';

const OK = JSON.stringify({
  resourceType: 'OperationOutcome',
  issue: [{ severity: 'information', code: 'informational' }],
});
const RECEIVED = at('2026-11-20 08:00');

const delivery = (own: Partial<StoredDelivery> = {}): StoredDelivery => ({
  destination: 'province',
  state: 'queued',
  attempts: 0,
  queuedAt: RECEIVED,
  deadline: null,
  deliveredAt: null,
  receipt: null,
  reason: null,
  faults: [],
  ...own,
});

/** The delivery as the sender is shown it; the receipt fits the published schema. */
function shown(own: Partial<StoredDelivery>, now = RECEIVED) {
  const stored: StoredSubmission = {
    id: '01935a2b-0000-7000-8000-000000000001',
    facility: '99001',
    format: 'health-check-xml',
    sha256: 'a'.repeat(64),
    state: 'accepted',
    receivedAt: RECEIVED,
    response: null,
    outcome: null,
    records: [
      {
        ...{ id: 'r', key: 'health-check-xml/LK1', kind: 'health-check', state: 'accepted', outcome: OK },
        ...{ resourceCount: 3, deliveries: [delivery(own)] },
      },
    ],
  };
  const receipt = buildReceipt(stored, { clock: () => now, placeOfFault: createPlaceOfFault(FORMS.forms) });
  const fits = schemaAt('#/components/schemas/Receipt');
  fits(receipt);
  expect(fits.errors).toBeNull();
  return receipt.records[0]?.deliveries[0];
}

describe('the receipt of a delivery', () => {
  it('says no more than there is', () => {
    expect(shown({})).toEqual({ destination: 'province', state: 'queued', attempts: 0 });
  });

  it('says when it arrived, and the receiver’s own id', () => {
    const own = { state: 'delivered', attempts: 1, deliveredAt: at('2026-11-20 08:01'), receipt: 'tx-1' } as const;
    expect(shown(own)).toEqual({
      ...{ destination: 'province', state: 'delivered', attempts: 1 },
      ...{ deliveredAt: '2026-11-20T08:01:00+07:00', receipt: 'tx-1' },
    });
  });

  it.each<[string, Partial<StoredDelivery>, string, true | undefined]>([
    ['before it is due', {}, '2026-11-21 08:00', undefined],
    ['after it was due', {}, '2026-11-21 08:01', true],
    ['delivered in time, seen later', { deliveredAt: at('2026-11-21 08:00') }, '2026-11-22 08:00', undefined],
    ['delivered late', { deliveredAt: at('2026-11-21 08:01') }, '2026-11-22 08:00', true],
    ['refused before it was due, seen later', { state: 'refused' }, '2026-11-22 08:00', true],
  ])('is late or not: %s', (_name, own, now, late) => {
    const found = shown({ deadline: at('2026-11-21 08:00'), ...own }, at(now));
    expect(found).toMatchObject({ due: '2026-11-21T08:00:00+07:00' });
    expect(found?.late).toBe(late);
  });

  it('tells why, what to do, and which of the sender’s own fields', () => {
    const faults = [
      { field: 'KHAMSUCKHOE.XML1[1].SO_CCCD', code: 'INVALID' },
      { field: 'header/msg_id', code: 'REQUIRED' },
    ];
    const { reason, faults: told } = shown({ state: 'refused', attempts: 1, reason: 'fields-refused', faults }) ?? {};
    expect(reason).toEqual({
      code: 'fields-refused',
      text: { vi: 'Nơi nhận từ chối một số trường.', en: 'The destination refuses some fields.' },
      remedy: {
        vi: 'Cơ sở gửi: sửa hồ sơ rồi gửi lại cho cổng.',
        en: 'The sender: mend the record and send it to the gateway again.',
      },
    });
    expect(told).toEqual([{ ...faults[0], place: 'KSK.XML1[1].SO_CCCD' }, faults[1]]);
  });

  it('asks for nothing where it arrived', () => {
    const own = { state: 'delivered', deliveredAt: RECEIVED, receipt: 'x', reason: 'ACCEPTED_DUPLICATE' } as const;
    expect(shown(own)?.reason).not.toHaveProperty('remedy');
  });
});
