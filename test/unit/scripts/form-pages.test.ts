import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { codecWords } from '../../../scripts/forms/codec-words.ts';
import { conditionsOf } from '../../../scripts/forms/conditions.ts';
import { pageName } from '../../../scripts/forms/form-page.ts';
import { renderFormPages } from '../../../scripts/forms/form-pages.ts';
import { readPageSources } from '../../../scripts/forms/sources.ts';
import { PATHS } from '../../../src/config/paths.ts';

const FOLDER = join(PATHS.root, 'docs/forms');
const sources = readPageSources(PATHS.mappings, PATHS.identifiers);
const pages = renderFormPages(sources);

/** Cells of the rows of a page that begin with a name. */
function rowsOf(page: string, name: string): readonly (readonly string[])[] {
  return (pages.get(page) ?? '')
    .split('\n')
    .filter((line) => line.startsWith(`| ${name} |`))
    .map((line) =>
      line
        .slice(2, -2)
        .split(/(?<!\\)\|/)
        .map((text) => text.trim()),
    );
}
const field = (page: string, name: string) => rowsOf(page, `\`${name}\``)[0] ?? [];

describe('docs/forms', () => {
  it('holds the pages and nothing else', () => {
    expect(readdirSync(FOLDER).toSorted()).toEqual([...pages.keys()].toSorted());
  });

  it.each([...pages.keys()])('%s is what mappings/ says (node scripts/generate-form-pages.ts)', (name) => {
    expect(readFileSync(join(FOLDER, name), 'utf8')).toBe(pages.get(name));
  });

  it('has a page for every form, and a row for every field that has a home', () => {
    const untold = sources.forms.flatMap(({ id, fields }) =>
      fields.filter(({ name }) => (field(pageName(id), name)[3] ?? '') === '').map(({ name }) => `${id}.${name}`),
    );
    expect(untold).toEqual([]);
  });

  it('has tables whose rows are as long as their heads', () => {
    const uneven = [...pages].filter(([, text]) =>
      text.split(/\n\n/).some((block) => {
        const widths = block
          .split('\n')
          .filter((line) => line.startsWith('| '))
          .map((line) => line.split(/(?<!\\)\|/).length);
        return new Set(widths).size > 1;
      }),
    );
    expect(uneven.map(([name]) => name)).toEqual([]);
  });
});

describe('a page', () => {
  it.each([
    ['xml1.md', 'MA_THE_BHYT', '`Coverage.identifier.value` (bhyt)'],
    ['xml1.md', 'NGAY_VAO', '`Encounter.period.start`'],
    ['xml2.md', 'T_BHTT', '`Claim.item` (line) · extension `xml2.T_BHTT` (Money)'],
    ['xml2.md', 'MA_LK', 'khóa của cả hồ sơ / *the key of the whole record*<br>`Encounter.identifier.value` (maLk)'],
    ['4210-xml1.md', 'MA_BENH', '`Condition.code` (mainDiagnosis)'],
  ])('%s: %s stands at %s', (page, name, home) => {
    expect(field(page, name)[3]).toBe(home);
  });

  it('tells what is mandatory, how long, and in which list', () => {
    expect(field('xml1.md', 'MA_LOAI_KCB')[2]).toBe('**bắt buộc / mandatory**<br>chuỗi / *text*; ≤ 2');
    expect(field('xml1.md', 'MA_LOAI_KCB')[4]).toContain('(../../mappings/codes/ma-loai-kcb.yaml); đến 2026-07-31');
    expect(field('xml3.md', 'MA_DICH_VU')[2]).toContain('**bắt buộc khi** `MA_VAT_TU` trống');
  });

  it('tells of copies, items, and names of older forms', () => {
    expect(field('xml1.md', 'NGAY_VAO')[5]).toContain('copy*: `Claim.billablePeriod.start`');
    expect(field('4210-xml1.md', 'MA_BENHKHAC')[5]).toContain('read as `MA_BENH_KT`*<br>mỗi mục của `MA_BENHKHAC`');
  });

  it('tells when nodes are made and how they are told', () => {
    const [main = []] = rowsOf('xml1.md', 'mainDiagnosis');
    expect(main[2]).toContain('when there is `MA_BENH_CHINH` or `CHAN_DOAN_RV`');
    expect(main[3]).toContain('`Encounter.diagnosis`: code `DD`, rank `1`');
    expect(rowsOf('4210-xml1.md', 'traditionalDiagnosis')).toEqual([]);
  });
});

describe('words', () => {
  it('of a codec that nobody described are missed', () => {
    expect(() => codecWords({ to: 'patient.gender', as: 'guess' })).toThrow('guess');
  });

  it.each([
    [{ field: 'A', in: ['1', ''] }, 'khi `A` là `1` hoặc trống / *when `A` is `1` or empty*'],
    [{ field: 'A', in: [''] }, 'khi `A` trống / *when `A` is empty*'],
    [{ field: 'A', notIn: ['', '2'] }, 'khi `A` có và khác `2` / *when `A` is there and is not `2`*'],
    [{ episode: 'A', in: ['1'] }, 'khi `XML1.A` là `1` / *when `XML1.A` is `1`*'],
    [{ any: ['A', 'B'] }, 'khi có `A` / *when there is `A`*'],
    [{ any: ['A', 'A', 'A', 'A', 'A'] }, 'khi có một trong 5 trường của nó / *when there is any of its 5 fields*'],
  ])('of the condition %j', (condition, text) => {
    expect(conditionsOf({ when: [condition] }, (name) => (name === 'B' ? undefined : name))).toEqual([text]);
  });
});
