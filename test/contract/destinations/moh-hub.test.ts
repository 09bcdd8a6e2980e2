import { createVerify } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { REFUSED_KEY_WAIT_MS } from '../../../src/forward/destinations/hub-message.ts';
import { HUB_RECORDS } from '../../../src/forward/destinations/moh-hub.ts';
import { readFormFacts } from '../../../src/simulate/receivers/form-facts.ts';
import type { HubAccount } from '../../../src/simulate/receivers/hub/hub-desk.ts';
import { composed, sendNew } from '../../support/configured-destination.ts';
import { healthCheckFile } from '../../support/health-form-files.ts';
import { healthBookDelivery, healthCheckDelivery } from '../../support/health-forms.ts';
import { useHub } from '../../support/hub-setting.ts';
import { leasedDelivery } from '../../support/leased-delivery.ts';
import { nationalDelivery } from '../../support/national-delivery.ts';
import { FACILITY, NOW, PASSWORD, rsaKeyPair, SENDER_ID } from '../../support/secret-files.ts';

const { account, pair, secrets, pass, hubWith, destinationAt } = useHub();

describe('the hub, in order', () => {
  it('signs in, sends, and keeps the txn_id as receipt', async () => {
    const hub = await hubWith();
    const destination = destinationAt(hub);
    const delivery = healthCheckDelivery();
    const message = await composed(destination, delivery);
    expect(message.key).toMatch(/^0000000099001261122[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}$/);
    expect(message.contentType).toBe('application/json');
    expect(await destination.send(message, delivery)).toEqual({
      kind: 'delivered',
      httpStatus: 200,
      receipt: `DS-${SENDER_ID}-00000001`,
    });
    const digest = readFormFacts(healthCheckFile(1, 'lần 1'))?.digest;
    expect(hub.effects()).toMatchObject([{ key: message.key, order: 1, digest, resources: ['health-check/LK1'] }]);
    expect(hub.received()[0]?.equals(message.bytes)).toBe(true);
  });

  it('what it sends is signed over the very texts that it sends', async () => {
    const hub = await hubWith();
    const { bytes } = await composed(destinationAt(hub), healthCheckDelivery());
    const { header, data, signature } = JSON.parse(bytes.toString('utf8'));
    expect(header).toEqual({
      version: '1.0.6',
      sender_id: SENDER_ID,
      receiver_id: 'TDLBYT',
      txn_type: 'sync_checkup',
      msg_id: expect.any(String),
      msg_type: '101',
      data_type: 'xml/base64',
      send_datetime: NOW,
    });
    const hex = async (text: string) =>
      Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(text)))
        .toString('hex')
        .toUpperCase();
    const signed = `${await hex(JSON.stringify(header))}.${await hex(data)}`;
    expect(createVerify('RSA-SHA256').update(signed).verify(pair.publicKey, signature, 'base64')).toBe(true);
    expect(Buffer.from(data, 'base64').toString('utf8')).toMatch(
      /^<\?xml version="1\.0" encoding="utf-8"\?>\n<KHAMSUCKHOE /,
    );
  });

  it.each([
    [{ hashCase: 'lower' }],
    [{ dataShape: 'object' }],
    [{ hashCase: 'lower', dataShape: 'object' }],
    [{ serviceType: '200' }],
  ] as const)('%j is a setting', async (rules) => {
    const hub = await hubWith(rules);
    expect(await sendNew(destinationAt(hub, { hub: rules }), healthCheckDelivery())).toMatchObject({
      kind: 'delivered',
    });
    expect(await sendNew(destinationAt(hub), healthCheckDelivery())).toMatchObject({
      kind: expect.not.stringMatching('delivered'),
    });
  });

  it('ref_msg_id of a message that answers none is absent, or empty where the hub wants it', async () => {
    const hub = await hubWith();
    const destination = destinationAt(hub, { hub: { refMsgId: 'empty' } });
    const { header } = JSON.parse((await composed(destination, healthCheckDelivery())).bytes.toString());
    expect(Object.keys(header).join()).toContain('msg_type,ref_msg_id,data_type');
    expect(header.ref_msg_id).toBe('');
    expect(await sendNew(destination, healthCheckDelivery())).toMatchObject({ kind: 'delivered' });
  });

  it('a message is named anew each time it is composed', async () => {
    const destination = destinationAt(await hubWith());
    const delivery = healthCheckDelivery();
    const [first, second] = [await composed(destination, delivery), await composed(destination, delivery)];
    expect(first.key).not.toBe(second.key);
  });

  it('signs in once for many, again by time, and again when the token is no longer taken', async () => {
    const hub = await hubWith({ tokenSeconds: 600 });
    const destination = destinationAt(hub);
    await Promise.all([1, 2, 3, 4].map((n) => sendNew(destination, healthCheckDelivery(n))));
    expect(hub.signIns()).toBe(1);
    pass(599_000);
    expect(await sendNew(destination, healthCheckDelivery(5))).toMatchObject({ kind: 'delivered' });
    expect(hub.signIns()).toBe(2);
    hub.expireTokens();
    expect(await sendNew(destination, healthCheckDelivery(6))).toMatchObject({ kind: 'delivered' });
    expect(hub.signIns()).toBe(3);
    expect(hub.effects()).toHaveLength(6);
  });

  it('facilities with accounts of their own sign in and sign as themselves', async () => {
    const other = rsaKeyPair();
    const own: HubAccount = { username: 'own', password: 'p2', senderId: '0000000099002', publicKey: other.publicKey };
    const hub = await hubWith({ accounts: [account, own] });
    const accounts = {
      '99002': {
        username: 'own',
        passwordFile: await secrets().write('own-password', 'p2'),
        privateKeyFile: await secrets().write('own.pem', other.privateKey),
      },
    };
    const senderIds = { [FACILITY]: SENDER_ID, '99002': '0000000099002' };
    const destination = destinationAt(hub, { accounts, hub: { senderIds } });
    for (const facility of [FACILITY, '99002']) {
      expect(await sendNew(destination, healthCheckDelivery(1, { facility }))).toMatchObject({ kind: 'delivered' });
    }
    expect(hub.effects().map(({ key }) => key.slice(0, 13))).toEqual([SENDER_ID, '0000000099002']);
    hub.setPassword('own', 'changed');
    hub.expireTokens();
    expect(await sendNew(destination, healthCheckDelivery(2, { facility: '99002' }))).toMatchObject({
      kind: 'misconfigured',
      concerns: 'account',
    });
    expect(await sendNew(destination, healthCheckDelivery(2))).toMatchObject({ kind: 'delivered' });
  });
});

