import { readFileSync } from 'node:fs';
import type { OutgoingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PATHS } from '../../src/config/paths.ts';
import { createHospital } from '../../src/simulate/hospitals/hospital.ts';
import type { Receipt } from '../../src/types/receipt.ts';
import { base64, drugsXml, envelope, summaryXml } from '../support/claim-envelope.ts';
import { findingsIn, refusalOf, shown } from '../support/findings.ts';
import { exchange, type HttpAnswer } from '../support/http-exchange.ts';
import { type Sender, type ServedGateway, serveFacilities } from '../support/served-gateway.ts';
import { NOON } from '../support/store-fixtures.ts';

const MAX_BYTES = 262_144;
const XML = 'application/xml';

let served: ServedGateway;
let own: Sender;
let other: Sender;
beforeAll(async () => {
  served = await serveFacilities(['99001', '99002', '00000'], { limits: { maxEnvelopeBytes: MAX_BYTES } });
  own = served.sender('99001');
  other = served.sender('99002');
});
afterAll(async () => expect(await served.close()).toBe(0));

const hospital = createHospital({ facility: '99001', seed: 'bad-input', clock: () => NOON });
const send = (body: string | Buffer, headers: OutgoingHttpHeaders = {}) => own.post('/submissions', body, XML, headers);
const receiptIn = ({ body }: HttpAnswer) => JSON.parse(body) as Receipt;
const statesIn = (answer: HttpAnswer) => receiptIn(answer).records.map(({ state }) => state);
const findingsOfRecord = (answer: HttpAnswer, index = 0) => {
  const outcome = receiptIn(answer).records[index]?.outcome;
  return outcome === undefined ? [] : shown(findingsIn(outcome));
};
const checkIn = (...rows: readonly (readonly [key: string, facility: string])[]) => {
  const items = rows.map(
    ([key, facility]) =>
      `<TRANG_THAI_KCB><MA_LK>${key}</MA_LK><MA_BN>BN-${key}</MA_BN><MA_CSKCB>${facility}</MA_CSKCB></TRANG_THAI_KCB>`,
  );
  return `<CHI_TIEU_TRANG_THAI_KCB><DSACH_TRANG_THAI_KCB>${items.join('')}</DSACH_TRANG_THAI_KCB></CHI_TIEU_TRANG_THAI_KCB>`;
};

describe('who is calling', () => {
  it.each([
    ['no token', undefined, 'LT-A001'],
    ['a token that is none', 'Bearer x', 'LT-A004'],
    ['another scheme', 'Basic OTkwMDE6eA==', 'LT-A002'],
  ])('%s: 401, before the body is looked at', async (_name, authorization, rule) => {
    const headers = { 'Content-Type': XML, ...(authorization === undefined ? {} : { authorization }) };
    const answer = await exchange(`${served.gateway.url}/submissions`, { method: 'POST', headers, body: '<broken' });
    expect([answer.status, refusalOf(answer)]).toEqual([401, [rule]]);
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer/);
  });

  it.each([
    ['an envelope', () => hospital.faulty('wrong-facility').bytes, '99999'],
    ['a check-in alone', () => checkIn(['LK1', '99002']), '99002'],
  ])('%s of another facility: 403 that names both', async (_name, body, named) => {
    const answer = await send(body());
    expect([answer.status, refusalOf(answer)]).toEqual([403, ['LT-G001']]);
    const [finding] = findingsIn(JSON.parse(answer.body));
    for (const text of [finding?.vi, finding?.en]) expect(text).toMatch(new RegExp(`${named}.*99001`));
  });

  it('a record of another facility among own ones is refused alone', async () => {
    const answer = await send(checkIn(['CI-OWN', '99001'], ['CI-FOREIGN', '99002']));
    expect([answer.status, receiptIn(answer).state]).toEqual([201, 'partly-accepted']);
    expect(statesIn(answer)).toEqual(['accepted', 'refused']);
    expect(findingsOfRecord(answer, 0)).not.toContain('LT-G001');
    expect(findingsOfRecord(answer, 1)).toContain('LT-G001');
  });
});

const GOOD = envelope([[['XML1', base64(summaryXml())]]]);

