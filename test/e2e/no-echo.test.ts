import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { PATHS } from '../../src/config/paths.ts';
import type { Form } from '../../src/fhir/forms.ts';
import { createHospital } from '../../src/simulate/hospitals/hospital.ts';
import type { Receipt } from '../../src/types/receipt.ts';
import { base64, elements, envelope, FORMS } from '../support/claim-envelope.ts';
import { eventually } from '../support/eventually.ts';
import { exchange, type HttpAnswer } from '../support/http-exchange.ts';
import { type Sender, type ServedGateway, serveFacilities } from '../support/served-gateway.ts';
import { NOON } from '../support/store-fixtures.ts';

/** What must never be seen again outside of the store and the destinations. Each use has its number. */
const CANARY = 'zq7canary';
let uses = 0;
const canary = () => `${CANARY}${++uses}`;

let echo: Server;
let served: ServedGateway;
let own: Sender;
beforeAll(async () => {
  // A destination that says in its refusal, and in the reason of it, all that it was sent.
  echo = createServer(async (request, response) => {
    const body = await text(request);
    response.statusMessage = CANARY;
    response.writeHead(request.headers['content-length'] === undefined ? 500 : 422, {
      'Content-Type': 'application/fhir+json',
    });
    response.end(
      JSON.stringify({
        resourceType: 'OperationOutcome',
        issue: [{ severity: 'error', code: 'invalid', diagnostics: body }],
      }),
    );
  }).listen(0, '127.0.0.1');
  await once(echo, 'listening');
  const url = `http://127.0.0.1:${(echo.address() as AddressInfo).port}`;
  served = await serveFacilities(['99001', '00000'], { destinations: [{ id: 'echo', url }] });
  own = served.sender('99001');
});
afterAll(async () => {
  expect(await served.close()).toBe(0);
  echo.closeAllConnections();
  echo.close();
});

/** Everything said of what was sent: the answer without the sender's own keys and ids, which a receipt must name. */
function said({ headers, body }: HttpAnswer): string {
  const withoutKeys = (name: string, value: unknown) => (name === 'key' || name === 'location' ? '' : value);
  const { location: _, ...others } = headers;
  return JSON.stringify([others, body === '' ? '' : JSON.parse(body, withoutKeys)]);
}

async function expectSilence(): Promise<void> {
  const metrics = await exchange(`${served.gateway.adminUrl}/metrics`);
  for (const written of [served.gateway.output(), metrics.body]) {
    expect(written.split('\n').filter((line) => line.toLowerCase().includes(CANARY))).toEqual([]);
  }
  expect(served.gateway.output()).toContain('submission answered');
}

async function expectUnsaid(
  calls: readonly (readonly [name: string, call: () => Promise<HttpAnswer>])[],
): Promise<number[]> {
  const statuses: number[] = [];
  for (const [name, call] of calls) {
    const answer = await call();
    statuses.push(answer.status);
    expect([name, said(answer).match(new RegExp(`.{0,80}${CANARY}.{0,20}`, 'i'))?.[0]]).toEqual([name, undefined]);
  }
  await expectSilence();
  return statuses;
}

const sendXml = (body: string | Buffer) => own.post('/submissions', body, 'application/xml');
const sendFhir = (body: string) => own.post('/fhir', body, 'application/fhir+json');

const SAMPLE = Object.fromEntries(
  [1, 2, 3, 4, 5, 7, 8, 13, 14].map((number) => {
    const file = join(PATHS.root, `test/cases/claim-xml/synthetic-4750-inner-xml${number}.xml`);
    const fields = readFileSync(file, 'utf8').matchAll(/<(\w+)>([^<\n]*)<\/\1>/g);
    return [`XML${number}`, Object.fromEntries([...fields].map(([, name = '', value = '']) => [name, value]))];
  }),
);

function tableXml({ root, list, row }: Form, fields: Readonly<Record<string, string>>): string {
  const inRow = row === root ? elements(fields) : `<${row}>${elements(fields)}</${row}>`;
  return `<${root}>${list === null ? inRow : `<${list}>${inRow}</${list}>`}</${root}>`;
}
const form = (id: string) => FORMS.forms.find((each) => each.id === id) as Form;

