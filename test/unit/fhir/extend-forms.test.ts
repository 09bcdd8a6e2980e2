import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { PATHS } from '../../../src/config/paths.ts';
import { extendForms } from '../../../src/fhir/extend-forms.ts';
import { FORMS } from '../../support/claim-mapping.ts';

const OWN = join(PATHS.root, 'test', 'cases', 'mappings');

const made: string[] = [];
afterAll(() => {
  for (const path of made) rmSync(path, { recursive: true });
});

function extendBy(form: object) {
  const path = mkdtempSync(join(tmpdir(), 'lien-thong-forms-'));
  made.push(path);
  mkdirSync(join(path, 'forms'));
  writeFileSync(join(path, 'forms', 'own.json'), JSON.stringify({ format: 'emr-export', forms: [form] }));
  return () => extendForms(FORMS, path);
}

describe('forms of a deployment', () => {
  it('adds fields to a known form, and forms of its own', () => {
    const { forms, mends } = extendForms(FORMS, OWN);
    const fieldsOf = (id: string) => forms.find((form) => form.id === id)?.fields.map(({ name }) => name);
    expect(fieldsOf('HSBA.GiayChuyenVien.Phieu')).toEqual(['sophieu', 'chuky_hoten', 'noichuyenden', 'ngaychuyen']);
    expect(fieldsOf('HSBA.PhieuChamSoc')).toEqual(['sovaovien', 'noidung']);
    expect(forms.find(({ id }) => id === 'HSBA.PhieuChamSoc')).toMatchObject({ format: 'emr-export', within: 'HSBA' });
    expect(forms).toHaveLength(FORMS.forms.length + 1);
    expect(mends).toEqual(FORMS.mends);
  });

  it('puts a field of a known name in its place', () => {
    const fields = [{ name: 'sophieu', type: 'string', maxLength: 50 }];
    const { forms } = extendBy({ id: 'HSBA.HoSoCapCuu.Phieu', row: 'danhsach', fields })();
    expect(forms.find(({ id }) => id === 'HSBA.HoSoCapCuu.Phieu')?.fields).toEqual([
      ...fields,
      { name: 'chuky_hoten', type: 'string' },
    ]);
  });

  it('is what ships where the folder has none', () => {
    expect(extendForms(FORMS, PATHS.profiles)).toBe(FORMS);
  });

  it.each([
    [{ id: 'XML1', row: 'TONG_HOP', fields: [] }, /XML1 is a form of claim-xml, not of emr-export/],
    [{ id: 'HSBA.X', row: 'X', within: 'HSBA.Y', fields: [] }, /HSBA\.X stands within HSBA\.Y/],
  ])('refuses %j', (form, message) => {
    expect(extendBy(form)).toThrow(message);
  });
});