describe('what cannot be taken as a whole', () => {
  it.each<[string, number, string, string | Buffer]>([
    ['bad XML', 400, 'LT-D004 line 5, column 163', GOOD.replace('</FILEHOSO>', '</FILE>')],
    ['XML cut off', 400, 'LT-D009 line 5, column 61', GOOD.slice(0, GOOD.indexOf('<NOIDUNGFILE>') + 20)],
    ['DOCTYPE', 400, 'LT-D005 line 2, column 12', GOOD.replace('<GIAM', '<!DOCTYPE x><GIAM')],
    ['a wrong root', 400, 'LT-D008', '<HOSOKHAC/>'],
    ['an envelope without a HOSO', 400, 'LT-D011 GIAMDINHHS.THONGTINHOSO.DANHSACHHOSO', envelope([])],
    ['not UTF-8', 400, 'LT-D003 line 1', Buffer.from('<a>\xe0</a>', 'latin1')],
    ['deep nesting', 400, 'LT-D006 line 6', GOOD.replace('<CHUKYDONVI/>', '<CHUKYDONVI>'.repeat(64))],
    ['too many HOSO', 413, 'LT-D007', envelope([]).replace('<DANHSACHHOSO>', `$&${'<HOSO/>'.repeat(10_001)}`)],
    ['a table without a row', 422, 'LT-G003', checkIn()],
    ['an empty body', 400, 'LT-R031', ''],
    ['only white space', 400, 'LT-D001', ' \n\t'],
    ['neither XML nor JSON', 400, 'LT-D002', 'PK\u0003\u0004'],
  ])('%s: %i %s', async (_name, status, finding, body) => {
    const answer = await send(body);
    expect(answer.status).toBe(status);
    expect(refusalOf(answer)).toEqual([expect.stringContaining(finding)]);
    expect(answer.headers).not.toHaveProperty('submission-id');
  });

  it.each([
    ['a wrong media type', 415, 'LT-R020', () => own.post('/submissions', GOOD, 'text/plain')],
    ['another charset', 415, 'LT-R021', () => own.post('/submissions', GOOD, 'application/xml; charset=utf-16')],
    ['another coding', 415, 'LT-R022', () => send(GOOD, { 'Content-Encoding': 'br' })],
    ['gzip that is none', 400, 'LT-R032', () => send(GOOD, { 'Content-Encoding': 'gzip' })],
    ['an oversized body', 413, 'LT-R030', () => send(' '.repeat(MAX_BYTES + 1))],
    [
      'an oversized body in chunks',
      ...([413, 'LT-R030'] as const),
      () => own.post('/submissions', [Buffer.alloc(MAX_BYTES, ' '), Buffer.from(' ')], XML),
    ],
    [
      'an oversized body after decompression',
      ...([413, 'LT-R030'] as const),
      () => send(gzipSync(' '.repeat(MAX_BYTES * 40)), { 'Content-Encoding': 'gzip' }),
    ],
    ['a bad key', 400, 'LT-R023', () => send(GOOD, { 'Idempotency-Key': 'a b' })],
    ['a misspelt dryRun', 400, 'LT-R005', () => own.post('/submissions?dryrun=true', GOOD, XML)],
  ])('%s: %i %s', async (_name, status, rule, call) => {
    const answer = await call();
    expect([answer.status, refusalOf(answer)]).toEqual([status, [rule]]);
  });
});