/** The table with canaries in ten of its fields, as a file of a HOSO whose other fields are right. */
function* claimsWithCanaries(): Generator<readonly [name: string, call: () => Promise<HttpAnswer>]> {
  for (const each of FORMS.forms.filter(({ id }) => !id.startsWith('4210.'))) {
    for (let from = 0; from < each.fields.length; from += 10) {
      const hit = each.fields.slice(from, from + 10).map(({ name }) => [name, canary()] as const);
      const fields = { MA_LK: canary(), ...SAMPLE[each.id], ...Object.fromEntries(hit) };
      const files: [string, string][] = [[each.id, base64(tableXml(each, fields))]];
      if (each.id !== 'XML1')
        files.unshift(['XML1', base64(tableXml(form('XML1'), { ...SAMPLE['XML1'], MA_LK: fields.MA_LK }))]);
      const xml = envelope([files], { facility: '00000' });
      yield [`${each.id} from ${from}`, () => served.sender('00000').post('/submissions', xml, 'application/xml')];
    }
  }
}

it('values of claim tables: in no text of an issue, no log line, no metric', async () => {
  const statuses = await expectUnsaid([...claimsWithCanaries()]);
  expect(statuses.length).toBeGreaterThan(40);
  expect([...new Set(statuses)].toSorted()).toEqual([201, 403]);
});

/** Paths of all values in a JSON document. */
function leaves(value: unknown, path: readonly (string | number)[] = []): readonly (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  const entries = Array.isArray(value) ? value.map((each, at) => [at, each] as const) : Object.entries(value);
  return entries.flatMap(([name, each]) => leaves(each, [...path, name]));
}

function withValue(document: object, path: readonly (string | number)[], value: unknown): object {
  const copy = structuredClone(document);
  const parent = path.slice(0, -1).reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], copy);
  (parent as Record<string | number, unknown>)[path.at(-1) ?? ''] = value;
  return copy;
}

it('values of a Bundle, one after the other: likewise', async () => {
  const hospital = createHospital({ facility: '99001', seed: 'no-echo', clock: () => NOON });
  const sent = JSON.parse(hospital.fhirBundle({ kinds: ['visit'] }).bytes.toString('utf8')) as {
    entry: { resource: { resourceType: string } }[];
  };
  const types = new Set<string>();
  // One of each type is enough.
  const entry = sent.entry.filter(({ resource: { resourceType } }) => types.size < types.add(resourceType).size);
  const document = { ...sent, entry };
  const calls = leaves(document).map((path) => {
    const body = JSON.stringify(withValue(document, path, canary()));
    return [path.join('.'), () => sendFhir(body)] as const;
  });
  const statuses = await expectUnsaid(calls);
  expect(statuses.length).toBeGreaterThan(100);
  expect(statuses.filter((status) => status === 422).length).toBeGreaterThan(30);
  expect(statuses.filter((status) => status >= 500)).toEqual([]);
});

