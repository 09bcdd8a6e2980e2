import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { SubmitResult } from '../../../src/types/gateway.ts';
import type { Receipt } from '../../../src/types/receipt.ts';
import type { RawSubmission } from '../../../src/types/submission.ts';
import { exchange, ruleIdsOf } from '../../support/http-exchange.ts';
import { refuseBy } from '../../support/in-memory-gateway.ts';
import { type Door, HOSPITAL_A, NOW, openDoor, RULES } from '../../support/public-door.ts';

const XML = '<GIAMDINHHS/>';
const BUNDLE = '{"resourceType":"Bundle","type":"transaction"}';
const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

let door: Door;
beforeAll(async () => {
  door = await openDoor();
});
afterEach(() => door.gateway.answerWith((_raw, receipt) => ({ kind: 'stored', status: 201, receipt })));
afterAll(() => door.close());

const post = (path: string, body: string | Buffer, headers: Record<string, string> = {}) =>
  exchange(`${door.url}${path}`, { method: 'POST', body, headers: { ...HOSPITAL_A, ...headers } });
const postXml = (headers: Record<string, string> = {}) =>
  post('/submissions', XML, { 'Content-Type': 'application/xml', ...headers });
const postBundle = (headers: Record<string, string> = {}) =>
  post('/fhir', BUNDLE, { 'Content-Type': 'application/fhir+json', ...headers });
const answerWith = (answer: (raw: RawSubmission, receipt: Receipt) => SubmitResult | Promise<SubmitResult>) =>
  door.gateway.answerWith(answer);