describe('what cannot be composed', () => {
  it('takes health checks of a national form only', async () => {
    const destination = destinationAt({ url: 'http://127.0.0.1:1' });
    expect(HUB_RECORDS).toEqual(['health-check']);
    expect(await destination.compose(healthBookDelivery())).toEqual({
      kind: 'refused',
      reason: 'record-kind-not-taken',
    });
    const fhir = leasedDelivery({ kind: 'health-check', resources: [{ resourceType: 'Patient', id: 'p' }] });
    expect(await destination.compose(fhir)).toEqual({ kind: 'refused', reason: 'no-national-form' });
  });

  it('a facility without a 13-digit id, and a key that is none, are faults of configuration', async () => {
    const hub = { url: 'http://127.0.0.1:1' };
    expect(await destinationAt(hub, { hub: { senderIds: {} } }).compose(healthCheckDelivery())).toEqual({
      kind: 'misconfigured',
      reason: 'sender-id-missing',
    });
    const key = { kind: 'misconfigured', reason: 'key-unreadable' };
    for (const privateKeyFile of [secrets().passwordFile, `${secrets().keyFile}.none`]) {
      expect(await destinationAt(hub, { hub: { privateKeyFile } }).compose(healthCheckDelivery())).toEqual(key);
    }
  });

  it('a 13-digit facility code is its own sender_id', async () => {
    const destination = destinationAt({ url: 'http://127.0.0.1:1' });
    const { key } = await composed(destination, healthCheckDelivery(1, { facility: '0000000099009' }));
    expect(key.slice(0, 13)).toBe('0000000099009');
  });
});

