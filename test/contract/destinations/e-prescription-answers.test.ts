import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readPrescriptionAnswer } from '../../../src/forward/destinations/prescription-answer.ts';
import { answerBy } from '../../support/answer-by.ts';
import { composed, sendNew } from '../../support/configured-destination.ts';
import { PRESCRIPTION } from '../../support/json-forms.ts';
import { closeLocalServers } from '../../support/local-server.ts';
import { prescriptionDelivery, usePrescriptions } from '../../support/prescription-setting.ts';

const CODE = PRESCRIPTION.ma_don_thuoc;

const { secrets, systemWith, destinationAt } = usePrescriptions();
afterEach(closeLocalServers);

describe('prescription system, an end that is unknown', () => {
  it('without an account to ask with there is no question, and no repetition is harmless', () => {
    const destination = destinationAt('http://127.0.0.1:9');
    expect(destination.lookUp).toBeUndefined();
    expect(destination.isIdempotent).toBe(false);
  });

  it('a lost answer: it is there, or it is not', async () => {
    const receiver = await systemWith();
    const destination = destinationAt(receiver.url, { looksUp: true });
    const delivery = prescriptionDelivery();
    const message = await composed(destination, delivery);
    expect(await destination.lookUp?.(message, delivery)).toEqual({ kind: 'not-there' });
    await receiver.setFault('reset-after-commit');
    expect(await destination.send(message, delivery)).toMatchObject({ kind: 'unknown', reason: 'reset' });
    await receiver.setFault(null);
    expect(await destination.lookUp?.(message, { ...delivery, unsettled: message })).toEqual({
      kind: 'delivered',
      httpStatus: 200,
      receipt: CODE,
    });
    expect(receiver.effects()).toHaveLength(1);
  });

  it('the code holds an earlier version: the newer one is refused', async () => {
    const receiver = await systemWith();
    const destination = destinationAt(receiver.url, { looksUp: true });
    await sendNew(destination, prescriptionDelivery());
    const newer = prescriptionDelivery({ ngay_gio_ke_don: '2026-07-01 09:00:00' }, { version: 2 });
    const message = await composed(destination, newer);
    expect(await destination.lookUp?.(message, newer)).toEqual({
      kind: 'refused',
      reason: 'prescription-immutable',
      httpStatus: 200,
    });
    const drugs = prescriptionDelivery({ thong_tin_don_thuoc: [{ ten_thuoc: 'Khác', so_luong: 1 }] }, { version: 2 });
    expect(await destination.lookUp?.(await composed(destination, drugs), drugs)).toMatchObject({ kind: 'refused' });
  });

  it('sent again and refused because its code is held: its own earlier attempt may hold it, so the end stays unknown', async () => {
    const receiver = await systemWith();
    const destination = destinationAt(receiver.url, { looksUp: true });
    const delivery = prescriptionDelivery();
    const message = await composed(destination, delivery);
    await destination.send(message, delivery);
    expect(await destination.send(message, { ...delivery, attempt: 2, unsettled: message })).toMatchObject({
      kind: 'unknown',
      reason: 'prescription-immutable',
    });
    expect(await destination.send(message, { ...delivery, attempt: 2 })).toMatchObject({ kind: 'refused' });
  });

  it.each([
    ['a 404 that is no answer of the system', 404, '<html>', 'misconfigured', 'http-404'],
    ['another prescription', 200, { ma_don_thuoc: 'X' }, 'misconfigured', 'not-an-answer'],
    ['no prescription', 200, '[]', 'misconfigured', 'not-an-answer'],
    ['a refused app', 401, { message: 'x' }, 'misconfigured', 'http-401'],
    ['a full house', 429, {}, 'transient', 'http-429'],
    ['a fault', 500, {}, 'transient', 'http-500'],
    ['a refusal of size', 413, {}, 'transient', 'http-413'],
  ])('%s answers nothing', async (_name, status, body, kind, reason) => {
    const url = await answerBy(() => ({ status, body }));
    const destination = destinationAt(url, { looksUp: true });
    const delivery = prescriptionDelivery();
    expect(await destination.lookUp?.(await composed(destination, delivery), delivery)).toMatchObject({ kind, reason });
  });

  it('an answer that tells too little settles the first version only', async () => {
    const url = await answerBy(() => ({
      status: 200,
      body: { ma_don_thuoc: CODE.toUpperCase(), checksum: 'abc' },
    }));
    const destination = destinationAt(url, { looksUp: true });
    const delivery = prescriptionDelivery();
    const message = await composed(destination, delivery);
    expect(await destination.lookUp?.(message, delivery)).toEqual({
      kind: 'delivered',
      httpStatus: 200,
      receipt: 'abc',
    });
    expect(await destination.lookUp?.(message, { ...delivery, version: 2 })).toMatchObject({ kind: 'misconfigured' });
  });

  it('no connection, no key: the end stays unknown', async () => {
    const delivery = prescriptionDelivery();
    const down = destinationAt('http://127.0.0.1:9', { looksUp: true });
    const message = await composed(down, delivery);
    expect(await down.lookUp?.(message, delivery)).toEqual({ kind: 'transient', reason: 'connect-refused' });
    await secrets().erase('app-key');
    expect(await down.lookUp?.(message, delivery)).toEqual({ kind: 'misconfigured', reason: 'password-unreadable' });
  });
});

