import { describe, expect, it } from '@jest/globals';
import type { Bundle, Resource } from '@medplum/fhirtypes';
import { PATHS } from '../../../src/config/paths.ts';
import { createValidator } from '../../../src/validate/validator.ts';
import { FORMS } from '../../support/claim-mapping.ts';
import { ALL_TABLES, mapForm, rebuild } from '../../support/form-tables.ts';
import { encodeJson, onlyRecord, PRESCRIPTION } from '../../support/json-forms.ts';
import { briefOf, errorsOf } from '../../support/own-package.ts';

const mapOf = (value: unknown) => mapForm(onlyRecord(JSON.stringify(value)));
const ofType = <T extends Resource>(resources: readonly Resource[], type: T['resourceType']) =>
  resources.filter((resource): resource is T => resource.resourceType === type);

describe('an electronic prescription in FHIR', () => {
  const { resources, loss, evidence } = mapOf(PRESCRIPTION);

  it('is a group of orders, one for each drug, that name it', () => {
    const [group] = ofType<Extract<Resource, { resourceType: 'RequestGroup' }>>(resources, 'RequestGroup');
    const drugs = ofType<Extract<Resource, { resourceType: 'MedicationRequest' }>>(resources, 'MedicationRequest');
    expect(group?.identifier?.[0]?.value).toBe('99001AB12cd3-c');
    expect(group?.code?.coding?.[0]).toMatchObject({ code: 'c', display: 'Đơn thuốc cơ bản' });
    expect(group?.action?.map(({ resource }) => resource?.reference)).toEqual(
      drugs.map(({ id }) => `MedicationRequest/${id}`),
    );
    expect(drugs.map(({ groupIdentifier }) => groupIdentifier?.value)).toEqual(['99001AB12cd3-c', '99001AB12cd3-c']);
    expect(drugs[0]).toMatchObject({
      authoredOn: '2026-07-01T08:15:00+07:00',
      medicationCodeableConcept: { coding: [{ code: 'QG-1', display: 'Amox 500' }], text: 'Amoxicillin 500mg' },
      dispenseRequest: { quantity: { value: 14, unit: 'Viên' } },
      dosageInstruction: [{ text: 'Uống 1 viên, ngày 2 lần' }],
    });
  });

  it('tells patient, weight, diagnoses, insurance and course where R4 has them', () => {
    const one = (type: string) => resources.find(({ resourceType }) => resourceType === type);
    expect(one('Patient')).toMatchObject({
      identifier: [{ system: 'http://fhir.hl7.org.vn/core/sid/cccd', value: '000000000001' }],
      gender: 'male',
      birthDate: '1980-05-01',
    });
    expect(one('Observation')).toMatchObject({
      valueQuantity: { value: 55, code: 'kg' },
      effectiveDateTime: '2026-07-01T08:15:00+07:00',
    });
    expect(one('Condition')).toMatchObject({ code: { coding: [{ code: 'J02' }], text: 'Viêm họng cấp' } });
    expect(one('Coverage')).toMatchObject({ subscriberId: 'XX0000000000001' });
    expect(one('CarePlan')).toMatchObject({ period: { start: '2026-07-01', end: '2026-07-10' } });
    expect(resources.some(({ resourceType }) => resourceType === 'Encounter')).toBe(false);
  });

  it.each([
    [1, 'unknown'],
    [2, 'male'],
    [3, 'female'],
  ])('reads sex %i as %s', (gioi_tinh, gender) => {
    const [patient] = ofType<Extract<Resource, { resourceType: 'Patient' }>>(
      mapOf({ ...PRESCRIPTION, gioi_tinh }).resources,
      'Patient',
    );
    expect(patient?.gender).toBe(gender);
  });

  it('has the same ids whatever the case of its code', () => {
    const again = mapOf({ ...PRESCRIPTION, ma_don_thuoc: '99001ab12CD3-C' }).resources;
    expect(again.map(({ id }) => id)).toEqual(resources.map(({ id }) => id));
  });

  it('loses nothing, and is rebuilt member for member', () => {
    const sent = {
      ...PRESCRIPTION,
      ten_bac_si: 'Bác sĩ Thử Nghiệm',
      ma_lien_thong_bac_si: 'BS1',
      signature: 'AAAA',
      la: { a: [1] },
    };
    const record = onlyRecord(JSON.stringify(sent));
    const mapped = mapForm(record);
    const [again] = rebuild(JSON.parse(JSON.stringify(mapped.resources)) as Record<string, unknown>[]).forms;
    expect(mapped.loss).toEqual([]);
    expect(again === undefined ? '' : encodeJson(again.record)).toBe(encodeJson(record));
    expect({ loss, evidence }).toEqual({ loss: [], evidence: null });
  });

  it('makes resources that are valid against their profiles', async () => {
    const validator = await createValidator({ packages: [PATHS.profiles] });
    const bundle: Bundle = {
      resourceType: 'Bundle',
      type: 'collection',
      entry: resources.map((resource) => ({ resource })),
    };
    const findings = bundle.entry?.flatMap(({ resource }) => briefOf(errorsOf(validator.issues(resource ?? {})))) ?? [];
    expect(findings).toEqual([]);
    const own = resources.filter(({ resourceType }) => resourceType !== 'DocumentReference');
    expect(own.every(({ meta }) => (meta?.profile?.length ?? 0) === 1)).toBe(true);
  });

  it('has a table for each form, and a home for each field', () => {
    for (const form of FORMS.forms.filter(({ format }) => format === 'prescription-json')) {
      expect(Object.keys(ALL_TABLES.get(form.id)?.fields ?? {}).sort()).toEqual(
        form.fields.map(({ name }) => name).sort(),
      );
    }
  });
});