it('what is refused as a whole, by header, address, body or token: likewise', async () => {
  const summary = tableXml(form('XML1'), { ...SAMPLE['XML1'], MA_CSKCB: '99001' });
  const good = envelope([[['XML1', base64(summary)]]]);
  const json = (entry: string) => `{"resourceType":"Bundle","type":"batch","entry":[${entry}]}`;
  const { url } = served.gateway;
  const bare = (path: string, headers: Record<string, string> = {}, method = 'GET', body?: string) =>
    exchange(`${url}${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
  const formType = { 'Content-Type': 'application/x-www-form-urlencoded' };
  const statuses = await expectUnsaid([
    ['text outside the root', () => sendXml(`${good}${canary()}`)],
    ['a broken tag', () => sendXml(good.replace('<HOSO>', `<HOSO a="${canary()}><`))],
    ['cut off', () => sendXml(`${good.slice(0, good.indexOf('<HOSO>'))}<!-- ${canary()}`)],
    ['an entity', () => sendXml(good.replace('20260705', `&${canary()};`))],
    ['DOCTYPE', () => sendXml(`<!DOCTYPE a [<!ENTITY b "${canary()}">]>${good}`)],
    ['a wrong root', () => sendXml(`<HOSOKHAC ten="${canary()}">${canary()}</HOSOKHAC>`)],
    ['another facility', () => sendXml(good.replaceAll('99001', canary()))],
    ['a count in words', () => sendXml(good.replace('<SOLUONGHOSO>1', `<SOLUONGHOSO>${canary()}`))],
    ['a file of another name', () => sendXml(good.replace('<LOAIHOSO>XML1', `<LOAIHOSO>${canary()}`))],
    ['no base64', () => sendXml(good.replace('<NOIDUNGFILE>', `<NOIDUNGFILE>*${canary()}`))],
    ['plain inner XML', () => sendXml(good.replace(/<NOIDUNGFILE>[^<]*/, `<NOIDUNGFILE>&lt;a b="${canary()}"&gt;`))],
    ['neither XML nor JSON', () => sendXml(canary())],
    ['not UTF-8', () => sendXml(Buffer.from(`<a>${canary()}\xe0</a>`, 'latin1'))],
    ['no JSON', () => sendFhir(`{"resourceType": ${canary()}}`)],
    ['the same name twice', () => sendFhir(json(`{"id":"${canary()}","id":"${canary()}"}`))],
    ['half a character', () => sendFhir(json(`{"id":"${canary()}\\ud800"}`))],
    ['another resource', () => sendFhir(`{"resourceType":"${canary()}"}`)],
    ['another type of Bundle', () => sendFhir(`{"resourceType":"Bundle","type":"${canary()}"}`)],
    ['entries that are none', () => sendFhir(json(`"${canary()}"`))],
    ['a media type', () => own.post('/submissions', good, `text/${canary()}`)],
    ['a charset', () => own.post('/submissions', good, `text/xml; charset=${canary()}`)],
    ['a coding', () => own.post('/submissions', good, 'text/xml', { 'Content-Encoding': canary() })],
    ['a key', () => own.post('/submissions', good, 'text/xml', { 'Idempotency-Key': `${canary()} ${canary()}` })],
    ['a parameter', () => own.post(`/submissions?dryRun=${canary()}`, good, 'text/xml')],
    ['a query', () => own.get(`/submissions?${canary()}=${canary()}`)],
    ['an encounter', () => own.get(`/submissions?encounter=${canary()}`)],
    ['a receipt', () => own.get(`/submissions/${canary()}`)],
    ['an address', () => own.get(`/${canary()}/${canary()}`)],
    ['an address that cannot be decoded', () => own.get(`/submissions/%E0%A4%A${canary()}`)],
    ['coverage of a day', () => bare(`/coverage?asOf=${canary()}`)],
    ['coverage of a facility', () => bare(`/coverage/facilities/${canary()}`)],
    ['a method', () => bare('/submissions', { 'X-Request-Id': canary() }, 'PUT', canary())],
    ['a token', () => bare('/submissions', { authorization: `Bearer ${canary()}.${canary()}.${canary()}` })],
    ['a scheme', () => bare('/submissions', { authorization: `${canary()} ${canary()}` })],
    ['a token request', () => bare('/auth/token', formType, 'POST', `grant_type=${canary()}&${canary()}=1`)],
    [
      'an assertion',
      () => bare('/auth/token', formType, 'POST', `grant_type=client_credentials&client_assertion=${canary()}`),
    ],
  ]);
  expect(statuses.filter((status) => status >= 400).length).toBeGreaterThan(30);
  expect(statuses.filter((status) => status >= 500)).toEqual([]);
});

it('what a destination says of a record: likewise, when it repeats all of it', async () => {
  const free = form('XML1').fields.filter(
    ({ type, codes, list }) => type === 'string' && codes === undefined && list === undefined,
  );
  const fields = { ...SAMPLE['XML1'], ...Object.fromEntries(free.map(({ name }) => [name, canary()])) };
  const xml = envelope([[['XML1', base64(tableXml(form('XML1'), fields))]]], { facility: '00000' });
  const sender = served.sender('00000');
  const sent = await sender.post('/submissions', xml, 'application/xml');
  const { id, state } = JSON.parse(sent.body) as Receipt;
  expect([sent.status, state]).toEqual([201, 'accepted']);
  await eventually('the destination has refused it', async () => {
    const { records } = JSON.parse((await sender.get(`/submissions/${id}`)).body) as Receipt;
    return records[0]?.deliveries[0]?.state === 'refused';
  });
  await expectUnsaid([['its receipt', () => sender.get(`/submissions/${id}`)]]);
});
