import { describe, expect, it } from '@jest/globals';
import { claimsOf, drug, type Json, leftOutOf, patient, reference, visit } from '../../support/foreign-fhir.ts';

const ofPatient = (id: string): Json => ({ subject: reference(`Patient/${id}`) });
const drugsOf = (resources: readonly Json[]) =>
  claimsOf(resources).map(({ XML2 = [] }) => XML2.map(({ TEN_THUOC }) => TEN_THUOC));

const TWO_PATIENTS = [
  patient('a'),
  patient('b'),
  visit('1', 'a', '2026-09-10'),
  visit('2', 'a', '2026-09-11'),
  visit('3', 'b', '2026-09-10'),
];

describe('what names no encounter', () => {
  it('belongs to the encounter of its patient at its time', () => {
    const resources = [
      ...TWO_PATIENTS,
      drug('m', 'Thuốc A', { ...ofPatient('a'), authoredOn: '2026-09-11T02:00:00Z' }),
      drug('n', 'Thuốc B', { ...ofPatient('b'), authoredOn: '2026-09-10' }),
    ];
    expect(drugsOf(resources)).toEqual([[], ['Thuốc A'], ['Thuốc B']]);
    expect(leftOutOf(resources)).toEqual([]);
  });

  it.each<[string, Json, string]>([
    ['without a time, of several', ofPatient('a'), 'several-encounters'],
    ['of a time between them', { ...ofPatient('a'), authoredOn: '2026-09-20' }, 'outside-encounter'],
    ['of a patient without an encounter', ofPatient('c'), 'no-encounter'],
    ['of nobody, where patients are several', { authoredOn: '2026-09-11' }, 'no-encounter'],
    ['of an encounter that is not here', { encounter: reference('Encounter/9') }, 'encounter-unknown'],
  ])('%s is claimed for nobody, and said', (_, more, reason) => {
    const resources = [...TWO_PATIENTS, drug('m', 'Thuốc A', more)];
    expect(drugsOf(resources)).toEqual([[], [], []]);
    expect(leftOutOf(resources)).toEqual([{ resource: 'MedicationRequest/m', reason }]);
  });

  it('belongs to the only encounter of its patient when it has no time', () => {
    expect(drugsOf([...TWO_PATIENTS, drug('m', 'Thuốc B', ofPatient('b'))])).toEqual([[], [], ['Thuốc B']]);
  });

  it('goes with what it is linked with: a diagnosis with its encounter, a result with its report', () => {
    const [, second = {}] = claimsOf([
      ...TWO_PATIENTS.slice(0, 3),
      visit('2', 'a', '2026-09-11', { diagnosis: [{ condition: reference('Condition/c') }] }),
      { resourceType: 'Condition', id: 'c', ...ofPatient('a'), code: { text: 'Viêm họng' } },
      {
        resourceType: 'DiagnosticReport',
        id: 'd',
        encounter: reference('Encounter/2'),
        result: [reference('Observation/o')],
      },
      { resourceType: 'Observation', id: 'o', ...ofPatient('a'), code: { text: 'CRP' }, valueString: 'âm tính' },
    ]);
    expect(second['XML1']).toMatchObject([{ CHAN_DOAN_RV: 'Viêm họng' }]);
    expect(second['XML4']).toMatchObject([{ TEN_CHI_SO: 'CRP', GIA_TRI: 'âm tính' }]);
  });

  it('is a diagnosis when a Condition of the patient says nothing else', () => {
    const icd10 = (code: string) => ({ coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code }] });
    const conditions: Json[] = [
      { resourceType: 'Condition', id: 'c', ...ofPatient('b'), code: { ...icd10('J20.9'), text: 'Viêm phế quản' } },
      { resourceType: 'Condition', id: 'd', ...ofPatient('b'), code: { text: 'Không có mã' } },
      { resourceType: 'Condition', id: 'f', ...ofPatient('b'), code: icd10('I10') },
      { resourceType: 'Condition', id: 'g', ...ofPatient('b'), code: icd10('E11'), recordedDate: '2015-01-01' },
    ];
    expect(claimsOf([...TWO_PATIENTS, ...conditions])[2]?.['XML1']).toMatchObject([
      { CHAN_DOAN_RV: 'Viêm phế quản', MA_BENH_CHINH: 'J20.9', MA_BENH_KT: 'I10' },
    ]);
  });

  it('lists no problem of a whole life as a diagnosis', () => {
    const category = [
      { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-category', code: 'problem-list-item' }] },
    ];
    const problem = { resourceType: 'Condition', id: 'c', ...ofPatient('b'), category, code: { text: 'Hen' } };
    expect(leftOutOf([...TWO_PATIENTS, problem])).toEqual([{ resource: 'Condition/c', reason: 'problem-list' }]);
  });
});

