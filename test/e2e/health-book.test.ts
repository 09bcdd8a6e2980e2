import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Bundle, OperationOutcome, Patient } from '@medplum/fhirtypes';
import { PERSONAL_NUMBER } from '../../src/fhir/person.ts';
import { cellsOf, entriesOf, membersOf, namedBy } from '../support/citizen.ts';
import { ruleIdsOf } from '../support/http-exchange.ts';
import { type Sender, type ServedGateway, serveFacilities } from '../support/served-gateway.ts';
import { ROOT } from '../support/source-files.ts';
import { runLine } from '../support/whole-line.ts';

const NUMBER = '000000000001';
const RECORD = readFileSync(join(ROOT, 'test', 'cases', 'map', 'health-book', 'record.xml'));
const FHIR = 'application/fhir+json';
/** The citizen of the personal health record. */
const OF_RECORD = String(runLine('99001', RECORD).records[0]?.mapped.patient).slice('Patient/'.length);

/** What a hospital's own software sends of the same citizen. */
const CARE: Bundle = {
  resourceType: 'Bundle',
  type: 'transaction',
  entry: [
    {
      request: { method: 'PUT', url: 'Patient/bn-1' },
      resource: {
        resourceType: 'Patient',
        id: 'bn-1',
        identifier: [{ system: PERSONAL_NUMBER, value: NUMBER }],
        name: [{ text: 'Nguyễn Thị Thử' }],
        gender: 'female',
        birthDate: '1980-02-03',
      },
    },
    {
      request: { method: 'PUT', url: 'AllergyIntolerance/du-1' },
      resource: {
        resourceType: 'AllergyIntolerance',
        id: 'du-1',
        clinicalStatus: {
          coding: [{ system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', code: 'active' }],
        },
        code: { text: 'Aspirin' },
        patient: { reference: 'Patient/bn-1' },
      },
    },
    {
      request: { method: 'PUT', url: 'Condition/bi-mat' },
      resource: {
        resourceType: 'Condition',
        id: 'bi-mat',
        meta: { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'R' }] },
        code: { text: 'Bệnh được bảo vệ riêng' },
        subject: { reference: 'Patient/bn-1' },
      },
    },
  ],
};

describe('the health book of a citizen, through the running gateway', () => {
  let served: ServedGateway;
  let own: Sender;
  beforeAll(async () => {
    served = await serveFacilities(['99001', '99002']);
    own = served.sender('99001');
  });
  afterAll(() => served.close());

  const summaryAt = async (id: string): Promise<Bundle> => {
    const { status, headers, body } = await own.get(`/fhir/Patient/${id}/$summary`);
    expect([status, headers['content-type']]).toEqual([200, FHIR]);
    return JSON.parse(body) as Bundle;
  };

  it('takes a personal health record (QĐ 831) and a Bundle of the same citizen', async () => {
    const record = await own.post('/submissions', RECORD, 'application/xml');
    expect(record.status).toBe(201);
    expect(JSON.parse(record.body)).toMatchObject({ format: 'health-book-xml', state: 'accepted' });
    expect((await own.post('/fhir', JSON.stringify(CARE), FHIR)).status).toBe(201);
  });

  it('tells everything of both in one document, whichever Patient is asked for', async () => {
    for (const id of [OF_RECORD, '99001-bn-1']) {
      const summary = await summaryAt(id);
      expect(cellsOf(summary, '48765-2').flat()).toEqual(expect.arrayContaining(['Penicillin', 'Aspirin']));
      expect(cellsOf(summary, '11450-4').flat()).toContain('Tăng huyết áp');
      expect(cellsOf(summary, '11369-6').flat()).toContain('Uốn ván');
      expect(cellsOf(summary, '47519-4').flat()).toContain('Mổ ruột thừa năm 2010');
      expect(cellsOf(summary, '10157-6').flat()).toEqual(expect.arrayContaining(['Mẹ', 'Đái tháo đường']));
      expect(cellsOf(summary, '30954-2').flat()).toEqual(expect.arrayContaining(['Định lượng glucose']));
      expect(namedBy(summary, '46240-8')).toHaveLength(2);
      expect(membersOf(summary)[0]).toBe(`Patient/${id}`);
      expect(JSON.stringify(summary)).not.toContain('bảo vệ riêng');
    }
  });

  it('is valid against its profile, by the gateway’s own $validate', async () => {
    const summary = await summaryAt(OF_RECORD);
    const { status, body } = await own.post('/fhir/$validate', JSON.stringify(summary), FHIR);
    const { issue } = JSON.parse(body) as OperationOutcome;
    expect(status).toBe(200);
    expect(issue.filter(({ severity }) => severity === 'error' || severity === 'fatal')).toEqual([]);
  });

  it('is told to its own facility alone, and each of its entries can be read there', async () => {
    const [, ...members] = entriesOf(await summaryAt('99001-bn-1'));
    for (const { resourceType, id } of members) {
      const path = `/fhir/${resourceType}/${id}`;
      expect([path, (await own.get(path)).status]).toEqual([path, 200]);
      expect([path, (await served.sender('99002').get(path)).status]).toEqual([path, 404]);
    }
    const foreign = await served.sender('99002').get('/fhir/Patient/99001-bn-1/$summary');
    expect([foreign.status, ...ruleIdsOf(foreign.body)]).toEqual([404, 'LT-R070']);
  });

  it('leaves a line in the audit log for each answer', async () => {
    const before = await served.withStore((store) => store.audit(1, 10_000));
    await summaryAt('99001-bn-1');
    const after = await served.withStore((store) => store.audit(1, 10_000));
    expect(after.length).toBe(before.length + 1);
    expect(JSON.parse(after.at(-1)?.entry ?? '')).toMatchObject({
      action: 'E',
      entity: [{ what: { reference: 'Patient/99001-bn-1' } }],
    });
  });

  it('follows a correction of the day of birth: then they are two citizens', async () => {
    const [patient] = CARE.entry ?? [];
    const corrected = { ...(patient?.resource as Patient), birthDate: '1980-02-04' };
    const bundle = { ...CARE, entry: [{ ...patient, resource: corrected }] };
    expect((await own.post('/fhir', JSON.stringify(bundle), FHIR)).status).toBe(201);
    expect(cellsOf(await summaryAt('99001-bn-1'), '48765-2').flat()).not.toContain('Penicillin');
    expect(cellsOf(await summaryAt(OF_RECORD), '48765-2').flat()).not.toContain('Aspirin');
  });
});
