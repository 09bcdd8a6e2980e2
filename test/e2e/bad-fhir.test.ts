import type { OutgoingHttpHeaders } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Bundle, BundleEntry, OperationOutcome, Resource } from '@medplum/fhirtypes';
import { PATHS } from '../../src/config/paths.ts';
import { loadIdentifierSystems } from '../../src/fhir/identifier-systems.ts';
import { createHospital } from '../../src/simulate/hospitals/hospital.ts';
import type { Receipt } from '../../src/types/receipt.ts';
import { findingsIn, refusalOf, shown } from '../support/findings.ts';
import type { HttpAnswer } from '../support/http-exchange.ts';
import { type Sender, type ServedGateway, serveFacilities } from '../support/served-gateway.ts';
import { NOON } from '../support/store-fixtures.ts';

const FHIR = 'application/fhir+json';
const { systems: SYSTEMS } = loadIdentifierSystems(PATHS.identifiers);
const LIMITS = { maxBodyBytes: 131_072, maxBundleEntries: 30, maxStringLength: 20_000, maxNodes: 10_000 };

let served: ServedGateway;
let own: Sender;
beforeAll(async () => {
  served = await serveFacilities(['99001'], { limits: LIMITS });
  own = served.sender('99001');
});
afterAll(async () => expect(await served.close()).toBe(0));

const hospital = createHospital({ facility: '99001', seed: 'bad-fhir', clock: () => NOON });
const send = (body: string | Buffer, headers: OutgoingHttpHeaders = {}) => own.post('/fhir', body, FHIR, headers);
const sendBundle = (bundle: object, headers: OutgoingHttpHeaders = {}) =>
  send(JSON.stringify(bundle, null, 2), headers);
const responsesIn = ({ body }: HttpAnswer) =>
  ((JSON.parse(body) as Bundle).entry ?? []).map(({ response }) => response);
const receiptOf = async ({ headers }: HttpAnswer) =>
  JSON.parse((await own.get(`/submissions/${headers['submission-id']}`)).body) as Receipt;

