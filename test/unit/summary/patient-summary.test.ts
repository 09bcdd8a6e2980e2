import { describe, expect, it } from '@jest/globals';
import type { Condition, Encounter, MedicationRequest, Observation, Organization, Resource } from '@medplum/fhirtypes';
import { PATHS } from '../../../src/config/paths.ts';
import { createValidator } from '../../../src/validate/validator.ts';
import {
  CITIZEN,
  cellsOf,
  compositionOf,
  membersOf,
  namedBy,
  SUBJECT,
  sectionOf,
  summaryOf,
} from '../../support/citizen.ts';
import { briefOf, errorsOf } from '../../support/own-package.ts';
import { SYSTEMS } from '../../support/public-door.ts';
import { NOON } from '../../support/store-fixtures.ts';

const validator = await createValidator({ packages: [PATHS.profiles] });
const faultsOf = (resource: Resource) => briefOf(errorsOf(validator.issues(resource)));

function condition(id: string, { recordedDate = '2026-11-01', ...changes }: Partial<Condition> = {}): Condition {
  return {
    resourceType: 'Condition',
    id,
    code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: 'I10' }], text: 'Tăng huyết áp' },
    subject: SUBJECT,
    ...(recordedDate === '' ? {} : { recordedDate }),
    ...changes,
  };
}

function measured(id: string, value: number, changes: Partial<Observation> = {}): Observation {
  return {
    resourceType: 'Observation',
    id,
    status: 'final',
    category: [
      { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' }] },
    ],
    code: { text: 'Glucose' },
    subject: SUBJECT,
    effectiveDateTime: '2026-11-01T08:00:00+07:00',
    valueQuantity: { value, unit: 'mmol/L' },
    ...changes,
  };
}

function visit(id: string, maLk: string, changes: Partial<Encounter> = {}): Encounter {
  return {
    resourceType: 'Encounter',
    id,
    identifier: [{ system: 'http://fhir.hl7.org.vn/core/sid/ma-lk', value: maLk }],
    status: 'finished',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
    subject: SUBJECT,
    period: { start: '2026-11-01T08:00:00+07:00', end: '2026-11-01T09:00:00+07:00' },
    ...changes,
  };
}

/** One of everything that a summary tells. */
const EVERYTHING: readonly Resource[] = [
  condition('c1'),
  measured('o1', 5.6),
  visit('99001-e1', 'LK1'),
  {
    resourceType: 'AllergyIntolerance',
    id: 'a1',
    clinicalStatus: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', code: 'active' }],
    },
    code: { text: 'Penicillin' },
    patient: SUBJECT,
    note: [{ text: 'nổi mề đay' }],
    recordedDate: '2020-05-06',
  },
  {
    resourceType: 'MedicationRequest',
    id: 'm1',
    status: 'completed',
    intent: 'order',
    medicationReference: { reference: 'Medication/d1' },
    subject: SUBJECT,
    authoredOn: '2026-11-01',
    dosageInstruction: [{ text: 'ngày 2 viên' }],
  },
  { resourceType: 'Medication', id: 'd1', code: { text: 'Amlodipin 5 mg' } },
  {
    resourceType: 'Immunization',
    id: 'i1',
    status: 'completed',
    vaccineCode: { text: 'BCG' },
    patient: SUBJECT,
    occurrenceDateTime: '1980-02-04',
    protocolApplied: [{ doseNumberPositiveInt: 1 }],
  },
  {
    resourceType: 'Procedure',
    id: 'pr1',
    status: 'completed',
    code: { text: 'Mổ ruột thừa' },
    subject: SUBJECT,
    performedDateTime: '2010',
  },
  {
    resourceType: 'DiagnosticReport',
    id: 'dr1',
    status: 'final',
    code: { text: 'X-quang ngực' },
    subject: SUBJECT,
    issued: '2026-11-01T08:00:00+07:00',
    conclusion: 'Chưa thấy bất thường',
  },
  {
    ...measured('v1', 70, { code: { text: 'Mạch' }, valueQuantity: { value: 70, unit: 'lần/phút' } }),
    category: [
      { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' }] },
    ],
  },
  {
    resourceType: 'Observation',
    id: 's1',
    status: 'final',
    category: [
      { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'social-history' }] },
    ],
    code: { text: 'Hút thuốc lá' },
    subject: SUBJECT,
    valueBoolean: false,
    component: [{ code: { text: 'Đã bỏ' }, valueBoolean: true }],
  },
  {
    resourceType: 'FamilyMemberHistory',
    id: 'f1',
    status: 'partial',
    patient: SUBJECT,
    relationship: { text: 'Mẹ' },
    condition: [{ code: { text: 'Đái tháo đường' } }],
  },
];

