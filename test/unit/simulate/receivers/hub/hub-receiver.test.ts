import { createPrivateKey } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type EnvelopeParts, messageId, writeEnvelope } from '../../../../../src/forward/destinations/hub-envelope.ts';
import { type HubReceiver, startHubReceiver } from '../../../../../src/simulate/receivers/hub/hub-receiver.ts';
import { healthCheckFile } from '../../../../support/health-form-files.ts';
import { NOW, PASSWORD, rsaKeyPair, SENDER_ID } from '../../../../support/secret-files.ts';

const pair = rsaKeyPair();
const key = createPrivateKey(pair.privateKey);
const account = { username: 'hub', password: PASSWORD, senderId: SENDER_ID, publicKey: pair.publicKey };

let hub: HubReceiver;
beforeEach(async () => {
  hub = await startHubReceiver({ port: 0, clock: () => NOW, accounts: [account], receiverId: 'TDLBYT' });
});
afterEach(() => hub.close());

const json = { 'content-type': 'application/json' };

async function signIn(password = PASSWORD) {
  const answer = await fetch(`${hub.url}/api/auth/login`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ username: 'hub', password }),
  });
  return { status: answer.status, body: JSON.parse(await answer.text()) };
}

async function push(bytes: Buffer, headers: Record<string, string> = {}) {
  const { body } = await signIn();
  const answer = await fetch(`${hub.url}/api/platform/data-sync/push`, {
    method: 'POST',
    headers: { ...json, authorization: `Bearer ${body.data.token}`, 'service-type': '100', ...headers },
    body: new Uint8Array(bytes),
  });
  return { status: answer.status, body: JSON.parse(await answer.text()) };
}

function message(n = 1, changes: Partial<EnvelopeParts> = {}, header: object = {}): Buffer {
  const uuid = `3f2b8c1e-9d4a-4e77-8a10-${String(n).padStart(12, '0')}`;
  return writeEnvelope({
    header: {
      version: '1.0.6',
      sender_id: SENDER_ID,
      receiver_id: 'TDLBYT',
      txn_type: 'sync_checkup',
      msg_id: messageId(SENDER_ID, NOW, uuid),
      msg_type: '101',
      data_type: 'xml/base64',
      send_datetime: NOW,
      ...header,
    },
    content: Buffer.from(healthCheckFile(n)),
    dataShape: 'string',
    hashCase: 'upper',
    key,
    ...changes,
  });
}

describe('simulated hub', () => {
  it('signs in and takes a message: type 102 that names it, with a txn_id', async () => {
    expect(await signIn()).toMatchObject({
      status: 200,
      body: { header: { res_code: 'CM_SUCCESS' }, data: { duration: 6_000, role: 'facility' } },
    });
    const bytes = message();
    const { header } = JSON.parse(bytes.toString());
    expect(await push(bytes)).toMatchObject({
      status: 200,
      body: {
        header: {
          msg_type: '102',
          res_code: 'CM_SUCCESS',
          ref_msg_id: header.msg_id,
          receiver_id: SENDER_ID,
          txn_id: `DS-${SENDER_ID}-00000001`,
        },
      },
    });
    expect(hub.effects()).toMatchObject([
      { key: header.msg_id, order: 1, resources: ['health-check/LK1'], changed: 1 },
    ]);
  });

  it('answers a repetition as before, and refuses other bytes under a known msg_id', async () => {
    const first = await push(message());
    expect(await push(message())).toEqual(first);
    const other = message(1, { content: Buffer.from(healthCheckFile(1).replace('Tốt', 'Khá')) });
    expect(await push(other)).toMatchObject({ body: { header: { res_code: 'CM_INVALID_REQUEST' } } });
    expect(hub.effects()).toHaveLength(1);
    expect(hub.stats()).toMatchObject({ committed: 1, replayed: 1, rejected: 1 });
  });

  it('blind to keys it takes a repetition as new', async () => {
    await hub.close();
    hub = await startHubReceiver({ port: 0, clock: () => NOW, accounts: [account], keyBlind: true });
    await push(message());
    await push(message());
    expect(hub.effects()).toHaveLength(2);
  });

  it.each<[string, () => Buffer, string]>([
    ['no signature', () => message(1, { key: null }), 'PS_DS_RSA_SIGNATURE_MISSING'],
    ['the digests in the other case', () => message(1, { hashCase: 'lower' }), 'PS_DS_RSA_SIGNATURE_INVALID'],
    ['no form inside', () => message(1, { content: Buffer.from('<a/>') }), 'PS_DS_VERIFY_FAIL'],
    ['another data shape', () => message(1, { dataShape: 'object' }), 'CM_INVALID_REQUEST'],
    ['another receiver', () => message(1, {}, { receiver_id: 'TTYQG' }), 'CM_INVALID_REQUEST'],
    ['an id that is not the sender’s', () => message(1, {}, { sender_id: '0000000099002' }), 'CM_INVALID_REQUEST'],
    ['a time that is a text', () => message(1, {}, { send_datetime: String(NOW) }), 'CM_INVALID_REQUEST'],
    ['no JSON', () => Buffer.from('<xml/>'), 'CM_INVALID_REQUEST'],
    ['nothing', () => Buffer.alloc(0), 'CM_INVALID_REQUEST'],
  ])('refuses a message with %s', async (_what, make, code) => {
    expect(await push(make())).toMatchObject({ body: { header: { res_code: code } } });
    expect(hub.effects()).toEqual([]);
  });

  it('refuses a token that is none, another service and another account', async () => {
    expect(await push(message(), { authorization: 'Bearer x' })).toMatchObject({ status: 401 });
    expect(await push(message(), { 'service-type': '1' })).toMatchObject({ status: 400 });
    expect(await signIn('wrong')).toMatchObject({
      status: 401,
      body: { header: { res_code: 'CM_AUTH_ACCOUNT_FAIL' } },
    });
  });

  it('fails on demand over HTTP, at the call that is asked for', async () => {
    const fault = (body: object) =>
      fetch(`${hub.url}/_fault`, { method: 'POST', headers: json, body: JSON.stringify(body) });
    expect((await fault({ kind: 'http-503', at: 'sign-in' })).status).toBe(204);
    expect((await signIn()).status).toBe(503);
    expect((await fault({ kind: 'http-503' })).status).toBe(204);
    expect(await push(message())).toMatchObject({ status: 503, body: { header: { res_code: 'CM_SYSTEM_ERROR' } } });
    expect((await fault({ kind: 'down' })).status).toBe(400);
    expect((await fault({ kind: null })).status).toBe(204);
    expect((await push(message())).status).toBe(200);
    const told = await (await fetch(`${hub.url}/_effects`)).json();
    expect(told).toMatchObject({ effects: [{ order: 1 }], stats: { requests: 2, faults: 2, committed: 1 } });
  });
});