describe('POST /submissions', () => {
  it('answers 201 with the receipt and its address', async () => {
    const { status, headers, body } = await postXml();
    const receipt = JSON.parse(body);
    expect(status).toBe(201);
    expect(headers['content-type']).toBe('application/json');
    expect(receipt).toMatchObject({ facility: '99001', format: 'claim-xml', state: 'accepted' });
    expect(receipt.id).toMatch(UUID_V7);
    expect(headers).toMatchObject({ location: `/submissions/${receipt.id}`, 'submission-id': receipt.id });
    expect(headers['idempotency-replayed']).toBeUndefined();
  });

  it('hands over the bytes unchanged, their hash, media type and instant', async () => {
    const bytes = Buffer.from([0xef, 0xbb, 0xbf, 0x00, 0xff, 0x0d, 0x0a]);
    await post('/submissions', bytes, { 'Content-Type': 'Text/XML; charset="UTF-8"', 'Idempotency-Key': 'k-1' });
    expect(door.gateway.received.at(-1)?.raw).toEqual({
      id: expect.stringMatching(UUID_V7),
      channel: 'submissions',
      bytes,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      contentType: 'text/xml',
      idempotencyKey: 'k-1',
      receivedAt: NOW,
    });
  });

  it('hands over a gzip body as it was before compression', async () => {
    const { status } = await post('/submissions', gzipSync(XML), {
      'Content-Type': 'application/xml',
      'Content-Encoding': 'gzip',
    });
    const raw = door.gateway.received.at(-1)?.raw;
    expect(status).toBe(201);
    expect(raw?.bytes.toString()).toBe(XML);
    expect(raw?.sha256).toBe(createHash('sha256').update(XML).digest('hex'));
  });

  it.each([
    'application/xml',
    'text/xml',
    'application/fhir+json',
    'application/json',
    'application/json; charset=utf8',
  ])('takes %s', async (type) => expect((await post('/submissions', XML, { 'Content-Type': type })).status).toBe(201));

  it.each(['respond-async', 'return=minimal, Respond-Async;x=1, wait=10'])(
    'answers 202 to Prefer: %s',
    async (Prefer) => {
      const { status, headers, body } = await postXml({ Prefer });
      const { id, state } = JSON.parse(body);
      expect([status, state]).toEqual([202, 'accepted']);
      expect(headers).toMatchObject({ 'content-location': `/submissions/${id}`, 'submission-id': id });
      expect(headers.location).toBeUndefined();
    },
  );

  it.each(['return=minimal', 'respond-asynchronously', 'x="respond-async"', ''])(
    'answers 201 to Prefer: %s',
    async (Prefer) => {
      const { status, headers } = await postXml({ Prefer });
      expect([status, headers['content-location']]).toEqual([201, undefined]);
    },
  );

  it.each<[number, (receipt: Receipt) => SubmitResult]>([
    [200, (receipt) => ({ kind: 'replayed', status: 200, receipt })],
    [422, (receipt) => ({ kind: 'stored', status: 422, receipt: { ...receipt, state: 'refused' } })],
  ])('answers %i whatever the sender prefers', async (wanted, answer) => {
    answerWith((_raw, receipt) => answer(receipt));
    const { status, headers } = await postXml({ Prefer: 'respond-async' });
    expect([status, headers.location]).toEqual([wanted, `/submissions/${headers['submission-id']}`]);
  });

  it('marks a replay', async () => {
    answerWith((_raw, receipt) => ({ kind: 'replayed', status: 200, receipt: { ...receipt, id: 'first' } }));
    const { status, headers, body } = await postXml();
    expect(status).toBe(200);
    expect(headers).toMatchObject({ 'idempotency-replayed': 'true', location: '/submissions/first' });
    expect(JSON.parse(body).id).toBe('first');
  });

  it('answers 422 with receipt and address when every record was refused', async () => {
    answerWith((_raw, receipt) => ({ kind: 'stored', status: 422, receipt: { ...receipt, state: 'refused' } }));
    const { status, headers, body } = await postXml();
    expect(status).toBe(422);
    expect(headers.location).toBe(`/submissions/${JSON.parse(body).id}`);
    expect(JSON.parse(body).state).toBe('refused');
  });

  it.each([400, 403, 409, 429])('passes on a refusal of the whole with status %i', async (wanted) => {
    answerWith(refuseBy(RULES, 'LT-R001', wanted));
    const { status, headers, body } = await postXml();
    expect(status).toBe(wanted);
    expect(headers['content-type']).toBe('application/fhir+json');
    expect(headers.location).toBeUndefined();
    expect(ruleIdsOf(body)).toEqual(['LT-R001']);
  });

  it('answers 503 with Retry-After, and nothing of the failure, when the line fails', async () => {
    answerWith(() => Promise.reject(new Error('SQLITE_FULL canary-7f3a')));
    const { status, headers, body } = await postXml();
    expect(status).toBe(503);
    expect(headers['retry-after']).toBe('5');
    expect(ruleIdsOf(body)).toEqual(['LT-R050']);
    expect(body).not.toMatch(/canary|SQLITE|\.ts/);
    const lines = door.log.filter((line) => line.includes('request failed'));
    expect(lines).toHaveLength(1);
    expect(lines.join()).not.toContain('canary');
    expect(JSON.parse(lines.join())).toMatchObject({ level: 'error', route: '/submissions', method: 'POST' });
  });

  it('checks without storing on dryRun=true', async () => {
    const { status, headers } = await post('/submissions?dryRun=true', XML, { 'Content-Type': 'application/xml' });
    expect(status).toBe(200);
    expect(headers.location ?? headers['submission-id']).toBeUndefined();
    expect(door.gateway.received.at(-1)?.dryRun).toBe(true);
  });

  it('stores on dryRun=false', async () => {
    const { status } = await post('/submissions?dryRun=false', XML, { 'Content-Type': 'application/xml' });
    expect(status).toBe(201);
  });

  it.each(['?dryrun=true', '?dryRun=1', '?dryRun', '?dryRun=true&dryRun=true', '?dryRun=true&x=1', '?__proto__=1'])(
    'does not guess at %s',
    async (query) => {
      const count = door.gateway.received.length;
      const { status, body } = await post(`/submissions${query}`, XML, { 'Content-Type': 'application/xml' });
      expect(status).toBe(400);
      expect(ruleIdsOf(body)).toEqual(['LT-R005']);
      expect(door.gateway.received).toHaveLength(count);
    },
  );

  it('writes one log line about it, without keys of records', async () => {
    const before = door.log.length;
    const { headers } = await postXml();
    const lines = door.log.slice(before).map((line) => JSON.parse(line));
    expect(lines).toEqual([
      expect.objectContaining({
        ...{ msg: 'submission answered', submission: headers['submission-id'], facility: '99001' },
        ...{ channel: 'submissions', result: 'stored', status: 201, size: XML.length, dryRun: false },
      }),
    ]);
  });
});

