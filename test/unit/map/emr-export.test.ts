import { describe, expect, it } from '@jest/globals';
import type { Resource } from '@medplum/fhirtypes';
import { PATHS } from '../../../src/config/paths.ts';
import { createValidator } from '../../../src/validate/validator.ts';
import { FORMS } from '../../support/claim-mapping.ts';
import { ALL_TABLES, mapForm, rebuild } from '../../support/form-tables.ts';
import { encodeJson, MEDICAL_RECORD, onlyRecord } from '../../support/json-forms.ts';
import { briefOf, errorsOf } from '../../support/own-package.ts';

const record = { ...onlyRecord(JSON.stringify(MEDICAL_RECORD)), facility: '99001' };
const { resources, loss, issues } = mapForm(record);

function all<T extends Resource['resourceType']>(type: T): readonly Extract<Resource, { resourceType: T }>[] {
  return resources.filter((one): one is Extract<Resource, { resourceType: T }> => one.resourceType === type);
}

describe('an exported medical record in FHIR', () => {
  it('is one episode of care, by the number of its admission', () => {
    const [encounter, ...others] = all('Encounter');
    expect(others).toEqual([]);
    expect(encounter).toMatchObject({
      identifier: [{ value: '26.000001' }, { value: 'BA1' }],
      period: { start: '2026-06-30T23:04:11.000+07:00', end: '2026-07-05T10:00:00.000+07:00' },
      reasonCode: [{ text: 'Đau bụng' }],
    });
    expect(encounter?.participant?.map(({ individual }) => individual?.display)).toEqual([
      'Bác sĩ Thử Nghiệm',
      'Bác sĩ Thử Nghiệm',
    ]);
  });

  it('tells diagnoses by their role', () => {
    const roles = all('Encounter')[0]?.diagnosis?.map(({ condition, use, rank }) => {
      const found = all('Condition').find(({ id }) => condition?.reference === `Condition/${id}`);
      return [use?.coding?.[0]?.code, rank, found?.code?.coding?.[0]?.code ?? found?.code?.text];
    });
    expect(roles).toEqual([
      ['AD', undefined, 'R10.4'],
      ['DD', 1, 'K29'],
      ['DD', 2, 'I10'],
      ['DD', 3, 'E11'],
    ]);
  });

  it('tells vital signs, each time of them as a panel', () => {
    const measured = (code: string) =>
      all('Observation')
        .filter((one) => one.code?.coding?.[0]?.code === code)
        .map(({ valueQuantity, effectiveDateTime }) => [valueQuantity?.value, effectiveDateTime]);
    expect(measured('8867-4')).toEqual([
      [80, '2026-06-30T22:00:00.000+07:00'],
      [80, '2026-07-01T08:00:00.000+07:00'],
      [82, '2026-07-02T08:00:00.000+07:00'],
    ]);
    expect(measured('29463-7')).toEqual([[52.5, '2026-06-30T22:00:00.000+07:00']]);
    const panels = all('Observation').filter(({ code }) => code?.coding?.[0]?.code === '85353-1');
    expect(panels.map(({ hasMember }) => hasMember?.length)).toEqual([4, 3, 2]);
  });

  it('tells orders, results, procedures and papers where R4 has them', () => {
    expect(
      all('RequestGroup')
        .map(({ identifier }) => identifier?.[0]?.value)
        .sort(),
    ).toEqual(['C1', 'Y1', 'Y2']);
    expect(
      all('MedicationRequest')
        .map(({ medicationCodeableConcept }) => medicationCodeableConcept?.text)
        .sort(),
    ).toEqual(['Bơm tiêm 5ml', 'Omeprazol 20mg', 'Omeprazol 20mg']);
    expect(all('ServiceRequest')[0]).toMatchObject({ code: { text: 'Công thức máu' }, authoredOn: '2026-07-01' });
    expect(
      all('DiagnosticReport')
        .map(({ identifier }) => identifier?.[0]?.value)
        .sort(),
    ).toEqual(['H1', 'L1']);
    const results = all('Observation').filter(({ code }) => ['WBC', 'HBsAg'].includes(code?.text ?? ''));
    expect(results.map(({ valueQuantity, valueString }) => valueQuantity?.value ?? valueString)).toEqual([
      12.5,
      'Âm tính',
    ]);
    expect(all('Procedure')[0]).toMatchObject({ performer: [{ actor: { display: 'Bác sĩ Thử Nghiệm' } }] });
    expect(
      all('Composition')
        .map(({ title }) => title)
        .sort(),
    ).toEqual(['Giấy chuyển viện', 'Hồ sơ bệnh án']);
  });

  it('links lines to their sheets, and sheets to the section of their group', () => {
    const linesOf = (sheet: string) =>
      all('RequestGroup').find(({ identifier }) => identifier?.[0]?.value === sheet)?.action;
    expect([linesOf('Y1')?.length, linesOf('Y2')?.length, linesOf('C1')?.length]).toEqual([2, 1, 1]);
    const report = all('DiagnosticReport').find(({ identifier }) => identifier?.[0]?.value === 'L1');
    expect(report?.result).toHaveLength(2);
    const [wbc] = all('Observation').filter(({ code }) => code?.text === 'WBC');
    expect(wbc?.effectiveDateTime).toBe(report?.effectiveDateTime);
    const [document] = all('Composition').filter(({ title }) => title === 'Hồ sơ bệnh án');
    const section = document?.section?.find(({ title }) => title === 'Kết quả xét nghiệm');
    expect(section?.entry?.[1]?.reference).toBe(`DiagnosticReport/${report?.id}`);
  });

  it('loses nothing, names what no table knows, and is rebuilt member for member', () => {
    const [again] = rebuild(JSON.parse(JSON.stringify(resources)) as Record<string, unknown>[]).forms;
    expect(loss).toEqual([]);
    const unknown = issues.filter(({ rule }) => rule.id === 'LT-M001').map(({ place }) => place);
    expect(unknown).toEqual(['HSBA.GiayChuyenVien.Phieu[1].noichuyenden']);
    expect(again === undefined ? '' : encodeJson(again.record)).toBe(encodeJson(record));
  });

  it('makes resources that are valid against their profiles', async () => {
    const validator = await createValidator({ packages: [PATHS.profiles] });
    expect(resources.flatMap((resource) => briefOf(errorsOf(validator.issues(resource))))).toEqual([]);
    expect(resources.every(({ meta }) => (meta?.profile?.length ?? 0) === 1)).toBe(true);
  });

  it('has a table for each form, and a home for each field', () => {
    for (const form of FORMS.forms.filter(({ format }) => format === 'emr-export')) {
      expect(Object.keys(ALL_TABLES.get(form.id)?.fields ?? {}).sort()).toEqual(
        form.fields.map(({ name }) => name).sort(),
      );
    }
  });
});
