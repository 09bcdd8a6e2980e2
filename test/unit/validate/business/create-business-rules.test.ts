import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { PATHS } from '../../../../src/config/paths.ts';
import type { FormRecord } from '../../../../src/types/source-record.ts';
import { FORMS, findingsOf, RULES, readEnvelope } from '../../../support/claim-envelope.ts';
import {
  CASES,
  changedRecord,
  checkBusiness,
  faultlessRow,
  findIn,
  type RecordChange,
  toTable,
} from '../../../support/claim-record.ts';

interface RuleCase extends RecordChange {
  readonly name: string;
  readonly ignores?: readonly string[];
  readonly finds?: readonly string[];
}

const cases = parse(readFileSync(join(CASES, 'rules.yaml'), 'utf8')) as readonly RuleCase[];

describe('test/cases/business/rules.yaml', () => {
  it.each(cases.map((each) => [each.name, each] as const))('%s', (_name, { ignores = [], finds = [], ...each }) => {
    const issues = findIn(changedRecord(each)).filter(({ rule }) => !ignores.includes(rule.id));
    expect(findingsOf(issues)).toEqual(finds);
    for (const { text } of issues) expect(text.vi + text.en).not.toMatch(/[{}]/);
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
    const more = Array.from({ length: 59 }, (_, at) => ({ STT: String(at + 2), TEN_CHI_SO: '' }));
    const issues = findIn(changedRecord({ rows: { XML4: more } }));
    expect(findingsOf(issues)).toEqual(['LT-B001 XML4[2].TEN_CHI_SO']);
    const numbers = Array.from({ length: 20 }, (_, at) => at + 2).join(', ');
    expect(issues[0]?.text.en).toBe(`XML4.TEN_CHI_SO: mandatory, but empty in 59 rows (row ${numbers}, …).`);
  });

  it('a rule lists 20 fields, then counts', () => {
    const empty = Object.fromEntries(Object.keys(faultlessRow('XML1')).map((name) => [name, '']));
    const issues = findIn(changedRecord({ change: { XML1: empty } }));
    const required = FORMS.forms.find(({ id }) => id === 'XML1')?.fields.filter((field) => field.required).length ?? 0;
    expect(issues.filter(({ rule }) => rule.id === 'LT-B001')).toHaveLength(20);
    expect(issues.at(-1)?.text.en).toBe(`Rule LT-B001: ${required - 20} more fields are not listed.`);
  });
});

describe('other records', () => {
  const sample = (name: string) =>
    readEnvelope(readFileSync(join(PATHS.root, 'test/cases/claim-xml', name))).records.flatMap(findIn);

  it('tables of QĐ 4210 have no such rules', () => {
    expect(sample('synthetic-4210-giamdinhhs.xml')).toEqual([]);
  });

  it('neither have FHIR Bundles', () => {
    const bundle = { resourceType: 'Bundle', type: 'batch' } as const;
    expect(
      checkBusiness({ format: 'fhir-json', key: 'k', facility: null, position: 1, bundle, issues: [] }, 0),
    ).toEqual([]);
  });

  it('without XML1, or with two, the lines are still judged', () => {
    const { tables, ...rest }: FormRecord = changedRecord({ change: { XML2: { THANH_TIEN_BV: '1' } } });
    const lines = new Map([...tables].filter(([name]) => name !== 'XML1'));
    const row = faultlessRow('XML1');
    const twice = new Map([...tables, toTable('XML1', [row, { ...row, STT: '2' }])]);
    for (const each of [lines, twice]) {
      expect(findingsOf(findIn({ ...rest, tables: each }))).toEqual([
        'LT-B040 XML2[1].THANH_TIEN_BV',
        'LT-B042 XML2[1].THANH_TIEN_BV',
        'LT-B046 XML2[1].T_BNTT',
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
      'LT-B044 XML2[1].T_BHTT',
      'LT-B045 XML2[1].T_BNCCT',
      'LT-B050 XML1[1].T_TONGCHI_BV',
      'LT-B051 XML1[1].T_TONGCHI_BH',
      'LT-B140 XML1[1].MAHUYEN_CU_TRU',
      'LT-B083 XML2[1].LIEU_DUNG',
      'LT-B100 XML1[1].MA_LOAI_KCB',
    ]);
  });
});