describe('a citizen of whom nothing was received', () => {
  const summary = summaryOf([]);

  it('has a document with the three sections that always stand, each saying why it is empty', () => {
    const sections = compositionOf(summary).section ?? [];
    expect(sections.map(({ code }) => code?.coding?.[0]?.code)).toEqual(['48765-2', '10160-0', '11450-4']);
    for (const section of sections) {
      expect(section).toMatchObject({ emptyReason: { coding: [{ code: 'unavailable' }] } });
      expect(section.text?.div).toContain('Không có thông tin.');
    }
  });

  it('is valid against its profile', () => {
    expect(summary.meta?.profile).toEqual([`${SYSTEMS.base}/StructureDefinition/lt-patient-summary`]);
    expect(faultsOf(summary)).toEqual([]);
  });
});

describe('a citizen with one of everything', () => {
  const summary = summaryOf(EVERYTHING);

  it('is valid against its profile', () => expect(faultsOf(summary)).toEqual([]));

  it('has the Composition first, then the patient, the custodian, and what is told of her', () => {
    expect(summary).toMatchObject({ type: 'document', timestamp: '2026-11-22T08:00:00+07:00' });
    expect(compositionOf(summary)).toMatchObject({
      resourceType: 'Composition',
      type: { coding: [{ system: 'http://loinc.org', code: '60591-5' }] },
      subject: SUBJECT,
      confidentiality: 'N',
    });
    const [subject, custodian, ...others] = membersOf(summary);
    expect(subject).toBe('Patient/99001-p1');
    expect(custodian).toMatch(/^Organization\//);
    const told = EVERYTHING.map(({ resourceType, id }) => `${resourceType}/${id}`);
    expect([...others].sort()).toEqual([...told].sort());
  });

  it.each([
    ['48765-2', ['Penicillin', 'nổi mề đay', 'đang có', '06/05/2020']],
    ['10160-0', ['Amlodipin 5 mg', 'ngày 2 viên', '01/11/2026']],
    ['11450-4', ['Tăng huyết áp', 'I10', '', '', '01/11/2026']],
    ['11369-6', ['BCG', '1', 'đã tiêm', '04/02/1980']],
    ['47519-4', ['Mổ ruột thừa', '', '2010']],
    ['30954-2', ['Glucose', '5,6 mmol/L', '', '01/11/2026']],
    ['30954-2', ['X-quang ngực', '', 'Chưa thấy bất thường', '01/11/2026']],
    ['8716-3', ['Mạch', '70 lần/phút', '01/11/2026']],
    ['29762-2', ['Hút thuốc lá', 'không; Đã bỏ: có', '']],
    ['10157-6', ['Mẹ', 'Đái tháo đường']],
    ['46240-8', ['01/11/2026', '01/11/2026', '', '', '']],
  ])('tells people in section %s: %j', (code, cells) => {
    expect(cellsOf(summary, code)).toContainEqual(cells);
  });

  it('is the same again, and another at another time', () => {
    expect(JSON.stringify(summaryOf(EVERYTHING))).toBe(JSON.stringify(summary));
    const later = summaryOf(EVERYTHING, { at: NOON + 1_000 });
    expect(later.timestamp).toBe('2026-11-22T08:00:01+07:00');
    expect(later.identifier?.value).not.toBe(summary.identifier?.value);
    expect(summary.identifier?.value).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-/);
  });
});