function put(resource: Resource & { id: string }): BundleEntry {
  return { resource, request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` } };
}
const patient = (id: string) =>
  put({
    resourceType: 'Patient',
    id,
    identifier: [{ system: 'https://hospital.example/mrn', value: id }],
    name: [{ text: 'A' }],
  });
const observation = (id: string, subject: string, changes: object = {}) =>
  put({
    resourceType: 'Observation',
    id,
    status: 'final',
    code: { text: 'Glucose' },
    subject: { reference: subject },
    ...changes,
  } as Resource & { id: string });
const bundleOf = (type: string, ...entry: readonly BundleEntry[]) => ({ resourceType: 'Bundle', type, entry });

describe('a good Bundle', () => {
  it('201: one entry for each entry, the receipt beside it, and everything is kept', async () => {
    const { bytes, keys } = hospital.fhirBundle();
    const sent = JSON.parse(bytes.toString('utf8')) as Bundle;
    const answer = await send(bytes);
    expect([answer.status, answer.headers['content-type']]).toEqual([201, FHIR]);
    expect(JSON.parse(answer.body)).toMatchObject({ resourceType: 'Bundle', type: 'transaction-response' });
    const responses = responsesIn(answer);
    expect(responses.map((response) => response?.status)).toEqual(sent.entry?.map(() => '201 Created'));
    expect(responses.map((response) => response?.location?.split('/')[0])).toEqual(
      sent.entry?.map(({ resource }) => resource?.resourceType),
    );
    const { id, records } = await receiptOf(answer);
    expect(answer.headers.location).toBe(`/submissions/${id}`);
    expect(records).toMatchObject([{ key: keys[0], state: 'accepted', resources: sent.entry?.length }]);
    const [type = '', resourceId = ''] = responses[0]?.location?.split('/') ?? [];
    expect(await served.withStore((store) => store.resource('99001', type, resourceId))).toMatchObject({
      resourceType: type,
      id: resourceId,
    });
  });

  it('again: 200 and the same answer, byte for byte; Bundle.identifier is a key', async () => {
    const identifier = { system: 'https://hospital.example/message', value: 'B-1' };
    const bundle = { ...bundleOf('transaction', patient('idem')), identifier };
    const first = await sendBundle(bundle);
    const again = await sendBundle(bundle);
    expect([first.status, again.status, again.body]).toEqual([201, 200, first.body]);
    expect(again.headers).toMatchObject({ 'idempotency-replayed': 'true', location: first.headers.location });
    const other = await sendBundle({ ...bundle, entry: [patient('other')] });
    expect([other.status, refusalOf(other)]).toEqual([409, ['LT-G002']]);
  });
});

describe('all or nothing, and entry by entry', () => {
  const entries = (prefix: string) => [
    patient(`${prefix}-p`),
    observation(`${prefix}-bad`, `Patient/${prefix}-p`, { status: 'done', valueInteger: 'five' }),
    observation(`${prefix}-good`, `Patient/${prefix}-p`),
  ];
  const stored = (prefix: string) =>
    served.withStore(async (store) => {
      const found = await Promise.all(
        [
          ['Patient', `${prefix}-p`],
          ['Observation', `${prefix}-bad`],
          ['Observation', `${prefix}-good`],
        ].map(([type = '', id = '']) => store.resource('99001', type, `99001-${id}`)),
      );
      return found.map((resource) => resource !== undefined);
    });

  it('a transaction with one bad entry is refused whole: 422, each fault by FHIRPath and by line and column', async () => {
    const bundle = bundleOf('transaction', ...entries('t'));
    const answer = await sendBundle(bundle);
    const lines = JSON.stringify(bundle, null, 2).split('\n');
    const place = (text: string) => {
      const line = lines.findIndex((each) => each.includes(text));
      return `line ${line + 1}, column ${(lines[line]?.indexOf(text) ?? 0) + text.indexOf(':') + 3}`;
    };
    expect([answer.status, answer.headers['content-type']]).toEqual([422, FHIR]);
    const faults = findingsIn(JSON.parse(answer.body)).filter(({ severity }) => severity === 'error');
    expect(faults.map(({ rule, expression, place: at }) => [rule, expression, at])).toEqual([
      ['LT-V200', 'Bundle.entry[1].resource.status', place('"status": "done"')],
      ['LT-V004', 'Bundle.entry[1].resource.value', place('"valueInteger": "five"')],
    ]);
    expect(await stored('t')).toEqual([false, false, false]);
    expect(await receiptOf(answer)).toMatchObject({ state: 'refused', records: [{ state: 'refused' }] });
    const again = await sendBundle(bundle);
    expect([again.status, again.body]).toEqual([200, answer.body]);
  });

  it('says what was created, what was updated and what was deleted', async () => {
    const [first] = entries('u');
    const statusesOf = async (...entry: BundleEntry[]) =>
      responsesIn(await sendBundle(bundleOf('transaction', ...entry))).map((response) => response?.status);
    expect(await statusesOf(first as BundleEntry)).toEqual(['201 Created']);
    const changed = { ...first, resource: { ...first?.resource, language: 'vi' } } as BundleEntry;
    expect(await statusesOf(changed)).toEqual(['200 OK']);
    expect(await statusesOf({ request: { method: 'DELETE', url: String(first?.request?.url) } })).toEqual([
      '204 No Content',
    ]);
  });

  it('a batch with one bad entry: the others are taken, the bad one is named in its own place', async () => {
    const answer = await sendBundle(bundleOf('batch', ...entries('b')));
    expect([answer.status, (JSON.parse(answer.body) as Bundle).type]).toEqual([201, 'batch-response']);
    const responses = responsesIn(answer);
    expect(responses.map((response) => [response?.status, response?.location])).toEqual([
      ['201 Created', 'Patient/99001-b-p'],
      ['422 Unprocessable Entity', undefined],
      ['201 Created', 'Observation/99001-b-good'],
    ]);
    const named = findingsIn(responses[1]?.outcome as OperationOutcome).filter(({ severity }) => severity === 'error');
    expect(shown(named)).toEqual([
      expect.stringMatching(/^LT-V200 line \d+, column \d+$/),
      expect.stringMatching(/^LT-V004 line \d+, column \d+$/),
    ]);
    expect(named[0]?.expression).toBe('Bundle.entry[1].resource.status');
    expect(await stored('b')).toEqual([true, false, true]);
    const { state, records } = await receiptOf(answer);
    expect([state, records.map((record) => record.state)]).toEqual([
      'partly-accepted',
      ['accepted', 'refused', 'accepted'],
    ]);
  });
});

describe('whose it is', () => {
  const encounter = (id: string, facility: string) =>
    put({
      resourceType: 'Encounter',
      id,
      status: 'finished',
      class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
      serviceProvider: { identifier: { system: SYSTEMS['maCskcb'] ?? '', value: facility } },
    });

  it('another facility in the whole: 403 that names both', async () => {
    const answer = await sendBundle(bundleOf('transaction', encounter('e1', '99002')));
    expect([answer.status, refusalOf(answer)]).toEqual([403, ['LT-G001']]);
    expect(findingsIn(JSON.parse(answer.body))[0]?.en).toMatch(/99002.*99001/);
  });

  it('another facility in one entry of a batch: that entry is refused', async () => {
    const answer = await sendBundle(bundleOf('batch', patient('e2-p'), encounter('e2', '99002')));
    expect(responsesIn(answer).map((response) => response?.status)).toEqual([
      '201 Created',
      '422 Unprocessable Entity',
    ]);
    expect(answer.body).toContain('LT-G001');
  });
});

describe('what cannot be taken as a whole', () => {
  const json = (entry: string) => `{"resourceType":"Bundle","type":"transaction","entry":[${entry}]}`;
  it.each<[string, number, string, string | Buffer]>([
    ['no JSON', 400, 'LT-D060 line 2, column 10', '{\n  "type" "batch"}'],
    ['cut off', 400, 'LT-D060', json('{}').slice(0, 40)],
    ['a byte order mark', 400, 'LT-D061 line 1, column 1', `\ufeff${json('{}')}`],
    [
      'the same name twice',
      400,
      'LT-D062 line 1, column 103',
      json('{"resource":{"resourceType":"Patient","id":"a","id":"b"}}'),
    ],
    ['deep nesting', 400, 'LT-D063 line 1, column', json(`${'{"a":['.repeat(40)}${']}'.repeat(40)}`)],
    ['half a character', 400, 'LT-D067 line 1, column', json('{"resource":{"id":"\\ud800"}}')],
    ['not UTF-8', 400, 'LT-D003 line 1', Buffer.from(json('{"a":"\xe0"}'), 'latin1')],
    ['another resource', 400, 'LT-D070', '{"resourceType":"Patient"}'],
    ['another type of Bundle', 400, 'LT-D071 Bundle.type', '{"resourceType":"Bundle","type":"searchset"}'],
    ['no entry', 400, 'LT-D073 Bundle.entry', json('')],
    ['too many values', 413, 'LT-D064', json(`{"a":[${'1,'.repeat(10_000)}1]}`)],
    ['too long a string', 413, 'LT-D066', json(`{"a":"${'x'.repeat(20_001)}"}`)],
    ['too many entries', 413, 'LT-D072 Bundle.entry', json(Array(31).fill('{}').join(','))],
    ['an oversized body', 413, 'LT-R030', json(' '.repeat(131_072))],
    ['an empty body', 400, 'LT-R031', ''],
  ])('%s: %i %s', async (_name, status, finding, body) => {
    const answer = await send(body);
    expect(answer.status).toBe(status);
    expect(refusalOf(answer)).toEqual([expect.stringContaining(finding)]);
    expect(answer.headers).not.toHaveProperty('submission-id');
  });

  it('the same name twice is named by its object, too', async () => {
    const answer = await send(json('{"resource":{"id":"a","id":"b"}}'));
    expect(findingsIn(JSON.parse(answer.body))[0]?.expression).toBe('Bundle.entry[0].resource');
  });

  it('a wrong media type, and a parameter', async () => {
    const xml = await own.post('/fhir', '<Bundle/>', 'application/fhir+xml');
    expect([xml.status, refusalOf(xml)]).toEqual([415, ['LT-R020']]);
    const trial = await own.post('/fhir?dryRun=true', '{}', FHIR);
    expect([trial.status, refusalOf(trial)]).toEqual([400, ['LT-R007']]);
  });
});

describe('entries that cannot be taken', () => {
  const request = (method: string, url: string): BundleEntry =>
    ({ ...patient('m'), request: { method, url } }) as BundleEntry;
  it.each<[string, string, readonly BundleEntry[]]>([
    ['PATCH', 'LT-M010', [request('PATCH', 'Patient/m')]],
    ['a conditional DELETE', 'LT-M010', [{ request: { method: 'DELETE', url: 'Patient?identifier=1' } }]],
    ['a reference to no entry', 'LT-M011', [observation('m1', 'urn:uuid:0b1d7ad2-2f9c-4a9e-9bb1-000000000000')]],
    ['a conditional reference', 'LT-M012', [observation('m2', 'Patient?identifier=1')]],
    ['no resource', 'LT-M013', [{ request: { method: 'POST', url: 'Patient' } }]],
    ['one resource twice', 'LT-M014', [patient('m3'), patient('m3')]],
  ])('%s: 422 %s', async (_name, rule, entries) => {
    const answer = await sendBundle(bundleOf('transaction', ...entries));
    expect(answer.status).toBe(422);
    expect(refusalOf(answer).map((finding) => finding.slice(0, 7))).toContain(rule);
  });
});