describe('encounters', () => {
  it.each(['planned', 'cancelled', 'entered-in-error'])(
    'that are %s make no claim, nor does what names them',
    (status) => {
      const resources = [
        patient('a'),
        visit('1', 'a', '2026-09-10', { status }),
        visit('2', 'a', '2026-09-11'),
        drug('m', 'Thuốc A', { encounter: reference('Encounter/1') }),
      ];
      expect(claimsOf(resources).map(({ XML1 }) => XML1?.[0]?.['MA_LK'])).toEqual(['V-2']);
      expect(leftOutOf(resources)).toEqual([
        { resource: 'Encounter/1', reason: 'status', detail: status },
        { resource: 'MedicationRequest/m', reason: 'encounter-left-out' },
      ]);
    },
  );

  it('that are parts of another are claimed with it', () => {
    const resources = [
      patient('a'),
      visit('1', 'a', '2026-09-10'),
      visit('2', 'a', '2026-09-10', { partOf: reference('Encounter/1') }),
      drug('m', 'Thuốc A', { encounter: reference('Encounter/2') }),
    ];
    expect(drugsOf(resources)).toEqual([['Thuốc A']]);
  });

  it('that are parts of each other end the search', () => {
    const inCircle = ['1', '2'].map((id) =>
      visit(id, 'a', '2026-09-10', { partOf: reference(`Encounter/${3 - Number(id)}`) }),
    );
    expect(claimsOf([patient('a'), ...inCircle]).length).toBeGreaterThan(0);
  });
});

describe('what was not done', () => {
  it.each<[string, Json, Json]>([
    [
      'entered in error',
      drug('m', 'X', { status: 'entered-in-error' }),
      { reason: 'status', detail: 'entered-in-error' },
    ],
    ['a draft', drug('m', 'X', { status: 'draft' }), { reason: 'status', detail: 'draft' }],
    ['cancelled', drug('m', 'X', { status: 'cancelled' }), { reason: 'status', detail: 'cancelled' }],
    ['stopped before it began', drug('m', 'X', { status: 'stopped' }), { reason: 'status', detail: 'stopped' }],
    ['a plan', drug('m', 'X', { intent: 'plan' }), { reason: 'intent', detail: 'plan' }],
    ['a proposal', drug('m', 'X', { intent: 'proposal' }), { reason: 'intent', detail: 'proposal' }],
    ['an option', drug('m', 'X', { intent: 'option' }), { reason: 'intent', detail: 'option' }],
    ['not to be done', drug('m', 'X', { doNotPerform: true }), { reason: 'do-not-perform' }],
    ['not done', { resourceType: 'Procedure', id: 'm', status: 'not-done' }, { reason: 'status', detail: 'not-done' }],
    [
      'revoked',
      { resourceType: 'ServiceRequest', id: 'm', status: 'revoked' },
      { reason: 'status', detail: 'revoked' },
    ],
    [
      'not billable',
      { resourceType: 'ChargeItem', id: 'm', status: 'not-billable' },
      { reason: 'status', detail: 'not-billable' },
    ],
    ['strange', { resourceType: 'constructor', id: 'm', status: 'cancelled' }, {}],
  ])('%s: no row', (_, resource, why) => {
    const resources = [patient('b'), visit('3', 'b', '2026-09-10'), { ...resource, ...ofPatient('b') }];
    expect(Object.keys(claimsOf(resources)[0] ?? {})).toEqual(['XML1']);
    expect(leftOutOf(resources)).toEqual(
      'reason' in why ? [{ resource: `${resource['resourceType']}/m`, ...why }] : [],
    );
  });

  it('an order that was not carried out is claimed as little as its execution', () => {
    const resources = [
      patient('b'),
      visit('3', 'b', '2026-09-10'),
      {
        resourceType: 'ServiceRequest',
        id: 's',
        status: 'active',
        intent: 'order',
        ...ofPatient('b'),
        code: { text: 'Nội soi' },
      },
      {
        resourceType: 'Procedure',
        id: 'p',
        status: 'not-done',
        ...ofPatient('b'),
        basedOn: [reference('ServiceRequest/s')],
      },
    ];
    expect(Object.keys(claimsOf(resources)[0] ?? {})).toEqual(['XML1']);
    expect(leftOutOf(resources)).toContainEqual({ resource: 'ServiceRequest/s', reason: 'not-executed' });
  });
});

describe('a Claim of several encounters', () => {
  it('gives each of them its own lines, and the sum to none', () => {
    const line = (words: string, encounter: string) => ({
      productOrService: { text: words },
      encounter: [reference(encounter)],
    });
    const claim = {
      resourceType: 'Claim',
      id: 'c',
      status: 'active',
      use: 'claim',
      patient: reference('Patient/a'),
      total: { value: 100, currency: 'VND' },
      item: [line('Khám', 'Encounter/1'), line('Khâu', 'Encounter/2'), line('Lạ', 'Encounter/9')],
    };
    const resources = [...TWO_PATIENTS, claim];
    const rows = claimsOf(resources);
    expect(rows.map(({ XML3 = [] }) => XML3.map(({ TEN_DICH_VU }) => TEN_DICH_VU))).toEqual([['Khám'], ['Khâu'], []]);
    expect(rows[0]?.['XML1']?.[0]).not.toHaveProperty('T_TONGCHI_BV');
    expect(leftOutOf(resources)).toEqual([{ resource: 'Claim/c#item[2]', reason: 'encounter-unknown' }]);
  });
});
