import { describe, expect, it } from '@jest/globals';
import type { Bundle, BundleEntry } from '@medplum/fhirtypes';
import { createFhirMapper } from '../../../src/map/fhir-mapper.ts';
import { DECIDE_SECTIONS, RULES, SYSTEMS } from '../../support/claim-mapping.ts';

const mapFhir = createFhirMapper({
  rules: RULES,
  policy: {
    decideSections: DECIDE_SECTIONS,
    encounterSystem: String(SYSTEMS.systems['maLk']),
    personalNumberSystem: String(SYSTEMS.systems['cccd']),
  },
});

function map(entry: BundleEntry[], type: Bundle['type'] = 'transaction', facility = '99001') {
  const bundle: Bundle = { resourceType: 'Bundle', type, entry };
  return mapFhir(facility, { format: 'fhir-json', key: 'B1', facility: null, position: 1, bundle, issues: [] });
}

const PATIENT = {
  fullUrl: 'urn:uuid:0b7a4a7e-0000-4000-8000-000000000001',
  resource: { resourceType: 'Patient', identifier: [{ system: 'urn:mrn', value: '1' }] },
  request: { method: 'POST', url: 'Patient' },
} satisfies BundleEntry;

const encounter = (subject: string): BundleEntry => ({
  resource: {
    resourceType: 'Encounter',
    id: 'e1',
    status: 'finished',
    class: { code: 'AMB' },
    subject: { reference: subject },
    identifier: [{ system: String(SYSTEMS.systems['maLk']), value: 'LK9' }],
    period: { start: '2026-07-01T08:00:00+07:00', end: '2026-07-01T09:00:00+07:00' },
  },
  request: { method: 'PUT', url: 'Encounter/e1' },
});

describe('a Bundle in the facility’s own space', () => {
  it('scopes ids and rewrites references by fullUrl', () => {
    const { resources, entries, patient } = map([PATIENT, encounter(PATIENT.fullUrl)]);
    expect(entries[1]).toBe('Encounter/99001-e1');
    expect(patient).toBe(entries[0]);
    expect(resources[1]).toMatchObject({ id: '99001-e1', subject: { reference: entries[0] } });
  });

  it('takes Type/id of another Bundle as the facility’s own', () => {
    const { resources } = map([encounter('Patient/p1')]);
    expect(resources[0]).toMatchObject({ subject: { reference: 'Patient/99001-p1' } });
  });

  it('the same Bundle gives the same ids; another facility gets others', () => {
    expect(map([PATIENT]).entries).toEqual(map([PATIENT]).entries);
    expect(map([PATIENT], 'transaction', '99002').entries).not.toEqual(map([PATIENT]).entries);
  });

  it('leaves the input as it was', () => {
    const entry = encounter('Patient/p1');
    const before = structuredClone(entry);
    map([entry]);
    expect(entry).toEqual(before);
  });

  it('a DELETE removes the facility’s own resource', () => {
    expect(map([{ request: { method: 'DELETE', url: 'Observation/o1' } }]).deletes).toEqual(['Observation/99001-o1']);
  });

  it.each([
    [
      'an unknown urn',
      [encounter('urn:uuid:0b7a4a7e-0000-4000-8000-00000000000f')],
      'LT-M011',
      'Bundle.entry[0].resource.subject.reference',
    ],
    [
      'a conditional reference',
      [encounter('Patient?identifier=1')],
      'LT-M012',
      'Bundle.entry[0].resource.subject.reference',
    ],
    [
      'another method',
      [{ ...PATIENT, request: { method: 'PATCH', url: 'Patient/1' } }],
      'LT-M010',
      'Bundle.entry[0].request.method',
    ],
    ['no resource', [{ request: { method: 'POST', url: 'Patient' } }], 'LT-M013', 'Bundle.entry[0]'],
    ['a resource twice', [encounter('Patient/p1'), encounter('Patient/p1')], 'LT-M014', 'Bundle.entry[1]'],
    [
      'a conditional delete',
      [{ request: { method: 'DELETE', url: 'Patient?x=1' } }],
      'LT-M015',
      'Bundle.entry[0].request.url',
    ],
    [
      'ifMatch',
      [{ ...PATIENT, request: { ...PATIENT.request, ifMatch: 'W/"1"' } }],
      'LT-M015',
      'Bundle.entry[0].request.ifMatch',
    ],
    [
      'an address of another type',
      [{ ...PATIENT, request: { method: 'POST', url: 'Encounter' } }],
      'LT-M016',
      'Bundle.entry[0].request.url',
    ],
    [
      'an address of another id',
      [{ ...encounter('Patient/p1'), request: { method: 'PUT', url: 'Encounter/e2' } }],
      'LT-M016',
      'Bundle.entry[0].request.url',
    ],
    [
      'an id that is none',
      [{ resource: { resourceType: 'Patient', id: 'a b' }, request: { method: 'PUT', url: 'Patient/a b' } }],
      'LT-M017',
      'Bundle.entry[0].resource.id',
    ],
  ] as [string, BundleEntry[], string, string][])('names %s', (_name, entries, rule, expression) => {
    expect(map(entries).issues.map((issue) => [issue.rule.id, issue.expression])).toContainEqual([rule, expression]);
  });

  it('names an entry of a batch by its number among all', () => {
    const bundle: Bundle = { resourceType: 'Bundle', type: 'batch', entry: [encounter('Patient?identifier=1')] };
    const record = { format: 'fhir-json', key: 'B1', facility: null, position: 8, bundle, issues: [] } as const;
    const { expressions, issues } = mapFhir('99001', record);
    expect(expressions).toEqual(['Bundle.entry[7].resource']);
    expect(issues[0]?.expression).toBe('Bundle.entry[7].resource.subject.reference');
  });

  it('lists no more than 100 faults of one record', () => {
    expect(map(Array.from({ length: 300 }, () => ({ request: PATIENT.request }))).issues).toHaveLength(100);
  });

  it('counts as EMR evidence under MA_LK', () => {
    expect(map([PATIENT, encounter(PATIENT.fullUrl)]).evidence).toMatchObject({
      source: 'emr',
      encounter: 'LK9',
      endOfCare: Date.parse('2026-07-01T02:00:00Z'),
      level: 0,
    });
  });

  it('an encounter is an EMR only with something clinical', () => {
    const order: BundleEntry = {
      resource: {
        resourceType: 'MedicationRequest',
        id: 'm1',
        status: 'active',
        intent: 'order',
        subject: { reference: 'Patient/p1' },
        medicationCodeableConcept: { text: 'Paracetamol' },
      },
      request: { method: 'PUT', url: 'MedicationRequest/m1' },
    };
    expect(map([PATIENT, encounter(PATIENT.fullUrl), order]).evidence?.level).toBe(1);
  });

  it('only a document replaces what its last version held', () => {
    expect(map([PATIENT], 'document').replacesEpisode).toBe(true);
    expect(map([PATIENT], 'transaction').replacesEpisode).toBe(false);
  });
});
