import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { PATHS } from '../../../src/config/paths.ts';
import { loadForms } from '../../../src/fhir/forms.ts';

const { forms, mends } = loadForms(join(PATHS.mappings, 'forms'));
const form = (id: string) => forms.find((each) => each.id === id);

describe('mappings/forms/claim.json', () => {
  it('holds XML0 to XML15, and the five tables of QĐ 4210', () => {
    const ids = [
      ...Array.from({ length: 16 }, (_, at) => `XML${at}`),
      ...Array.from({ length: 5 }, (_, at) => `4210.XML${at + 1}`),
    ];
    expect(forms.filter(({ format }) => format === 'claim-xml').map(({ id }) => id)).toEqual(ids);
  });

  it.each([
    ['XML0', 26],
    ['XML1', 66],
    ['XML2', 39],
    ['XML3', 47],
    ['XML4', 12],
    ['XML5', 9],
    ['XML7', 26],
    ['XML13', 39],
  ])('%s has %i fields, each once', (id, count) => {
    const names = form(id)?.fields.map(({ name }) => name) ?? [];
    expect(names).toHaveLength(count);
    expect(new Set(names).size).toBe(count);
  });

  it.each([
    ['XML1', 'NGAY_SINH', { type: 'birth', required: true }],
    ['XML1', 'MA_BENH_KT', { list: true, codes: 'ICD10_VN' }],
    ['XML1', 'T_BHTT', { type: 'decimal', decimals: 2 }],
    ['XML2', 'DON_GIA', { type: 'decimal', decimals: 3 }],
    ['XML3', 'NGUOI_THUC_HIEN', { requiredWhen: { field: 'MA_NHOM', in: ['1', '2', '3', '8', '18'] } }],
  ])('%s.%s', (id, name, facts) => {
    expect(form(id)?.fields.find((field) => field.name === name)).toMatchObject(facts);
  });

  it('TT_THAU is one value, never a list', () => {
    for (const id of ['XML2', 'XML3'])
      expect(form(id)?.fields.find(({ name }) => name === 'TT_THAU')?.list).toBeUndefined();
  });

  it('mends no name that a form has, and always to one that a form has', () => {
    const groups = forms.flatMap(({ row }) => row.split('/'));
    const names = new Set([...groups, ...forms.flatMap(({ fields }) => fields.map(({ name }) => name))]);
    const claimNames = new Set(
      forms.filter(({ format }) => format === 'claim-xml').flatMap(({ fields }) => fields.map(({ name }) => name)),
    );
    for (const [wrong, right] of mends) {
      expect(claimNames).not.toContain(wrong);
      expect(names).toContain(right);
    }
  });

  it('conditions name fields of the same form', () => {
    for (const { fields } of forms) {
      for (const { requiredWhen } of fields)
        if (requiredWhen) expect(fields.map(({ name }) => name)).toContain(requiredWhen.field);
    }
  });
});
