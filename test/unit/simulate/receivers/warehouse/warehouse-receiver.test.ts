import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { messageId, writeEnvelope } from '../../../../../src/forward/destinations/hub-envelope.ts';
import type { MinistryState } from '../../../../../src/simulate/receivers/warehouse/health-check-desk.ts';
import {
  startWarehouseReceiver,
  type WarehouseReceiver,
  type WarehouseReceiverOptions,
} from '../../../../../src/simulate/receivers/warehouse/warehouse-receiver.ts';
import { healthBookFile, healthCheckFile } from '../../../../support/health-form-files.ts';
import { FACILITY, NOW, PASSWORD, SENDER_ID } from '../../../../support/secret-files.ts';

const account = { username: 'kho', password: PASSWORD, facility: FACILITY, senderId: SENDER_ID, publicKey: null };
const MSG_ID = messageId(SENDER_ID, NOW, '3f2b8c1e-9d4a-4e77-8a10-0123456789ab');
const XML = { 'content-type': 'application/xml; charset=utf-8' };
const JSON_TYPE = { 'content-type': 'application/json' };

let warehouse: WarehouseReceiver;
const start = async (options: Partial<WarehouseReceiverOptions> = {}) => {
  warehouse = await startWarehouseReceiver({ port: 0, clock: () => NOW, accounts: [account], ...options });
};
beforeEach(() => start());
afterEach(() => warehouse.close());

async function call(path: string, body: string | Buffer | null, headers: Record<string, string> = {}) {
  const init = body === null ? {} : { method: 'POST', body: typeof body === 'string' ? body : new Uint8Array(body) };
  const answer = await fetch(`${warehouse.url}${path}`, { headers, ...init });
  const tracking = answer.headers.get('x-hoc-tracking-id');
  return { status: answer.status, tracking, body: JSON.parse(await answer.text()) };
}

const signIn = (password = PASSWORD) =>
  call('/api/xac-thuc/token', JSON.stringify({ username: 'kho', password }), JSON_TYPE);

async function authorization(): Promise<Record<string, string>> {
  return { authorization: `Bearer ${(await signIn()).body.data.access_token}` };
}

const book = async (xml: string, headers: Record<string, string> = XML) =>
  call('/api/ho-so-suc-khoe/qd-831-2017/tiep-nhan', xml, { ...(await authorization()), ...headers });

function envelope(content = healthCheckFile(1)): Buffer {
  return writeEnvelope({
    header: {
      version: '1.0.6',
      sender_id: SENDER_ID,
      receiver_id: 'TTYQG',
      txn_type: 'sync_checkup',
      msg_id: MSG_ID,
      msg_type: '101',
      data_type: 'xml/base64',
      send_datetime: NOW,
    },
    content: Buffer.from(content),
    dataShape: 'string',
    hashCase: 'upper',
    key: null,
  });
}

const check = async (bytes = envelope()) =>
  call('/api/platform/data-sync/push', bytes, { ...(await authorization()), ...JSON_TYPE, 'service-type': '100' });

const status = async (query = `sender_id=${SENDER_ID}&msg_id=${MSG_ID}`) =>
  call(`/api/kham-suc-khoe/doi-soat-byt/trang-thai?${query}`, null, await authorization());