describe('what is told', () => {
  it('is the newest of one meaning; a date of a day, a month or a year counts', () => {
    const summary = summaryOf([
      condition('old', { recordedDate: '2025-12' }),
      condition('new', { recordedDate: '2026-11-02' }),
      condition('undated', { recordedDate: '' }),
      condition('other', { code: { text: 'Hen' }, recordedDate: '2024' }),
    ]);
    expect(namedBy(summary, '11450-4')).toEqual(['Condition/new', 'Condition/other']);
  });

  it('is dated by its encounter where it has no date', () => {
    const encounter = visit('99001-e1', 'LK1', { period: { start: '2026-10-05' } });
    const summary = summaryOf([
      encounter,
      condition('c1', { recordedDate: '', encounter: { reference: 'Encounter/99001-e1' } }),
    ]);
    expect(cellsOf(summary, '11450-4')[1]?.at(-1)).toBe('05/10/2026');
  });

  it('is hers alone', () => {
    const foreign = { reference: 'Patient/99001-child' };
    const child: Resource = { resourceType: 'Patient', id: '99001-child', name: [{ text: 'Bé Thử' }] };
    const summary = summaryOf([child, condition('c1', { subject: foreign }), measured('o1', 5, { subject: foreign })]);
    expect(JSON.stringify(summary)).not.toContain('child');
    expect(sectionOf(summary, '11450-4')).toMatchObject({ emptyReason: expect.anything() });
  });

  it('is not what was entered in error, refuted, cancelled or not done', () => {
    const wrong = { coding: [{ code: 'entered-in-error' }] };
    const cancelled: MedicationRequest = {
      resourceType: 'MedicationRequest',
      id: 'm1',
      status: 'cancelled',
      intent: 'order',
      medicationCodeableConcept: { text: 'Aspirin' },
      subject: SUBJECT,
    };
    const summary = summaryOf([
      condition('c1', { verificationStatus: wrong }),
      condition('c2', { verificationStatus: { coding: [{ code: 'refuted' }] } }),
      measured('o1', 5, { status: 'entered-in-error' }),
      cancelled,
      { resourceType: 'Procedure', id: 'pr1', status: 'not-done', code: { text: 'Mổ' }, subject: SUBJECT },
    ]);
    expect(membersOf(summary)).toHaveLength(2);
  });

  it('keeps markup of senders as text', () => {
    const summary = summaryOf([condition('c1', { code: { text: '<script>&"x"</script>\u0001' } })]);
    expect(sectionOf(summary, '11450-4')?.text?.div).toContain('&lt;script&gt;&amp;&quot;x&quot;&lt;/script&gt;</td>');
    expect(faultsOf(summaryOf([condition('c1', { code: { text: '<script>&"x"</script>' } })]))).toEqual([]);
  });

  it('says when it is not all', () => {
    expect(compositionOf(summaryOf([], { isComplete: false })).text?.div).toContain('còn hồ sơ cũ hơn');
    expect(compositionOf(summaryOf([])).text?.div).not.toContain('cũ hơn');
  });
});

describe('several resources of one thing', () => {
  it('a visit that came by two forms stands once, and all refers to it', () => {
    const claimed = visit('99001-e1', 'LK1', { reasonCode: [{ text: 'Đau đầu' }] });
    const told = visit('99001-e2', 'LK1');
    const observation = measured('o1', 5, { encounter: { reference: 'Encounter/99001-e2' } });
    for (const encounters of [
      [claimed, told],
      [told, claimed],
    ]) {
      const summary = summaryOf([...encounters, observation]);
      expect(namedBy(summary, '46240-8')).toEqual(['Encounter/99001-e1']);
      expect(JSON.stringify(summary)).not.toContain('Encounter/99001-e2');
      expect(faultsOf(summary)).toEqual([]);
    }
  });

  it('visits of one key in two facilities are two', () => {
    const summary = summaryOf([visit('99001-e1', 'LK1'), visit('99002-e1', 'LK1')]);
    expect(namedBy(summary, '46240-8')).toHaveLength(2);
  });

  it('the citizen stands once, whatever name her data came under', () => {
    const other = { ...CITIZEN, id: '99001-p2', name: [{ text: 'Nguyen Van Thu' }] };
    const summary = summaryOf([other, condition('c1', { subject: { reference: 'Patient/99001-p2' } })], {
      samePerson: ['99001-p1', '99001-p2'],
    });
    expect(namedBy(summary, '11450-4')).toEqual(['Condition/c1']);
    expect(JSON.stringify(summary)).not.toContain('99001-p2');
    expect(faultsOf(summary)).toEqual([]);
  });
});

describe('the custodian', () => {
  const stored: Organization = {
    resourceType: 'Organization',
    id: '99001-org',
    identifier: [{ system: 'http://fhir.hl7.org.vn/core/sid/ma-cskcb', value: '99001' }],
    address: [{ text: 'Quảng Ngãi' }],
  };
  const custodianOf = (resources: readonly Resource[], code = '99001') => {
    const summary = summaryOf(resources, { custodian: { code, name: 'Bệnh viện Thử nghiệm' } });
    expect(faultsOf(summary)).toEqual([]);
    return summary.entry?.[2]?.resource as Organization;
  };

  it('is the facility as it described itself, with the registry’s name where it gave none', () => {
    expect(custodianOf([stored])).toEqual({ ...stored, name: 'Bệnh viện Thử nghiệm' });
    expect(custodianOf([{ ...stored, name: 'Tên riêng' }]).name).toBe('Tên riêng');
  });

  it('is made from the registry where it never did, by its code or its GLN', () => {
    expect(custodianOf([])).toMatchObject({ name: 'Bệnh viện Thử nghiệm', identifier: [{ value: '99001' }] });
    const gln = custodianOf([], '8930000000019');
    expect(gln.identifier).toEqual([{ system: `${SYSTEMS.base}/sid/gln`, value: '8930000000019' }]);
  });
});
