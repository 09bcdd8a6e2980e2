import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type PrescriptionReceiver,
  startPrescriptionReceiver,
} from '../../../../../src/simulate/receivers/prescription/prescription-receiver.ts';
import { PRESCRIPTION } from '../../../../support/json-forms.ts';

const CODE = PRESCRIPTION.ma_don_thuoc;
const JSON_TYPE = { 'content-type': 'application/json' };

let now = 0;
let system: PrescriptionReceiver;
beforeEach(async () => {
  now = Date.parse('2026-11-22T08:00:00+07:00');
  system = await startPrescriptionReceiver({
    port: 0,
    clock: () => now,
    doctors: [{ username: 'BS-1', password: 'p', facilityId: 'CS-1' }],
    apps: new Map([['nha-thuoc', 'khoa']]),
  });
});
afterEach(() => system.close());

async function call(path: string, body: object | null, headers: Record<string, string> = {}) {
  const init = body === null ? {} : { method: 'POST', body: JSON.stringify(body) };
  const answer = await fetch(`${system.url}${path}`, { headers: { ...JSON_TYPE, ...headers }, ...init });
  return { status: answer.status, body: JSON.parse(await answer.text()) };
}

const signIn = (changes: object = {}) =>
  call('/api/auth/dang-nhap-bac-si', {
    ma_lien_thong_bac_si: 'BS-1',
    password: 'p',
    ma_lien_thong_co_so_kham_chua_benh: 'CS-1',
    ...changes,
  });

async function send(changes: object = {}) {
  const { body } = await signIn();
  return call('/api/v1/gui-don-thuoc', { ...PRESCRIPTION, ...changes }, { authorization: `Bearer ${body.token}` });
}

const ask = (code: string, key = 'khoa') =>
  call(`/api/v1/thong-tin-don-thuoc/${code}`, null, { 'app-name': 'nha-thuoc', 'app-key': key });

describe('simulated prescription system', () => {
  it('lets a doctor of the facility in, for seven days', async () => {
    expect(await signIn()).toMatchObject({ status: 200, body: { token: expect.any(String), token_type: 'bearer' } });
    expect((await signIn({ password: 'q' })).status).toBe(401);
    expect((await signIn({ ma_lien_thong_co_so_kham_chua_benh: 'CS-2' })).status).toBe(401);
    const { token } = (await signIn()).body;
    now += 604_800_000;
    expect((await call('/api/v1/gui-don-thuoc', PRESCRIPTION, { authorization: `Bearer ${token}` })).status).toBe(401);
  });

  it('takes a code once, large letters or small', async () => {
    expect(await send()).toMatchObject({
      status: 200,
      body: { success: expect.any(String), checksum: expect.any(String) },
    });
    for (const ma_don_thuoc of [CODE, CODE.toUpperCase()]) {
      expect(await send({ ma_don_thuoc })).toMatchObject({
        status: 422,
        body: { danh_sach_cac_loi: [{ truong: 'ma_don_thuoc', ma_loi: 'unique' }] },
      });
    }
    expect(system.effects()).toMatchObject([{ key: CODE.toLowerCase() }]);
  });

  it.each<[string, object]>([
    ['ma_don_thuoc', { ma_don_thuoc: '99001-c' }],
    ['ngay_sinh_benh_nhan', { ngay_sinh_benh_nhan: '1980-05-01' }],
    ['gioi_tinh', { gioi_tinh: 0 }],
    ['ngay_gio_ke_don', { ngay_gio_ke_don: '01/07/2026' }],
    ['thong_tin_don_thuoc', { thong_tin_don_thuoc: [] }],
    ['thong_tin_don_thuoc.0.ten_thuoc', { thong_tin_don_thuoc: [{ so_luong: 1 }] }],
    ['can_nang', { ngay_sinh_benh_nhan: '01/05/2024', can_nang: null, thong_tin_nguoi_giam_ho: 'A' }],
  ])('names the field %s that is not right', async (field, changes) => {
    const { status, body } = await send(changes);
    expect(status).toBe(422);
    expect(body.danh_sach_cac_loi.map(({ truong }: { truong: string }) => truong)).toContain(field);
    expect(system.effects()).toEqual([]);
  });

  it('tells a pharmacy of a prescription, and nothing of who the patient is', async () => {
    await send();
    const { status, body } = await ask(CODE.toUpperCase());
    expect([status, body.ma_don_thuoc]).toEqual([200, CODE]);
    expect(JSON.stringify(body)).not.toContain(PRESCRIPTION.ma_dinh_danh_cong_dan);
    expect(await ask('99001zzzzzzz-c')).toMatchObject({ status: 404, body: { message: 'not found' } });
    expect((await ask(CODE, 'x')).status).toBe(401);
  });
});
