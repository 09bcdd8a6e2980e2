import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PATHS } from '../../../src/config/paths.ts';
import { loadFieldMeanings } from '../../../src/fhir/field-meanings.ts';
import { type Form, loadForms } from '../../../src/fhir/forms.ts';
import { readYamlFolder } from '../../../src/fhir/yaml-folder.ts';

const MEANINGS = join(PATHS.mappings, 'meanings');

describe('mappings/meanings', () => {
  const { forms } = loadForms(join(PATHS.mappings, 'forms'));
  const { meaningOf } = loadFieldMeanings(MEANINGS, forms);

  it.each(forms.map((form) => [form.id, form] as const))('tells every field of %s in both languages', (id, form) => {
    const untold = form.fields.filter(({ name }) => {
      const { vi = '', en = '' } = meaningOf(id, name) ?? {};
      return vi.trim() === '' || en.trim() === '' || vi.includes('?') || en.includes('?');
    });
    expect(untold.map(({ name }) => name)).toEqual([]);
  });

  it('tells of no field that its format does not have', () => {
    const files = [...readYamlFolder(MEANINGS).values()] as { format: string; fields: object; forms?: object }[];
    const namesOf = (owned: readonly Form[]) => owned.flatMap(({ fields }) => fields.map(({ name }) => name));
    const stray = files.flatMap(({ format, fields, forms: own = {} }) => [
      ...Object.keys(fields).filter((name) => !namesOf(forms.filter((form) => form.format === format)).includes(name)),
      ...Object.entries(own).flatMap(([id, names]) =>
        Object.keys(names).filter((name) => !namesOf(forms.filter((form) => form.id === id)).includes(name)),
      ),
    ]);
    expect(stray).toEqual([]);
  });

  it('knows the words of the decisions', () => {
    expect(meaningOf('XML3', 'T_BNCCT')?.vi).toBe('Số tiền người bệnh cùng chi trả trong phạm vi quyền lợi BHYT');
    expect(meaningOf('KSK.XML2', 'MA_LK')?.vi).toBe('Mã lần khám sức khỏe duy nhất');
    expect(meaningOf('CT03', 'MA_YTE')).toEqual(meaningOf('XML7', 'MA_YTE'));
    expect(meaningOf('GIAYBAOTU', 'TINH_TRANG_TV')?.inferred).toBe(true);
  });
});

describe('loadFieldMeanings', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'meanings-'));
    writeFileSync(join(folder, 'a.yaml'), 'format: claim-xml\nfields: { A: { vi: a, en: a }, B: { vi: b, en: b } }\n');
    writeFileSync(
      join(folder, 'b.yaml'),
      'format: document-xml\nlike: claim-xml\nnote: { vi: n, en: n }\nfields: { B: { vi: b2, en: b2 } }\n' +
        'forms: { P: { B: { vi: b3, en: b3 } } }\n',
    );
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const form = (id: string, format: Form['format']): Form => ({
    id,
    format,
    root: id,
    list: null,
    row: id,
    fields: [],
  });
  const load = () =>
    loadFieldMeanings(folder, [form('X', 'claim-xml'), form('P', 'document-xml'), form('Q', 'document-xml')]);

  it.each([
    ['X', 'B', 'b'],
    ['P', 'A', 'a'],
    ['P', 'B', 'b3'],
    ['Q', 'B', 'b2'],
    ['Q', 'C', undefined],
    ['?', 'A', undefined],
  ])('%s.%s means %s', (id, field, meaning) => {
    expect(load().meaningOf(id, field)?.vi).toBe(meaning);
  });

  it('says how sure a format is', () => {
    expect([load().noteOf('document-xml')?.vi, load().noteOf('claim-xml')]).toEqual(['n', undefined]);
  });
});