describe('what the hub says no to', () => {
  it.each([
    ['CM_INVALID_REQUEST', 'refused'],
    ['PS_DS_VERIFY_FAIL', 'refused'],
    ['PS_DS_CA_SIGNATURE_INVALID', 'refused'],
    ['PS_DS_CA_SIGNATURE_MISSING', 'refused'],
    ['PS_CCCD_DUPLICATE_IN_6_MONTHS', 'refused'],
    ['PS_DS_RSA_SIGNATURE_INVALID', 'misconfigured'],
    ['PS_DS_RSA_SIGNATURE_MISSING', 'misconfigured'],
    ['PS_SIGNATURE_INVALID', 'misconfigured'],
    ['CM_SYSTEM_ERROR', 'transient'],
    ['PS_DS_SAVE_FAIL', 'transient'],
  ])('HTTP 200 with %s is %s, and nothing is kept', async (code, kind) => {
    const hub = await hubWith();
    const destination = destinationAt(hub);
    hub.answerWith(code);
    expect(await sendNew(destination, healthCheckDelivery())).toMatchObject({ kind, reason: code, httpStatus: 200 });
    expect(hub.effects()).toEqual([]);
    hub.answerWith(null);
    pass(REFUSED_KEY_WAIT_MS);
    expect(await sendNew(destination, healthCheckDelivery())).toMatchObject({ kind: 'delivered' });
  });

  it('CM_AUTH_ACCOUNT_FAIL: signs in again once, then it is a fault of configuration', async () => {
    const hub = await hubWith();
    const destination = destinationAt(hub);
    hub.answerWith('CM_AUTH_ACCOUNT_FAIL');
    expect(await sendNew(destination, healthCheckDelivery())).toMatchObject({
      kind: 'misconfigured',
      reason: 'token-refused',
    });
    expect([hub.signIns(), hub.stats().requests]).toEqual([2, 2]);
  });

  it('a signature of another key, and after the key was replaced: no restart', async () => {
    const stranger = rsaKeyPair();
    const keyFile = await secrets().write('replaced.pem', stranger.privateKey);
    const hub = await hubWith();
    const destination = destinationAt(hub, { hub: { privateKeyFile: keyFile } });
    const failure = { kind: 'misconfigured', reason: 'PS_DS_RSA_SIGNATURE_INVALID', httpStatus: 200 };
    const refused = { ...failure, retryAfterMs: REFUSED_KEY_WAIT_MS };
    expect(await sendNew(destination, healthCheckDelivery())).toEqual(refused);
    pass(REFUSED_KEY_WAIT_MS - 1);
    // The same key signs nothing more meanwhile: an error of a signature is never repeated blindly.
    expect(await destination.compose(healthCheckDelivery())).toEqual({ ...failure, retryAfterMs: 1 });
    expect(hub.stats().requests).toBe(1);
    pass(1);
    expect(await sendNew(destination, healthCheckDelivery())).toEqual(refused);
    expect(hub.stats().requests).toBe(2);
    await secrets().write('replaced.pem', pair.privateKey);
    expect(await sendNew(destination, healthCheckDelivery())).toMatchObject({ kind: 'delivered' });
  });

  it('a wrong password is asked once, not once a delivery; a new one is read without a restart', async () => {
    const hub = await hubWith();
    const passwordFile = await secrets().write('changing', 'wrong');
    const destination = destinationAt(hub, { passwordFile });
    const outcomes = await Promise.all([1, 2, 3].map((n) => sendNew(destination, healthCheckDelivery(n))));
    expect(outcomes).toMatchObject(
      Array(3).fill({ kind: 'misconfigured', reason: 'CM_AUTH_ACCOUNT_FAIL', httpStatus: 401 }),
    );
    expect([hub.signIns(), hub.stats().requests]).toEqual([1, 0]);
    await secrets().write('changing', PASSWORD);
    pass(3_600_000);
    expect(await sendNew(destination, healthCheckDelivery())).toMatchObject({ kind: 'delivered' });
  });

  it('a password file that is not there, is', async () => {
    const destination = destinationAt(await hubWith(), { passwordFile: `${secrets().passwordFile}.none` });
    expect(await sendNew(destination, healthCheckDelivery())).toMatchObject({
      kind: 'misconfigured',
      reason: 'password-unreadable',
    });
  });

  it('a sender_id that is not the account’s', async () => {
    const hub = await hubWith();
    const destination = destinationAt(hub, { hub: { senderIds: { [FACILITY]: '0000000099008' } } });
    expect(await sendNew(destination, healthCheckDelivery())).toMatchObject({ kind: 'misconfigured' });
    expect(hub.effects()).toEqual([]);
  });

  it('the hub’s own rules, by the record', async () => {
    const hub = await hubWith({ judge: ({ key }) => (key === 'LK2' ? 'PS_DS_VERIFY_FAIL' : undefined) });
    const destination = destinationAt(hub);
    expect(await sendNew(destination, healthCheckDelivery(1))).toMatchObject({ kind: 'delivered' });
    expect(await sendNew(destination, healthCheckDelivery(2))).toMatchObject({ kind: 'refused' });
  });
});

describe('a health check in JSON', () => {
  const json = JSON.stringify({
    KHAMSUCKHOE: {
      THONGTINDONVI: { MACSKCB: '99001' },
      THONGTINHOSO: {
        NGAYLAP: '20260705',
        SOLUONGHOSO: 2,
        DANHSACHHOSO: {
          HOSO: ['KSK1', 'KSK2'].map((MA_LK) => ({
            FILEHOSO: [
              { LOAIHOSO: 'XML2', NOIDUNGFILE: { THONG_TIN_CHUNG_VE_LAN_KHAM: { MA_CSKCB: FACILITY, MA_LK } } },
            ],
          })),
        },
      },
    },
  });

  it('goes as JSON, one record a message', async () => {
    const hub = await hubWith();
    const destination = destinationAt(hub);
    const delivery = nationalDelivery(json);
    expect(delivery.kind).toBe('health-check');
    const { header } = JSON.parse((await composed(destination, delivery)).bytes.toString());
    expect(header).toMatchObject({ data_type: 'json/base64' });
    expect(await sendNew(destination, delivery)).toMatchObject({ kind: 'delivered' });
    expect(hub.effects()).toMatchObject([{ resources: ['health-check/KSK1'] }]);
  });
});