describe('simulated warehouse: health books', () => {
  it('are taken with a tracking id; again with the old one', async () => {
    expect(await signIn()).toMatchObject({
      status: 200,
      body: { success: true, data: { token_type: 'Bearer', expires_in: 10_800, ma_don_vi: FACILITY } },
    });
    const accepted = { success: true, code: 'ACCEPTED', data: { tracking_id: 'HSSK-00000001' } };
    expect(await book(healthBookFile(1))).toMatchObject({ status: 200, body: accepted });
    expect(await book(healthBookFile(1))).toMatchObject({
      status: 200,
      body: { ...accepted, code: 'ACCEPTED_DUPLICATE' },
    });
    expect(warehouse.effects()).toMatchObject([{ key: 'YC-1', resources: ['health-book/000000000001'] }]);
  });

  it.each<[string, string, number, string]>([
    ['other bytes under one REQUEST_ID', healthBookFile(1, 'khác'), 409, 'REQUEST_ID_CONFLICT'],
    ['another facility', healthBookFile(2).replace('99001', '99002'), 403, 'ORG_MISMATCH'],
    ['no REQUEST_ID', healthBookFile(2).replace('YC-2', ''), 400, 'INVALID_REQUEST_ID'],
    ['a long REQUEST_ID', healthBookFile(2).replace('YC-2', 'x'.repeat(101)), 400, 'INVALID_REQUEST_ID'],
    ['no XML', '<Data>', 400, 'INVALID_XML'],
    ['another form', healthCheckFile(1), 400, 'INVALID_XML'],
    ['too many bytes', `<Data>${' '.repeat(10 * 1_048_576)}</Data>`, 413, 'PAYLOAD_TOO_LARGE'],
  ])('%s is refused', async (_what, xml, code, name) => {
    await book(healthBookFile(1));
    expect(await book(xml)).toMatchObject({ status: code, body: { success: false, code: name } });
    expect(warehouse.effects()).toHaveLength(1);
  });

  it('another media type and a token that is none are refused', async () => {
    expect(await book(healthBookFile(1), JSON_TYPE)).toMatchObject({ status: 400 });
    expect(await book(healthBookFile(1), { ...XML, authorization: 'Bearer x' })).toMatchObject({ status: 401 });
  });

  it('fields are refused by its own rules', async () => {
    await warehouse.close();
    await start({ judge: ({ key }) => (key.endsWith('2') ? [{ code: 'REQUIRED', field_path: 'HOTEN' }] : []) });
    expect((await book(healthBookFile(1))).status).toBe(200);
    expect(await book(healthBookFile(2))).toMatchObject({
      status: 422,
      body: { errors: [{ severity: 'ERROR', code: 'REQUIRED', field_path: 'HOTEN' }] },
    });
  });
});

describe('simulated warehouse: health checks', () => {
  it.each<[MinistryState, number, string, string | null, number]>([
    ['takes', 200, 'CM_SUCCESS', 'BYT_ACCEPTED', 1],
    ['rejects', 200, 'PS_DS_VERIFY_FAIL', 'BYT_REJECTED', 0],
    ['paused', 202, 'HOC_BYT_FORWARD_PAUSED', 'PENDING', 1],
    ['late', 504, 'HOC_BYT_TIMEOUT', 'PENDING', 1],
    ['cannot-save', 200, 'PS_DS_SAVE_FAIL', 'PENDING', 1],
    ['signed-out', 502, 'CM_AUTH_ACCOUNT_FAIL', 'PENDING', 1],
    ['no-signature', 503, 'HOC_SIGNING_UNAVAILABLE', null, 0],
  ])('the ministry %s', async (state, code, name, ministry, effects) => {
    warehouse.setMinistry(state);
    const tracking = ministry === null ? null : 'KSKBYT-00000001';
    const word = { res_code: name, msg_type: '102', ref_msg_id: MSG_ID };
    expect(await check()).toMatchObject({ status: code, tracking, body: { header: word } });
    expect(warehouse.effects()).toHaveLength(effects);
    if (ministry === null) expect(await status()).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
    else expect(await status()).toMatchObject({ body: { data: { item: { msg_id: MSG_ID, byt_status: ministry } } } });
  });

  it('the same bytes again get the old answer, other bytes 409', async () => {
    const first = await check();
    expect(await check()).toEqual(first);
    expect(await check(envelope(healthCheckFile(1, 'khác')))).toMatchObject({ status: 409 });
    expect(warehouse.effects()).toHaveLength(1);
  });

  it('blind to keys it takes a repetition as new', async () => {
    await warehouse.close();
    await start({ keyBlind: true });
    await check();
    await check();
    await book(healthBookFile(1));
    await book(healthBookFile(1));
    expect(warehouse.effects()).toHaveLength(4);
  });

  it('tells of all messages of an MA_LK, to their sender', async () => {
    await check();
    const of = async (query: string) =>
      call(`/api/kham-suc-khoe/qd-2062/ho-so/trang-thai?${query}`, null, await authorization());
    expect(await of('ma_lk=LK1')).toMatchObject({
      status: 200,
      body: { data: { items: [{ msg_id: MSG_ID, ma_lk: 'LK1', byt_status: 'BYT_ACCEPTED' }] } },
    });
    expect(await of('ma_lk=LK2')).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
    expect((await call('/api/kham-suc-khoe/qd-2062/ho-so/trang-thai?ma_lk=LK1', null)).status).toBe(401);
  });

  it('nobody asks for another’s, and the old path is shut', async () => {
    await check();
    expect((await status(`sender_id=0000000099002&msg_id=${MSG_ID}`)).status).toBe(404);
    expect((await status('')).status).toBe(404);
    expect(await call('/api/kham-suc-khoe/qd-2062/tiep-nhan', '<a/>', XML)).toMatchObject({
      status: 410,
      body: { code: 'KSK_LEGACY_API_DISABLED' },
    });
  });
});