describe('what is taken, and named', () => {
  it('a SOLUONGHOSO that does not match: taken, with a warning on the whole', async () => {
    const answer = await send(hospital.faulty('record-count-wrong').bytes);
    const { outcome } = receiptIn(answer);
    expect([answer.status, statesIn(answer)]).toEqual([201, ['accepted']]);
    const findings = outcome === undefined ? [] : findingsIn(outcome);
    expect(shown(findings)).toEqual(['LT-D017 GIAMDINHHS.THONGTINHOSO.SOLUONGHOSO']);
    expect(findings[0]).toMatchObject({
      severity: 'warning',
      en: expect.stringContaining('says 7, but the file holds 1'),
    });
  });

  it('bad base64 in one table: the others are read, the record waits', async () => {
    const answer = await send(hospital.faulty('broken-base64').bytes);
    expect([answer.status, statesIn(answer)]).toEqual([201, ['quarantined']]);
    expect(findingsOfRecord(answer)).toContain('LT-D030 XML3');
  });

  it('bad base64 in XML1: the record is refused, and its bytes are kept', async () => {
    const bytes = Buffer.from(
      envelope([
        [
          ['XML1', 'PD94*?'],
          ['XML2', base64(drugsXml({ MA_LK: 'B64' }))],
        ],
      ]),
    );
    const answer = await send(bytes);
    expect([answer.status, receiptIn(answer).state, statesIn(answer)]).toEqual([422, 'refused', ['refused']]);
    expect(findingsOfRecord(answer)).toEqual(expect.arrayContaining(['LT-D030 XML1', 'LT-D038 XML1']));
    const kept = await served.withStore((store) => store.rawBytes('99001', receiptIn(answer).id));
    expect(kept?.equals(bytes)).toBe(true);
  });

  it('one bad record among good ones: the good ones are taken', async () => {
    const { bytes, keys } = hospital.claimEnvelope({ records: 3 });
    const bad = bytes.toString('utf8').replaceAll('<HOSO>', '\n<HOSO>').split('\n<HOSO>');
    bad[2] = bad[2]?.replace(/(<LOAIHOSO>XML1<\/LOAIHOSO>\s*<NOIDUNGFILE>)/, '$1*') ?? '';
    const answer = await send(bad.join('<HOSO>'));
    expect([answer.status, receiptIn(answer).state]).toEqual([201, 'partly-accepted']);
    expect(statesIn(answer)).toEqual(['accepted', 'refused', 'accepted']);
    expect(receiptIn(answer).records.map(({ key, resources }) => [key, resources > 0])).toEqual([
      [keys[0], true],
      [expect.any(String), false],
      [keys[2], true],
    ]);
  });

  it('the faulty sample: each fault at its place, nothing lost, the bytes as they were sent', async () => {
    const bytes = readFileSync(join(PATHS.root, 'test/cases/claim-xml/synthetic-faulty-4750-giamdinhhs.xml'));
    const answer = await served.sender('00000').post('/submissions', bytes, XML);
    expect([answer.status, statesIn(answer)]).toEqual([201, ['quarantined']]);
    const { id, outcome } = receiptIn(answer);
    const whole = outcome === undefined ? [] : shown(findingsIn(outcome));
    expect([...whole, ...findingsOfRecord(answer)]).toEqual(expect.arrayContaining(FAULTS_OF_SAMPLE));
    const kept = await served.withStore((store) => store.rawBytes('00000', id));
    expect(kept?.equals(bytes)).toBe(true);
  });
});

/** What was put wrong into the sample, one by one. */
const FAULTS_OF_SAMPLE = [
  'LT-D012 line 1, column 1', // byte order mark
  'LT-D018 GIAMDINHHS.THONGTINHOSO.SOLUONGHOSO', // counts the files
  'LT-D036 XML2', // LOAIHOSO says XML3
  'LT-B012 XML1[1].MA_LOAI_KCB', // 3 for 03
  'LT-B014 XML1[1].MA_DOITUONG_KCB', // 1.10, no longer in the list
  'LT-B003 XML4[1].NGAY_KQ', // 01/07/2026 11:00
  'LT-B023 XML1[1].GT_THE_TU', // two dates, one card
  'LT-B008 XML4[1].GIA_TRI', // decimal comma
  'LT-B024 XML4[1].GIA_TRI', // unit in the value
  'LT-B009 XML1[1].T_TONGCHI_BV', // 320000.4999999
  'LT-B030 XML1[1].NGAY_RA', // before NGAY_VAO
  'LT-B021 XML1[1].MA_BENH_CHINH', // J18.9†
  'LT-B013 XML1[1].GIOI_TINH', // Nam
  'LT-B011 XML1[1].KET_QUA_DTRI', // 9
];

