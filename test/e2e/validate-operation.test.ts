import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OperationOutcome } from '@medplum/fhirtypes';
import { exchange, type HttpAnswer, ruleIdsOf } from '../support/http-exchange.ts';
import { type Sender, type ServedGateway, serveFacilities } from '../support/served-gateway.ts';

const FHIR = 'application/fhir+json';
const CANARY = 'zq7canary';
const LARGE = 300 * 1024;

let served: ServedGateway;
let own: Sender;
beforeAll(async () => {
  served = await serveFacilities(['99001']);
  own = served.sender('99001');
});
// A thread that was started does not keep the program from ending.
afterAll(async () => expect(await served.close()).toBe(0));

const validate = (path: string, body: object | string) =>
  own.post(path, typeof body === 'string' ? body : JSON.stringify(body), FHIR);
const outcomeOf = ({ body }: HttpAnswer) => JSON.parse(body) as OperationOutcome;
const errorsIn = (answer: HttpAnswer) =>
  outcomeOf(answer)
    .issue.filter(({ severity }) => severity === 'error')
    .map(({ details, expression }) => `${details?.coding?.[0]?.code} ${expression?.[0]}`);

/** A Bundle over the size that is checked in a thread of its own; its last Patient was born on 30 February. */
function largeBundle(): string {
  const patient = (id: number, birthDate: string) => ({
    fullUrl: `https://hospital.example/fhir/Patient/${id}`,
    resource: { resourceType: 'Patient', id: String(id), birthDate, name: [{ text: CANARY }] },
  });
  const entry = Array.from({ length: 2_500 }, (_, id) => patient(id, '2026-02-28'));
  return JSON.stringify({
    resourceType: 'Bundle',
    type: 'collection',
    entry: [...entry, patient(9_999, '2026-02-30')],
  });
}

describe('$validate of the running program', () => {
  it('finds what is wrong, and stores nothing', async () => {
    const resource = { resourceType: 'Patient', id: 'trial', birthDate: '2026-02-30', name: [{ text: CANARY }] };
    const answer = await validate('/fhir/Patient/$validate', resource);
    expect([answer.status, answer.headers['content-type'], errorsIn(answer)]).toEqual([
      200,
      FHIR,
      ['LT-V004 Patient.birthDate'],
    ]);
    const { location, 'submission-id': submission } = answer.headers;
    expect([location, submission]).toEqual([undefined, undefined]);
    for (const id of ['trial', '99001-trial']) {
      expect(await served.withStore((store) => store.resource('99001', 'Patient', id))).toBeUndefined();
    }
  });

  it('says that a resource is valid', async () => {
    const answer = await validate('/fhir/$validate', { resourceType: 'Patient', active: true });
    expect([answer.status, outcomeOf(answer).issue]).toEqual([
      200,
      [expect.objectContaining({ severity: 'information' })],
    ]);
  });

  it('takes Parameters with a profile', async () => {
    const parameter = [
      { name: 'resource', resource: { resourceType: 'Patient' } },
      { name: 'profile', valueUri: 'https://example.org/none' },
    ];
    expect(errorsIn(await validate('/fhir/$validate', { resourceType: 'Parameters', parameter }))).toEqual([
      'LT-V017 Patient',
    ]);
  });

  it('checks a large Bundle while small resources are answered', async () => {
    const bundle = largeBundle();
    expect(bundle.length).toBeGreaterThan(LARGE);
    const [large, ...small] = await Promise.all([
      validate('/fhir/$validate', bundle),
      ...Array.from({ length: 10 }, () => validate('/fhir/$validate', { resourceType: 'Patient' })),
    ]);
    expect([large.status, errorsIn(large)]).toEqual([200, ['LT-V004 Bundle.entry[2500].resource.birthDate']]);
    expect(small.map(({ status }) => status)).toEqual(Array(10).fill(200));
  });

  it.each([
    ['/fhir/Patients/$validate', '{}', 404, 'LT-R013'],
    ['/fhir/$validate', '{"resourceType": "Patient",', 400, 'LT-V121'],
    ['/fhir/$validate', `${'{"a":'.repeat(60_000)}1`, 400, 'LT-V130'],
    ['/fhir/$validate?mode=update', '{"resourceType": "Patient"}', 400, 'LT-V271'],
  ])('refuses what is no such call: %s (%#)', async (path, body, status, rule) => {
    const answer = await validate(path, body);
    expect([answer.status, ...ruleIdsOf(answer.body)]).toEqual([status, rule]);
  });

  it('lists the operation', async () => {
    const { body } = await exchange(`${served.gateway.url}/fhir/metadata`);
    expect(JSON.parse(body).rest[0].operation).toEqual([
      { name: 'validate', definition: 'http://hl7.org/fhir/OperationDefinition/Resource-validate' },
    ]);
  });

  it('echoes nothing of what was sent, and writes none of it to the log', async () => {
    const resource = {
      resourceType: 'Patient',
      [`tên ${CANARY}`]: CANARY,
      gender: CANARY,
      extension: [{ url: CANARY }],
    };
    const answers = [await validate('/fhir/$validate', resource), await validate('/fhir/$validate', largeBundle())];
    const said = answers.map(({ headers, body }) => JSON.stringify(headers) + body).join();
    expect(said).toContain('LT-V001');
    expect(said).not.toContain(CANARY);
    expect(served.gateway.output()).not.toContain(CANARY);
  });
});
