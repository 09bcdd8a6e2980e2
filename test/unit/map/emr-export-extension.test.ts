import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { PATHS } from '../../../src/config/paths.ts';
import { createJsonFormDecoder } from '../../../src/decode/json-forms/json-form-decoder.ts';
import { createJsonFormEncoder } from '../../../src/encode/json/encode-json-form.ts';
import { extendForms } from '../../../src/fhir/extend-forms.ts';
import { extendTables } from '../../../src/map/extend-tables.ts';
import { createFormMapper } from '../../../src/map/form-mapper.ts';
import { createFormReader } from '../../../src/map/form-reader.ts';
import { TABLE_FOLDERS } from '../../../src/map/table-folders.ts';
import type { FormRecord } from '../../../src/types/source-record.ts';
import { CODE_LISTS, DECIDE_SECTIONS, FORMS, RULES, SYSTEMS } from '../../support/claim-mapping.ts';
import { ALL_TABLES } from '../../support/form-tables.ts';
import { createFolder } from '../../support/run-cli.ts';

const folder = join(PATHS.root, 'test', 'cases', 'mappings');
const schema = join(PATHS.mappings, 'schema.json');
const forms = extendForms(FORMS, folder);
const displayOf = (list: string, code: string) => CODE_LISTS.lookup(list, code)?.vi;
const isList = (list: string) => CODE_LISTS.summaries.some((one) => one.list === list);
const extensions = { folder, folders: TABLE_FOLDERS, schema, displayOf, forms: forms.forms, isList };
const tables = extendTables(ALL_TABLES, extensions);
const parts = { tables, forms, systems: SYSTEMS, rules: RULES, codeLists: CODE_LISTS };
const limits = { maxDepth: 64, maxNodes: 10_000, maxNames: 1_000, maxStringLength: 10_000 };

const SENT = {
  HoSoBenhAn: {
    GiayChuyenVien: {
      sovaovien: '1',
      danhsach: [{ sophieu: 'G1', noichuyenden: 'Bệnh viện tỉnh', ngaychuyen: '05/07/2026', la: 'x' }],
    },
    PhieuChamSoc: [{ sovaovien: '1', noidung: 'Thay băng' }, { noidung: '' }],
  },
};

describe('a deployment that extends the forms and tables of the medical record', () => {
  const [decoded] = createJsonFormDecoder({ rules: RULES, limits, forms })(Buffer.from(JSON.stringify(SENT)));
  const record = { ...(decoded as FormRecord), facility: '99001' };
  const { resources, issues } = createFormMapper({ ...parts, decideSections: DECIDE_SECTIONS })(record);

  it('gives further fields and groups their homes', () => {
    const papers = resources.filter((one) => one.resourceType === 'Composition');
    const referral = papers.find(({ title }) => title === 'Giấy chuyển viện');
    expect(referral).toMatchObject({ date: '2026-07-05' });
    expect(referral?.section?.[1]).toMatchObject({ title: 'Nơi chuyển đến', text: { status: 'generated' } });
    const nursing = papers.flatMap(({ section = [] }) => section).filter(({ title }) => title === 'Phiếu chăm sóc');
    expect(nursing.map(({ text }) => text?.div)).toEqual([expect.stringContaining('Thay băng'), undefined]);
  });

  it('still keeps what neither knows, and rebuilds the record', () => {
    expect(issues.map(({ rule, place }) => `${rule.id} ${place}`)).toEqual(['LT-M001 HSBA.GiayChuyenVien.Phieu[1].la']);
    const [again] = createFormReader(parts)(JSON.parse(JSON.stringify(resources)) as Record<string, unknown>[]).forms;
    const encode = createJsonFormEncoder(forms);
    expect(again === undefined ? '' : JSON.parse(encode(again.record))).toEqual(SENT);
  });

  it('is what ships where the folder has no tables', async () => {
    const empty = await createFolder();
    expect(extendTables(ALL_TABLES, { ...extensions, folder: empty.path })).toEqual(ALL_TABLES);
    await empty.remove();
  });

  it('refuses a table that is like none', () => {
    expect(() => extendTables(new Map(), extensions)).toThrow(
      /giaychuyenvien-phieu\.yaml: it is like HSBA\.GiayChuyenVien\.Phieu/,
    );
  });

  it.each<[string, string, Partial<typeof extensions>]>([
    ['a folder that is none', 'is no folder', { folder: join(folder, 'khong-co') }],
    ['what nothing reads', 'nothing reads it', { folders: [] }],
    ['a form that is not there', 'there is no form', { forms: [] }],
    ['a field that the form lacks', 'has no field', { forms: FORMS.forms.map((form) => ({ ...form, fields: [] })) }],
  ])('refuses %s', (_name, message, change) => {
    expect(() => extendTables(ALL_TABLES, { ...extensions, ...change })).toThrow(message);
  });
});
