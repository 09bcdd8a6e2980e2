import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { PATHS } from '../../../../src/config/paths.ts';
import { loadCodeLists } from '../../../../src/fhir/code-lists.ts';
import type { ClaimRecord, SourceTable } from '../../../../src/types/source-record.ts';
import { createBusinessRules } from '../../../../src/validate/business/create-business-rules.ts';
import { FORMS, findingsOf, RULES, readEnvelope } from '../../../support/claim-envelope.ts';

type Row = Readonly<Record<string, string>>;
type Change = Readonly<Record<string, string | null>>;

interface RuleCase {
  readonly name: string;
  readonly change?: Readonly<Record<string, Change>>;
  readonly rows?: Readonly<Record<string, readonly Change[]>>;
  readonly tables?: Readonly<Record<string, Row>>;
  readonly ignores?: readonly string[];
  readonly finds?: readonly string[];
}

const folder = join(PATHS.root, 'test/cases');
const read = <T>(name: string) => parse(readFileSync(join(folder, 'business', name), 'utf8')) as T;
const faultless = read<Readonly<Record<string, Row>>>('faultless.yaml');
const cases = read<readonly RuleCase[]>('rules.yaml');
const check = createBusinessRules({
  rules: RULES,
  codeLists: loadCodeLists(join(PATHS.mappings, 'codes')),
  forms: FORMS,
});

const changed = (row: Row, change: Change = {}): Row =>
  Object.fromEntries(
    Object.entries({ ...row, ...change }).filter((pair): pair is [string, string] => pair[1] !== null),
  );

function table(name: string, rows: readonly Row[]): [string, SourceTable] {
  return [
    name,
    { name, rows: rows.map((fields, at) => ({ number: at + 1, fields: new Map(Object.entries(fields)) })) },
  ];
}

function record({ change = {}, rows = {}, tables = {} }: Omit<RuleCase, 'name'>): ClaimRecord {
  const own = Object.entries(faultless).map(([name, first]) => {
    const row = changed(first, change[name]);
    return table(name, [row, ...(rows[name] ?? []).map((more) => changed(row, more))]);
  });
  const others = Object.entries(tables).map(([name, row]) => table(name, [row]));
  return {
    format: 'claim-xml',
    key: 'LK1',
    facility: '00000',
    position: 1,
    tables: new Map([...own, ...others]),
    issues: [],
  };
}

describe('test/cases/business/rules.yaml', () => {
  it.each(cases.map((each) => [each.name, each] as const))('%s', (_name, { ignores = [], finds = [], ...each }) => {
    const issues = check(record(each)).filter(({ rule }) => !ignores.includes(rule.id));
    expect(findingsOf(issues)).toEqual(finds);
    for (const { text } of issues) expect(text.vi + text.en).not.toMatch(/[{}]/);
  });

  it('has a case for every rule', () => {
    const found = new Set(cases.flatMap(({ finds = [] }) => finds.map((finding) => finding.split(' ')[0])));
    const rules = RULES.rules.map(({ id }) => id).filter((id) => id.startsWith('LT-B') && id !== 'LT-B099');
    expect(rules.filter((id) => !found.has(id))).toEqual([]);
  });
});

describe('what a rule does to its record', () => {
  it('only discharge before arrival holds a record back', () => {
    const strict = RULES.rules.filter(({ id, action }) => id.startsWith('LT-B') && action !== 'accept');
    expect(strict.map(({ id, action }) => [id, action])).toEqual([['LT-B030', 'quarantine']]);
  });
});

describe('a fault in many rows', () => {
  it('is one issue, at the first, with the rows and their count', () => {
    const issues = check(
      record({ rows: { XML4: Array.from({ length: 59 }, (_, at) => ({ STT: String(at + 2), TEN_CHI_SO: '' })) } }),
    );
    expect(findingsOf(issues)).toEqual(['LT-B001 XML4[2].TEN_CHI_SO']);
    const numbers = Array.from({ length: 20 }, (_, at) => at + 2).join(', ');
    expect(issues[0]?.text.en).toBe(`XML4.TEN_CHI_SO: mandatory, but empty in 59 rows (row ${numbers}, …).`);
  });

  it('a rule lists 20 fields, then counts', () => {
    const empty = Object.fromEntries(Object.keys(faultless['XML1'] ?? {}).map((name) => [name, '']));
    const issues = check(record({ change: { XML1: empty } }));
    const required = FORMS.forms.find(({ id }) => id === 'XML1')?.fields.filter((field) => field.required).length ?? 0;
    expect(issues.filter(({ rule }) => rule.id === 'LT-B001')).toHaveLength(20);
    expect(issues.at(-1)?.text.en).toBe(`Rule LT-B001: ${required - 20} more fields are not listed.`);
  });
});

describe('other records', () => {
  const sample = (name: string) => readEnvelope(readFileSync(join(folder, 'claim-xml', name))).records.flatMap(check);

  it('tables of QĐ 4210 have no such rules', () => {
    expect(sample('synthetic-4210-giamdinhhs.xml')).toEqual([]);
  });

  it('neither have FHIR Bundles', () => {
    const bundle = { resourceType: 'Bundle', type: 'batch' } as const;
    expect(check({ format: 'fhir-json', key: 'k', facility: null, position: 1, bundle, issues: [] })).toEqual([]);
  });

  it('without XML1, or with two, the lines are still judged', () => {
    const { tables, ...rest } = record({ change: { XML2: { THANH_TIEN_BV: '1' } } });
    const lines = new Map([...tables].filter(([name]) => name !== 'XML1'));
    const twice = new Map([
      ...tables,
      table('XML1', [faultless['XML1'] as Row, changed(faultless['XML1'] as Row, { STT: '2' })]),
    ]);
    for (const each of [lines, twice]) {
      expect(findingsOf(check({ ...rest, tables: each }))).toEqual([
        'LT-B040 XML2[1].THANH_TIEN_BV',
        'LT-B042 XML2[1].THANH_TIEN_BV',
      ]);
    }
  });

  it('the faulty file: each fault is named at its place', () => {
    const findings = findingsOf(
      sample('synthetic-faulty-4750-giamdinhhs.xml').filter(({ rule }) => rule.id !== 'LT-B001'),
    );
    expect(findings).toEqual([
      'LT-B013 XML1[1].GIOI_TINH',
      'LT-B021 XML1[1].MA_BENH_CHINH',
      'LT-B014 XML1[1].MA_DOITUONG_KCB',
      'LT-B011 XML1[1].KET_QUA_DTRI',
      'LT-B009 XML1[1].T_TONGCHI_BV',
      'LT-B012 XML1[1].MA_LOAI_KCB',
      'LT-B003 XML4[1].NGAY_KQ',
      'LT-B023 XML1[1].GT_THE_TU',
      'LT-B024 XML4[1].GIA_TRI',
      'LT-B008 XML4[1].GIA_TRI',
      'LT-B030 XML1[1].NGAY_RA',
      'LT-B042 XML2[1].THANH_TIEN_BV',
      'LT-B050 XML1[1].T_TONGCHI_BV',
      'LT-B051 XML1[1].T_TONGCHI_BH',
    ]);
  });
});
