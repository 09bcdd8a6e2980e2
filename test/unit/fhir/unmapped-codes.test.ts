import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { PATHS } from '../../../src/config/paths.ts';
import { loadCodeLists } from '../../../src/fhir/code-lists.ts';
import type { Form } from '../../../src/fhir/forms.ts';
import { loadRuleCatalogue } from '../../../src/fhir/rule-catalogue.ts';
import { createUnmappedCodeFinder, describeUnmapped } from '../../../src/fhir/unmapped-codes.ts';
import type { UnmappedCode } from '../../../src/types/mapped-record.ts';
import type { FormRecord } from '../../../src/types/source-record.ts';
import { expectBilingual } from '../../support/rule-texts.ts';

const rules = loadRuleCatalogue(PATHS.rules);
const codeLists = loadCodeLists(join(PATHS.mappings, 'codes'));
const field = (name: string, codes?: string, list?: true) =>
  ({
    name,
    type: 'string',
    ...(codes === undefined ? {} : { codes }),
    ...(list === undefined ? {} : { list }),
  }) as const;
const XML3: Form = {
  id: 'XML3',
  format: 'claim-xml',
  root: 'R',
  list: null,
  row: 'X',
  fields: [
    field('GIOI_TINH', 'GIOI_TINH'),
    field('MA_KHOA', 'MA_KHOA', true),
    field('MA_BENH', 'ICD10_VN'),
    field('GHI_CHU'),
  ],
};
const find = createUnmappedCodeFinder({ forms: [XML3], mends: new Map() }, codeLists);

function recordOf(...rows: readonly Readonly<Record<string, string>>[]): FormRecord {
  const table = {
    name: 'XML3',
    rows: rows.map((row, at) => ({ number: at + 1, fields: new Map(Object.entries(row)) })),
  };
  return {
    format: 'claim-xml',
    key: 'LK1',
    facility: '99001',
    position: 1,
    tables: new Map([['XML3', table]]),
    envelope: { root: 'R', syntax: 'xml', texts: new Map(), files: [] },
    issues: [],
  };
}

describe('codes that no list holds', () => {
  it('are found in fields of lists, one by one, with their place', () => {
    const found = find(recordOf({ MA_KHOA: 'K01; K97;;K98', GHI_CHU: 'K96' }, { MA_KHOA: 'K97' }), '2026-01-01');
    const expected = { list: 'MA_KHOA', form: 'XML3', field: 'MA_KHOA', reason: 'list-not-loaded', day: '2026-01-01' };
    expect(found).toEqual([
      { ...expected, code: 'K97', place: 'XML3[1].MA_KHOA' },
      { ...expected, code: 'K98', place: 'XML3[1].MA_KHOA' },
      { ...expected, code: 'K97', place: 'XML3[2].MA_KHOA' },
    ]);
  });

  it('are none where the code, a text that stands for it, or the facility itself stands, or nothing', () => {
    expect(
      find(recordOf({ GIOI_TINH: '1', MA_KHOA: '99001' }, { GIOI_TINH: 'Nữ' }, { GIOI_TINH: '' }, {}), undefined),
    ).toEqual([]);
  });

  it('are told apart by why: a list of which only a part is here says nothing of what it lacks', () => {
    expect(find(recordOf({ GIOI_TINH: '9', MA_KHOA: 'K97', MA_BENH: 'A00' }), undefined)).toMatchObject([
      { code: '9', reason: 'not-in-list' },
      { code: 'K97', reason: 'list-not-loaded' },
      { code: 'A00', reason: 'list-not-loaded' },
    ]);
  });
});

describe('what the sender is told', () => {
  const unmapped = (changes: Partial<UnmappedCode> = {}): UnmappedCode => ({
    list: 'MA_KHOA',
    code: 'K99',
    form: 'XML3',
    field: 'MA_KHOA',
    reason: 'not-in-list',
    ...changes,
  });
  const told = (...codes: UnmappedCode[]) =>
    describeUnmapped(codes, rules).map(({ rule, place, text }) => [rule.id, place, text.en]);

  it('a warning for a field, with its first codes, free of what may be personal', () => {
    const codes = ['K99', 'K98', 'K99', 'Nguyễn Văn A', 'K97', 'K96', 'K95'].map((code, at) =>
      unmapped({ code, place: `XML3[${at + 1}].MA_KHOA` }),
    );
    expect(told(...codes)).toEqual([
      ['LT-M020', 'XML3[1].MA_KHOA', expect.stringContaining('7 times a code is not in the list MA_KHOA')],
    ]);
    expect(told(...codes)[0]?.[2]).toContain('(K99, K98, ~x x x, K97, K96, …)');
  });

  it('nothing of lists that are not loaded: that is for those who run the gateway', () => {
    expect(told(unmapped({ form: 'XML1', list: 'ICD10_VN', reason: 'list-not-loaded' }))).toEqual([]);
  });

  it('nothing that another rule tells', () => {
    expect(describeUnmapped([unmapped()], rules, ({ list }) => list === 'MA_KHOA')).toEqual([]);
  });

  it.each(['LT-M020', 'LT-M030', 'LT-M031', 'LT-C007'])('%s in both languages', (id) => {
    const rule = rules.rules.find((one) => one.id === id);
    expectBilingual(rule?.text ?? { vi: '', en: '' });
    expectBilingual(rule?.remedy ?? { vi: '', en: '' });
  });
});