const LOGIN = '/api/auth/dang-nhap-bac-si';

describe('prescription system, its answers', () => {
  it.each([
    [200, { success: 'Gửi đơn thuốc thành công', checksum: 'c1' }, { kind: 'delivered', receipt: 'c1' }],
    [200, { success: 'Gửi đơn thuốc thành công' }, { kind: 'unknown', reason: 'receipt-missing' }],
    [200, { success: '', checksum: 'c1' }, { kind: 'unknown', reason: 'not-an-answer' }],
    [200, { success: true, checksum: 'c1' }, { kind: 'unknown', reason: 'not-an-answer' }],
    [200, { success: 'x', checksum: 'c1', danh_sach_cac_loi: [{}] }, { kind: 'unknown', reason: 'not-an-answer' }],
    [200, '<html>', { kind: 'unknown', reason: 'not-an-answer' }],
    [201, { success: 'x', checksum: 'c1' }, { kind: 'unknown', reason: 'http-201' }],
    [400, {}, { kind: 'misconfigured', reason: 'http-400' }],
    [403, {}, { kind: 'misconfigured', reason: 'http-403' }],
    [422, '<html>', { kind: 'misconfigured', reason: 'http-422' }],
    [
      422,
      { success: 'Đơn thuốc đã được sử dụng trước đó' },
      { kind: 'refused', reason: 'prescription-immutable', faults: [] },
    ],
    [
      422,
      { danh_sach_cac_loi: ['Bệnh nhân Nguyễn Văn A sai tuổi'] },
      { kind: 'refused', reason: 'fields-refused', faults: [{ field: '?', code: '?' }] },
    ],
    [
      422,
      {
        danh_sach_cac_loi: [
          { truong: 'Nguyễn Văn A', ma_loi: 'Nguyễn Văn A' },
          null,
          { truong: 'dia_chi', ma_loi: 12 },
        ],
      },
      {
        kind: 'refused',
        reason: 'fields-refused',
        faults: [
          { field: '?', code: '?' },
          { field: '?', code: '?' },
          { field: 'dia_chi', code: '12' },
        ],
      },
    ],
    [500, {}, { kind: 'unknown', reason: 'http-500' }],
    [503, {}, { kind: 'transient', reason: 'http-503' }],
  ])('%i %j', async (status, body, expected) => {
    const url = await answerBy((path) => (path === LOGIN ? { status: 200, body: { token: 't' } } : { status, body }));
    expect(await sendNew(destinationAt(url), prescriptionDelivery())).toEqual({ ...expected, httpStatus: status });
  });

  it.each([
    [200, { token: '' }, 'transient', 'not-an-answer'],
    [200, { token: 'a b' }, 'transient', 'not-an-answer'],
    [200, '<html>', 'transient', 'not-an-answer'],
    [422, {}, 'misconfigured', 'login-refused'],
    [404, {}, 'misconfigured', 'login-refused'],
    [500, {}, 'transient', 'http-500'],
    [503, {}, 'transient', 'http-503'],
    [302, {}, 'misconfigured', 'http-302'],
  ])('a sign-in answered by %i %j: nothing was sent', async (status, body, kind, reason) => {
    const url = await answerBy((path) => (path === LOGIN ? { status, body } : { status: 500, body: {} }));
    expect(await sendNew(destinationAt(url), prescriptionDelivery())).toMatchObject({ kind, reason });
  });

  it('whatever it says, no text of it comes through', () => {
    const name = 'Trần-Thị-Bí-Mật 051080000001';
    const shape = fc.dictionary(fc.constantFrom('success', 'checksum', 'danh_sach_cac_loi', 'truong'), fc.jsonValue());
    const listed = fc.array(
      fc.record({
        truong: fc.constantFrom(name, 'dia_chi'),
        ma_loi: fc.constantFrom(name, 'x'),
        thong_bao: fc.constant(name),
      }),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          shape,
          listed.map((list) => ({ danh_sach_cac_loi: list, success: name })),
        ),
        fc.constantFrom(200, 422),
        (body, status) => {
          const answer = { status, headers: {}, body: JSON.stringify(body), retryAfterMs: undefined };
          expect(JSON.stringify(readPrescriptionAnswer(answer, false))).not.toContain('Bí-Mật');
        },
      ),
    );
  });
});