describe('POST /fhir', () => {
  const responseText = '{"resourceType":"Bundle","type":"transaction-response"}';

  it('answers 201 with the response Bundle as it was kept', async () => {
    answerWith((_raw, receipt) => ({ kind: 'stored', status: 201, receipt, responseText }));
    const { status, headers, body } = await postBundle();
    expect(status).toBe(201);
    expect(headers['content-type']).toBe('application/fhir+json');
    expect(headers.location).toBe(`/submissions/${headers['submission-id']}`);
    expect(body).toBe(responseText);
    expect(door.gateway.received.at(-1)?.raw.channel).toBe('fhir');
  });

  it('answers 202 with the same Bundle to a sender that prefers it', async () => {
    answerWith((_raw, receipt) => ({ kind: 'stored', status: 201, receipt, responseText }));
    const { status, headers, body } = await postBundle({ Prefer: 'respond-async' });
    expect([status, body]).toEqual([202, responseText]);
    expect(headers['content-location']).toBe(`/submissions/${headers['submission-id']}`);
  });

  it('replays the same Bundle', async () => {
    answerWith((_raw, receipt) => ({ kind: 'replayed', status: 200, receipt, responseText }));
    const { status, headers, body } = await postBundle();
    expect([status, headers['idempotency-replayed'], body]).toEqual([200, 'true', responseText]);
  });

  it('answers 422 with the issues of envelope and records when nothing was taken', async () => {
    const outcomeOf = (diagnostics: string) => ({
      resourceType: 'OperationOutcome' as const,
      issue: [{ severity: 'error' as const, code: 'invalid' as const, diagnostics }],
    });
    answerWith((_raw, receipt) => {
      const [record] = receipt.records;
      if (record === undefined) throw new Error('the receipt has no record');
      const records = [
        { ...record, outcome: outcomeOf('first') },
        { ...record, outcome: outcomeOf('second') },
      ];
      const refused: Receipt = { ...receipt, state: 'refused', outcome: outcomeOf('whole'), records };
      return { kind: 'stored', status: 422, receipt: refused, responseText };
    });
    const { status, headers, body } = await postBundle();
    expect(status).toBe(422);
    expect(headers['submission-id']).toMatch(UUID_V7);
    expect(JSON.parse(body).resourceType).toBe('OperationOutcome');
    expect(JSON.parse(body).issue.map((issue: { diagnostics: string }) => issue.diagnostics)).toEqual([
      ...['whole', 'first', 'second'],
    ]);
  });

  it('knows no dry run and no other parameter', async () => {
    const { status, body } = await post('/fhir?dryRun=true', BUNDLE, { 'Content-Type': 'application/json' });
    expect([status, ...ruleIdsOf(body)]).toEqual([400, 'LT-R007']);
  });

  it('takes no XML', async () => {
    const { status, headers, body } = await post('/fhir', XML, { 'Content-Type': 'application/xml' });
    expect([status, ...ruleIdsOf(body)]).toEqual([415, 'LT-R020']);
    expect(headers['accept-post']).toBe('application/fhir+json, application/json');
  });
});