describe('the same again', () => {
  it('same key, same bytes: 200 and the first receipt; same key, other bytes: 409', async () => {
    const { bytes } = hospital.claimEnvelope();
    const key = { 'Idempotency-Key': 'bad-input-1' };
    const first = await send(bytes, key);
    const again = await send(bytes, key);
    expect([first.status, again.status, again.body]).toEqual([201, 200, first.body]);
    expect(again.headers).toMatchObject({ 'idempotency-replayed': 'true', location: first.headers.location });
    const conflict = await send(hospital.claimEnvelope().bytes, key);
    expect([conflict.status, refusalOf(conflict)]).toEqual([409, ['LT-G002']]);
    const elsewhere = await other.post('/submissions', checkIn(['CI-9', '99002']), XML, key);
    expect(elsewhere.status).toBe(201);
  });

  it('without a key the bytes are the key', async () => {
    const { bytes } = hospital.claimEnvelope();
    const first = await send(bytes);
    const again = await send(bytes);
    expect([first.status, again.status, receiptIn(again).id]).toEqual([201, 200, receiptIn(first).id]);
  });

  it('a trial run stores nothing: no receipt, no replay', async () => {
    const { bytes, keys } = hospital.claimEnvelope();
    const trial = await own.post('/submissions?dryRun=true', bytes, XML);
    expect([trial.status, statesIn(trial)]).toEqual([200, ['accepted']]);
    expect(trial.headers).not.toHaveProperty('location');
    expect((await own.get(`/submissions/${receiptIn(trial).id}`)).status).toBe(404);
    expect(JSON.parse((await own.get(`/submissions?encounter=${keys[0]}`)).body)).toEqual([]);
    expect((await send(bytes)).status).toBe(201);
  });
});

describe('receipts', () => {
  it("another facility's receipt is the same answer as one that is not there", async () => {
    const { id } = receiptIn(await send(hospital.claimEnvelope().bytes));
    const foreign = await other.get(`/submissions/${id}`);
    const absent = await other.get('/submissions/01990000-0000-7000-8000-000000000000');
    expect([foreign.status, refusalOf(foreign), foreign.body]).toEqual([404, ['LT-R012'], absent.body]);
    expect((await own.get(`/submissions/${id}`)).status).toBe(200);
  });

  it('of an encounter: newest first, each with that record only, nobody else’s', async () => {
    const first = hospital.claimEnvelope({ records: 2 });
    const [key] = first.keys;
    const sent = [first, hospital.resend(first, 'corrected')];
    const ids: string[] = [];
    for (const { bytes } of sent) ids.unshift(receiptIn(await send(bytes)).id);
    const found = await own.get(`/submissions?encounter=${key}`);
    const receipts = JSON.parse(found.body) as Receipt[];
    expect([found.status, found.headers['content-type']]).toEqual([200, 'application/json']);
    expect(receipts.map(({ id }) => id)).toEqual(ids);
    for (const { facility, state, records } of receipts) {
      expect([facility, state, records.map((record) => record.key)]).toEqual(['99001', 'accepted', [key]]);
    }
    expect((await other.get(`/submissions?encounter=${key}`)).body).toBe('[]');
    for (const query of ['', '?encounter=', '?encounter=a&encounter=b', '?encounter=a&x=1']) {
      const refused = await own.get(`/submissions${query}`);
      expect([query, refused.status, refusalOf(refused)]).toEqual([query, 400, ['LT-R005']]);
    }
  });
});

describe('other methods', () => {
  const call = (method: string, path: string) =>
    exchange(`${served.gateway.url}${path}`, { method, headers: { authorization: `Bearer ${own.token}` } });

  it('HEAD is GET without its body, for those who may GET', async () => {
    const { id } = receiptIn(await send(hospital.claimEnvelope().bytes));
    const head = await call('HEAD', `/submissions/${id}`);
    const get = await call('GET', `/submissions/${id}`);
    expect([head.status, head.body, head.headers['content-length']]).toEqual([200, '', get.headers['content-length']]);
    const nobody = await exchange(`${served.gateway.url}/submissions/${id}`, { method: 'HEAD' });
    expect([nobody.status, nobody.body]).toEqual([401, '']);
  });

  it.each([
    ['OPTIONS', '/submissions', 'GET, HEAD, POST'],
    ['OPTIONS', '/fhir', 'POST'],
    ['PUT', '/submissions/1', 'GET, HEAD'],
    ['TRACE', '/submissions', 'GET, HEAD, POST'],
  ])('%s %s: 405 with Allow, and nothing that lets another site in', async (method, path, allow) => {
    const answer = await call(method, path);
    expect([answer.status, answer.headers.allow, refusalOf(answer)]).toEqual([405, allow, ['LT-R002']]);
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});
