import { describe, expect, it } from '@jest/globals';
import { composed, sendNew } from '../../support/configured-destination.ts';
import { fhirDelivery } from '../../support/fhir-delivery.ts';
import { PRESCRIPTION } from '../../support/json-forms.ts';
import {
  APP_KEY,
  DOCTOR,
  FACILITY_ID,
  prescriptionCode,
  prescriptionDelivery,
  usePrescriptions,
} from '../../support/prescription-setting.ts';
import { PASSWORD } from '../../support/secret-files.ts';

const CODE = PRESCRIPTION.ma_don_thuoc;

const { secrets, pass, writePasswords, systemWith, destinationAt } = usePrescriptions();

describe('prescription system in order', () => {
  it('takes a prescription as it came, from its doctor, and gives a checksum', async () => {
    const receiver = await systemWith();
    const destination = destinationAt(receiver.url);
    const delivery = prescriptionDelivery();
    const message = await composed(destination, delivery);
    expect(message).toMatchObject({ key: CODE, contentType: 'application/json' });
    expect(await destination.send(message, delivery)).toEqual({
      kind: 'delivered',
      httpStatus: 200,
      receipt: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    expect(receiver.received()).toEqual([message.bytes]);
    expect(JSON.parse(message.bytes.toString())).toEqual({ ...PRESCRIPTION, ma_lien_thong_bac_si: DOCTOR });
    expect(receiver.effects()).toMatchObject([{ key: CODE.toLowerCase() }]);
  });

  it('signs a doctor in once, and each as itself', async () => {
    const receiver = await systemWith('BS-2');
    await writePasswords({ [DOCTOR]: PASSWORD, 'BS-2': PASSWORD });
    const destination = destinationAt(receiver.url);
    for (const number of [1, 2, 3]) {
      expect(
        await sendNew(destination, prescriptionDelivery({ ma_don_thuoc: prescriptionCode(number) })),
      ).toMatchObject({
        kind: 'delivered',
      });
    }
    const other = prescriptionDelivery({ ma_don_thuoc: prescriptionCode(4), ma_lien_thong_bac_si: 'BS-2' });
    expect(await sendNew(destination, other)).toMatchObject({ kind: 'delivered' });
    expect([receiver.signIns(), receiver.effects().length]).toEqual([2, 4]);
  });

  it('the facility may stand in the prescription itself', async () => {
    const receiver = await systemWith();
    const destination = destinationAt(receiver.url, { facilityIds: {} });
    expect(await destination.compose(prescriptionDelivery())).toEqual({
      kind: 'misconfigured',
      reason: 'facility-id-missing',
    });
    const told = prescriptionDelivery({ ma_lien_thong_co_so_kham_chua_benh: FACILITY_ID });
    expect(await sendNew(destination, told)).toMatchObject({ kind: 'delivered' });
  });

  it('a token that is dropped is taken anew', async () => {
    const receiver = await systemWith();
    const destination = destinationAt(receiver.url);
    await sendNew(destination, prescriptionDelivery());
    receiver.expireTokens();
    expect(await sendNew(destination, prescriptionDelivery({ ma_don_thuoc: prescriptionCode(1) }))).toMatchObject({
      kind: 'delivered',
    });
    expect(receiver.signIns()).toBe(2);
  });
});

describe('prescription system, what is not sent', () => {
  it.each([
    [
      'what came as FHIR',
      () => fhirDelivery({ kind: 'prescription' }),
      { kind: 'refused', reason: 'no-national-form' },
    ],
    ['another kind of record', () => fhirDelivery({ kind: 'claim' }), { kind: 'refused', reason: 'no-national-form' }],
    [
      'one that is restricted',
      () => ({ ...prescriptionDelivery(), resources: [] }),
      { kind: 'refused', reason: 'nothing-to-send' },
    ],
    [
      'one that names no doctor',
      () => prescriptionDelivery({ ma_lien_thong_bac_si: '' }),
      { kind: 'refused', reason: 'doctor-missing' },
    ],
    [
      'one whose code could not stand in an address',
      () => prescriptionDelivery({ ma_don_thuoc: '../../x' }),
      { kind: 'refused', reason: 'fields-refused', faults: [{ field: 'ma_don_thuoc', code: '?' }] },
    ],
  ])('%s', async (_name, make, expected) => {
    expect(await destinationAt('http://127.0.0.1:9').compose(make())).toEqual(expected);
  });

  it.each(['RequestGroup', 'MedicationRequest'])('one whose %s is restricted', async (type) => {
    const delivery = prescriptionDelivery();
    const open = delivery.resources.filter(({ resourceType }) => resourceType !== type);
    expect(open.length).toBeLessThan(delivery.resources.length);
    expect(await destinationAt('http://127.0.0.1:9').compose({ ...delivery, resources: open })).toMatchObject({
      kind: 'refused',
      reason: expect.stringMatching(/^(?:nothing-to-send|no-national-form)$/),
    });
  });

  it.each(['MedicationRequest', 'Condition', 'CarePlan'])('one of which a single %s is restricted', async (type) => {
    const delivery = prescriptionDelivery();
    const taken = delivery.resources.find(({ resourceType }) => resourceType === type);
    const open = delivery.resources.filter((resource) => resource !== taken);
    expect(open.length).toBe(delivery.resources.length - 1);
    expect(await destinationAt('http://127.0.0.1:9').compose({ ...delivery, resources: open })).toEqual({
      kind: 'refused',
      reason: 'partly-restricted',
    });
  });

  it('nothing secret is in a message', async () => {
    const { key, bytes } = await composed(destinationAt('http://127.0.0.1:9'), prescriptionDelivery());
    for (const secret of [PASSWORD, APP_KEY, 'Bearer']) expect(key + bytes.toString()).not.toContain(secret);
  });
});

describe('prescription system, its doctors', () => {
  it('a doctor without a password is misconfigured and asks nobody, until there is one', async () => {
    const receiver = await systemWith();
    await writePasswords({});
    const destination = destinationAt(receiver.url);
    expect(await sendNew(destination, prescriptionDelivery())).toEqual({
      kind: 'misconfigured',
      reason: 'doctor-unknown',
    });
    expect(receiver.signIns()).toBe(0);
    await writePasswords({ [DOCTOR]: PASSWORD });
    pass(60_000);
    expect(await sendNew(destination, prescriptionDelivery())).toMatchObject({ kind: 'delivered' });
  });

  it.each(['not JSON', '[]', '{"BS-0000001": 1}', 'null'])('passwords as %s', async (text) => {
    await writePasswords(text);
    expect(await sendNew(destinationAt('http://127.0.0.1:9'), prescriptionDelivery())).toEqual({
      kind: 'misconfigured',
      reason: 'doctor-unknown',
    });
  });

  it('passwords that cannot be read', async () => {
    await secrets().erase('passwords.json');
    expect(await sendNew(destinationAt('http://127.0.0.1:9'), prescriptionDelivery())).toEqual({
      kind: 'misconfigured',
      reason: 'password-unreadable',
    });
  });

  it('a name of Object.prototype is no doctor', async () => {
    const odd = prescriptionDelivery({ ma_lien_thong_bac_si: 'constructor' });
    expect(await sendNew(destinationAt('http://127.0.0.1:9'), odd)).toMatchObject({ reason: 'doctor-unknown' });
  });

  it('a password that is not taken: asked once, holding up nobody else, and read again from its file', async () => {
    const receiver = await systemWith('BS-2');
    await writePasswords({ [DOCTOR]: 'old', 'BS-2': PASSWORD });
    const destination = destinationAt(receiver.url);
    const codes = [1, 2, 3].map((number) => prescriptionDelivery({ ma_don_thuoc: prescriptionCode(number) }));
    for (const delivery of codes) {
      expect(await sendNew(destination, delivery)).toEqual({
        kind: 'misconfigured',
        reason: 'login-refused',
        httpStatus: 401,
      });
    }
    expect(receiver.signIns()).toBe(1);
    const other = prescriptionDelivery({ ma_don_thuoc: prescriptionCode(4), ma_lien_thong_bac_si: 'BS-2' });
    expect(await sendNew(destination, other)).toMatchObject({ kind: 'delivered' });
    await writePasswords({ [DOCTOR]: PASSWORD });
    pass(60_000);
    expect(await sendNew(destination, codes[0] ?? other)).toMatchObject({ kind: 'delivered' });
  });
});

describe('prescription system, what it refuses', () => {
  it('fields, by name and code and never by what it says of them', async () => {
    const receiver = await systemWith();
    const outcome = await sendNew(
      destinationAt(receiver.url),
      prescriptionDelivery({ ngay_sinh_benh_nhan: '1980', gioi_tinh: 7 }),
    );
    expect(outcome).toEqual({
      kind: 'refused',
      reason: 'fields-refused',
      httpStatus: 422,
      faults: [
        { field: 'ngay_sinh_benh_nhan', code: 'date_format' },
        { field: 'gioi_tinh', code: 'in' },
      ],
    });
    expect(JSON.stringify(outcome)).not.toContain('1980');
    expect(receiver.effects()).toEqual([]);
  });

  it.each([
    ['01/08/2020', 'refused'],
    ['01/07/2020', 'delivered'],
  ])('born %s without a weight and a guardian, prescribed on 01/07/2026: %s', async (ngay_sinh_benh_nhan, kind) => {
    const receiver = await systemWith();
    const child = { ngay_sinh_benh_nhan, can_nang: '', ngay_gio_ke_don: '2026-07-01 08:00:00' };
    const outcome = await sendNew(destinationAt(receiver.url), prescriptionDelivery(child));
    const faults = ['can_nang', 'thong_tin_nguoi_giam_ho'].map((field) => ({ field, code: 'required_if' }));
    expect(outcome).toMatchObject({ kind, ...(kind === 'refused' ? { faults } : {}) });
  });

  it('a corrected version under the same code: what was sent cannot change', async () => {
    const receiver = await systemWith();
    const destination = destinationAt(receiver.url);
    await sendNew(destination, prescriptionDelivery());
    expect(await sendNew(destination, prescriptionDelivery({ loi_dan: 'Khác' }, { version: 2 }))).toMatchObject({
      kind: 'refused',
      reason: 'prescription-immutable',
      faults: [{ field: 'ma_don_thuoc', code: 'unique' }],
    });
    expect(receiver.effects()).toHaveLength(1);
  });

  it('a version that corrects what was refused is taken under the same code', async () => {
    const receiver = await systemWith();
    const destination = destinationAt(receiver.url);
    expect(await sendNew(destination, prescriptionDelivery({ gioi_tinh: 7 }))).toMatchObject({ kind: 'refused' });
    expect(await sendNew(destination, prescriptionDelivery({}, { version: 2 }))).toMatchObject({ kind: 'delivered' });
  });

  it('the letters of a code do not tell prescriptions apart', async () => {
    const receiver = await systemWith();
    const destination = destinationAt(receiver.url);
    await sendNew(destination, prescriptionDelivery());
    const capital = prescriptionDelivery({ ma_don_thuoc: CODE.toUpperCase() }, { version: 2 });
    expect(await sendNew(destination, capital)).toMatchObject({ kind: 'refused', reason: 'prescription-immutable' });
  });
});
