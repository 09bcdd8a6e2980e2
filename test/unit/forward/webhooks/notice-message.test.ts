import { describe, expect, it } from '@jest/globals';
import { toNoticeMessage } from '../../../../src/forward/webhooks/notice-message.ts';
import { createNotifies } from '../../../../src/forward/webhooks/notifies.ts';
import { NOTICE } from '../../../support/notices.ts';

const messageOf = (changes: object) =>
  JSON.parse(toNoticeMessage({ ...NOTICE, attempt: 1, fence: 1, ...changes }).toString());

describe('toNoticeMessage', () => {
  it('tells of a delivery as a receipt does', () => {
    expect(messageOf({})).toEqual({
      type: 'delivery.delivered',
      timestamp: '2026-11-22T08:00:05+07:00',
      data: {
        facility: '99001',
        submission: NOTICE.submissionId,
        record: 'GL990017972000001',
        delivery: {
          destination: 'province',
          state: 'delivered',
          deliveredAt: '2026-11-22T08:00:05+07:00',
          receipt: 'province-00000001',
        },
      },
    });
  });

  it('names the record as its sender does', () => {
    expect(messageOf({ recordKey: 'health-check-xml/GL990017972000001' }).data.record).toBe('GL990017972000001');
  });

  it('says why, in Vietnamese and English', () => {
    const { type, data } = messageOf({ state: 'refused', reason: 'http-422', receipt: null });
    expect(type).toBe('delivery.refused');
    expect(data.delivery).toEqual({
      destination: 'province',
      state: 'refused',
      reason: {
        code: 'http-422',
        text: { vi: 'Nơi nhận trả lời HTTP 422.', en: 'The destination answered HTTP 422.' },
        remedy: {
          vi: 'Cơ sở gửi: sửa hồ sơ rồi gửi lại cho cổng.',
          en: 'The sender: mend the record and send it to the gateway again.',
        },
      },
    });
  });

  it('is the same bytes at every attempt', () => {
    const bytes = [1, 2].map((attempt) => toNoticeMessage({ ...NOTICE, attempt, fence: attempt }));
    expect(bytes[0]).toEqual(bytes[1]);
  });
});

describe('createNotifies', () => {
  it('tells the facilities that have a webhook of the states that they want', () => {
    const webhook = { url: 'https://hospital.example', secretFile: '/s' };
    const notifies = createNotifies([
      { ...webhook, facility: '99001', states: ['refused', 'parked'] },
      { ...webhook, facility: '99002', states: ['delivered'] },
    ]);
    expect((['delivered', 'refused', 'parked'] as const).map((state) => notifies('99001', state))).toEqual([
      false,
      true,
      true,
    ]);
    expect(notifies('99002', 'delivered')).toBe(true);
    expect(notifies('99003', 'delivered')).toBe(false);
  });
});
