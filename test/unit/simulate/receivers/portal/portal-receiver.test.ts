import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type PortalReceiver,
  startPortalReceiver,
} from '../../../../../src/simulate/receivers/portal/portal-receiver.ts';
import { base64, envelope, summaryXml } from '../../../../support/claim-envelope.ts';

const NOW = Date.parse('2026-11-22T08:00:00+07:00');
const CLAIM = '/api/qd130/guiHoSoXmlQD3176';
const HASH = createHash('md5').update('bí mật').digest('hex').toUpperCase();
const FILE = envelope([[['XML1', base64(summaryXml())]]]);

let now = NOW;
let portal: PortalReceiver;
beforeEach(async () => {
  now = NOW;
  const account = { username: '99001_BV', password: 'bí mật', facility: '99001' };
  portal = await startPortalReceiver({ port: 0, clock: () => now, accounts: [account], tokenSeconds: 60 });
});
afterEach(() => portal.close());

async function call(path: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
  const answer = await fetch(`${portal.url}${path}`, { method: 'POST', headers, body: new URLSearchParams(fields) });
  return { status: answer.status, body: JSON.parse(await answer.text()) };
}

const signIn = (password = HASH) => call('/api/token/take', { username: '99001_BV', password });

async function credentials(): Promise<Record<string, string>> {
  const { APIKey } = (await signIn()).body;
  return { accessToken: APIKey.access_token, tokenId: APIKey.id_token, passwordHash: HASH };
}

const claim = (changes: Record<string, string> = {}) => ({
  username: '99001_BV',
  loaiHoSo: '130',
  maTinh: '51',
  maCSKCB: '99001',
  fileHSBase64: base64(FILE),
  ...changes,
});

describe('simulated claim portal', () => {
  it('gives a token for the MD5 of the password in capitals, and takes a file', async () => {
    const { body } = await signIn();
    expect(body).toMatchObject({
      maKetQua: '200',
      APIKey: { token_type: 'bearer', username: '99001_BV', expires_in: '2026-11-22T01:01:00.000Z' },
    });
    expect(await call(CLAIM, claim(), await credentials())).toEqual({
      status: 200,
      body: {
        maKetQua: '200',
        maGiaoDich: 'GD20261122080000000001',
        thoiGianTiepNhan: '20261122080000',
        thongDiep: 'Thành công',
      },
    });
    expect(portal.effects()).toMatchObject([
      { digest: createHash('sha256').update(FILE).digest('hex'), resources: ['130/99001'] },
    ]);
  });

  it('knows no repetition: a file is kept as often as it comes', async () => {
    const headers = await credentials();
    await call(CLAIM, claim(), headers);
    await call(CLAIM, claim(), headers);
    expect(portal.effects()).toHaveLength(2);
  });

  it.each<[string, Record<string, string>, Record<string, string>, string]>([
    ['no token', {}, { accessToken: '' }, '401'],
    ['another id token', {}, { tokenId: 'x' }, '401'],
    ['the digest of another password', {}, { passwordHash: HASH.toLowerCase() }, '401'],
    ['another user', { username: '99002_BV' }, {}, '401'],
    ['another facility', { maCSKCB: '99002' }, {}, '403'],
    ['another kind of file', { loaiHoSo: '39' }, {}, '205'],
    ['no base64', { fileHSBase64: '%%%%' }, {}, '205'],
    ['no XML', { fileHSBase64: base64('<GIAMDINHHS>') }, {}, '205'],
    ['another root', { fileHSBase64: base64('<A/>') }, {}, '205'],
    ['two records', { fileHSBase64: base64(FILE.replace(/<HOSO>.*<\/HOSO>/, '$&$&')) }, {}, '205'],
    ['a file of another facility', { fileHSBase64: base64(FILE.replace('99001', '99002')) }, {}, '205'],
  ])('with HTTP 200 it says no to %s', async (_what, fields, headers, result) => {
    const answer = await call(CLAIM, claim(fields), { ...(await credentials()), ...headers });
    expect(answer).toMatchObject({ status: 200, body: { maKetQua: result, maGiaoDich: null } });
    expect(portal.effects()).toEqual([]);
  });

  it('lets a token end, an account be locked, and takes its paths to the letter', async () => {
    const headers = await credentials();
    now += 60_000;
    expect((await call(CLAIM, claim(), headers)).body).toMatchObject({ maKetQua: '401' });
    const path = await fetch(`${portal.url}${CLAIM.replace('QD', 'Qd')}`, { method: 'POST' });
    expect(path.status).toBe(404);
    const results = [];
    for (let n = 0; n < 6; n += 1) results.push((await signIn('wrong')).body.maKetQua);
    expect(results).toEqual(['401', '401', '401', '401', '401', '403']);
  });
});
