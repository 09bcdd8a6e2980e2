import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exchange } from '../support/http-exchange.ts';
import { MEDICAL_RECORD, PRESCRIPTION } from '../support/json-forms.ts';
import { type Sender, type ServedGateway, serveFacilities } from '../support/served-gateway.ts';
import { ROOT } from '../support/source-files.ts';

const cases = (...path: readonly string[]) => readFileSync(join(ROOT, 'test', 'cases', ...path));
/** The samples are of facility 00000. */
const OWN = '00000';

const JSON_TYPE = 'application/json';
const XML_TYPE = 'application/xml';

const FORMS: readonly (readonly [format: string, type: string, bytes: Buffer])[] = [
  ['claim-xml', XML_TYPE, cases('claim-xml', 'synthetic-4750-giamdinhhs.xml')],
  ['health-check-xml', XML_TYPE, cases('national-forms', 'synthetic-ksk-adult-nested.xml')],
  ['document-xml', XML_TYPE, cases('national-forms', 'synthetic-ct2025-hschungtu.xml')],
  ['document-xml', XML_TYPE, cases('national-forms', 'synthetic-hsdlgbt.xml')],
  ['document-xml', XML_TYPE, cases('national-forms', 'synthetic-hsdlgcs.xml')],
];

describe('national forms through the running gateway', () => {
  let served: ServedGateway;
  let own: Sender;
  beforeAll(async () => {
    served = await serveFacilities([OWN, '99001']);
    own = served.sender(OWN);
  });
  afterAll(() => served.close());

  it.each(FORMS)('%s is known by its content and kept', async (format, type, bytes) => {
    const answer = await own.post('/submissions', bytes, type);
    expect([answer.status, JSON.parse(answer.body)]).toMatchObject([201, { format, state: 'accepted' }]);
  });

  it.each([
    ['prescription-json', PRESCRIPTION],
    ['emr-export', MEDICAL_RECORD],
  ])('%s is known by its content and kept', async (format, document) => {
    const answer = await served.sender('99001').post('/submissions', JSON.stringify(document), JSON_TYPE);
    expect([answer.status, JSON.parse(answer.body)]).toMatchObject([201, { format, state: 'accepted' }]);
  });

  it('a health check and a claim of one MA_LK are two records, and neither takes the other’s resources away', async () => {
    const found = await own.get('/submissions?encounter=TEST0000000001');
    const submissions = JSON.parse(found.body) as readonly { format: string; records: readonly { key: string }[] }[];
    expect(submissions.map(({ format }) => format).sort()).toEqual(['claim-xml', 'health-check-xml']);
    expect(new Set(submissions.flatMap(({ records }) => records.map(({ key }) => key)))).toEqual(
      new Set(['TEST0000000001']),
    );
    const [encounters, facts] = await served.withStore(async (store) => {
      const told = [];
      for await (const fact of store.facts(Number.MAX_SAFE_INTEGER)) if (fact.type === 'record') told.push(fact);
      return [await store.submissionsOfRecord(OWN, 'health-check-xml/TEST0000000001'), told];
    });
    expect(encounters).toHaveLength(1);
    expect(facts.map(({ source }) => source).sort()).toEqual(['claim', 'emr']);
  });

  it('codes that no list holds are on the worklist, for the staff', async () => {
    const listed = await exchange(`${served.gateway.url}/codes/unmapped?facility=${OWN}`);
    expect(listed.status).toBe(200);
    expect(listed.body).toContain('"facility":"00000"');
    expect((await own.get('/codes/unmapped')).status).toBe(403);
  });
});
