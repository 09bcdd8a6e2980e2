import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { PATHS } from '../../../src/config/paths.ts';
import {
  base64,
  drugsXml,
  envelope,
  FORMS,
  findingsOf,
  readEnvelope,
  rowsOf,
  summaryXml,
} from '../../support/claim-envelope.ts';

interface TableCase {
  readonly name: string;
  readonly type: string;
  readonly xml: string;
  readonly findings?: readonly string[];
  readonly table?: string;
  readonly rows: readonly Readonly<Record<string, string>>[];
}

const cases = parse(readFileSync(join(PATHS.root, 'test/cases/decode/claim-tables.yaml'), 'utf8')) as TableCase[];

function read(type: string, xml: string) {
  const files = [[type, base64(xml)]] as [string, string][];
  if (type !== 'XML1') files.unshift(['XML1', base64(summaryXml())]);
  const [record] = readEnvelope(envelope([files])).records;
  if (record === undefined) throw new Error('no record');
  return record;
}

describe('test/cases/decode/claim-tables.yaml', () => {
  it.each(cases.map((each) => [each.name, each] as const))(
    '%s',
    (_name, { type, xml, findings = [], table = type, rows }) => {
      const record = read(type, xml);
      expect(rowsOf(record, table)).toEqual(rows);
      expect(findingsOf(record.issues)).toEqual(findings);
      for (const { rule, text, remedy } of record.issues.map((issue) => ({ ...issue, remedy: issue.rule.remedy }))) {
        expect(rule.action).toBe('accept');
        expect(text.vi + text.en).not.toMatch(/[{}]/);
        expect(remedy.vi).not.toBe('');
      }
    },
  );
});

describe('every form of the claim package', () => {
  it.each(FORMS.forms.filter(({ format }) => format === 'claim-xml').map((form) => [form.id, form] as const))(
    '%s is known by its root, and keeps its fields in order',
    (id, form) => {
      const fields = form.fields
        .map(({ name }) => `<${name}>${name === 'MA_LK' ? 'LK1' : name.toLowerCase()}</${name}>`)
        .join('');
      const row = form.row === form.root ? fields : `<${form.row}>${fields}</${form.row}>`;
      const list = form.list === null ? row : `<${form.list}>${row}</${form.list}>`;
      const record = read(id.replace('4210.', ''), `<${form.root}>${list}</${form.root}>`);
      expect(Object.keys(rowsOf(record, id)[0] ?? {})).toEqual(form.fields.map(({ name }) => name));
      expect(findingsOf(record.issues).filter((finding) => !/LT-D04[13]/.test(finding))).toEqual(
        id.startsWith('4210.') ? [`LT-D051 ${id}`] : [],
      );
    },
  );
});

describe('a fault in many rows', () => {
  it('is one issue, at the first, with the count', () => {
    const rows = Array.from({ length: 60 }, (_, at) => (at === 0 ? { MA_LK: 'LK1' } : { MA_LK: 'LK1', pham_vi: '1' }));
    const { issues } = read('XML2', drugsXml(...rows));
    expect(findingsOf(issues)).toEqual(['LT-D044 XML2[2].PHAM_VI']);
    expect(issues[0]?.text.vi).toContain('59 dòng');
  });
});

it('fields may be named like members of Object.prototype', () => {
  const row = rowsOf(
    read('XML2', drugsXml({ __proto: '1', constructor: '2', toString: '3' } as Record<string, string>)),
    'XML2',
  );
  expect(row).toEqual([{ __proto: '1', constructor: '2', toString: '3' }]);
});
