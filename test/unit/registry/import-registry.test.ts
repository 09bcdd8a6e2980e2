import { describe, expect, it } from '@jest/globals';
import writeWorkbook, { type Cell, type Sheet } from 'write-excel-file/node';
import { PATHS } from '../../../src/config/paths.ts';
import { loadCommunes } from '../../../src/fhir/communes.ts';
import { loadRuleCatalogue } from '../../../src/fhir/rule-catalogue.ts';
import { importRegistry, type RegistryImport } from '../../../src/registry/import-registry.ts';
import type { Facility } from '../../../src/types/registry.ts';
import { facilityOf } from '../../support/store-fixtures.ts';

const communes = loadCommunes(PATHS.communes);
const rules = loadRuleCatalogue(PATHS.rules, 'F');
const read = (content: string | Buffer, known: readonly Facility[] = []) =>
  importRegistry(Buffer.from(content), { known, communes, rules, today: '2026-11-22' });

/** `[rule, row, column]` of what is wrong or strange. */
const found = ({ faults, warnings }: RegistryImport) =>
  [...faults, ...warnings].map(({ place: { row, column }, issue }) => [
    issue.rule.id,
    row,
    typeof column === 'object' ? (column?.en ?? null) : column,
  ]);
const only = async (content: string | Buffer, known: readonly Facility[] = []) => {
  const result = await read(content, known);
  expect(found(result)).toEqual([]);
  return result.facilities;
};
const BEGIN = 'code,name,cohort';

describe('a registry in CSV', () => {
  it.each([
    ['commas', `${BEGIN}\n01234,"A, B",other\n`],
    ['semicolons', 'Mã CSKCB;Tên;Nhóm\r\n01234;A, B;Khác\r\n'],
    ['tabs and titles above', 'DANH MỤC CƠ SỞ\t\t\n\t\t\nTên cơ sở\tMÃ CƠ SỞ\tnhóm\nA, B\t01234\tcơ sở khác\n\n'],
    ['a byte order mark', `\uFEFF"code";"name";"cohort"\n"01234";"A, B";"other"`],
  ])('is read with %s', async (_, text) => {
    expect(await only(text)).toEqual([
      expect.objectContaining({
        code: '01234',
        name: 'A, B',
        cohort: 'other',
        scope: [],
        openTo: null,
        statistics: {},
      }),
    ]);
  });

  it('is read in UTF-16, as Excel writes its "Unicode text"', async () => {
    const text = Buffer.from('\uFEFFMã cơ sở\tTên cơ sở\tNhóm\r\n01234\tTrạm Y tế\tKhác\r\n', 'utf16le');
    expect((await only(text))[0]?.name).toBe('Trạm Y tế');
  });

  it('tells every field, in either language and any order', async () => {
    const rows = [
      'Kinh độ;Vĩ độ;Mã cơ sở;Tên cơ sở;Nhóm;Cấp;Sở hữu;Loại hình;Xã phường;Tên cũ;Hình thức điều trị;Hoạt động từ;Ngày đóng cửa;Sáp nhập vào;' +
        'Ngày công bố;Số quyết định;Link;HIS;GLN;Phạm vi;Phạm vi: từ ngày;Lý do phạm vi;Phạm vi 2;Phạm vi 2: từ ngày;Phạm vi 2: lý do;' +
        'Phạm vi 2: người quyết định;Người liên hệ;Điện thoại;Liên hệ 2;Liên hệ 2: email;2026-09;Lượt khám 10/2026;T11/2026',
      '108,79;15.1151;99001;A;BV;Tỉnh;công lập;TTYT;21028;B|C;Nội trú, ngoại trú;01/02/2010;2026-12-31;99002;' +
        '1/10/2026;12/QĐ-BV;https://example.org/12;VNPT HIS;8931234500009;chưa rõ;;chờ;có;01/03/2026;nội trú;' +
        'Sở Y tế;Chị Hoa;0255 3822 000;Trực;truc@example.org;10;;30',
      ';;99002;B;BV;;;;;;;;;;;;;;;;;;;;;;;;;;;;',
    ];
    const [first] = await only(rows.join('\n'));
    expect(first).toEqual({
      ...{
        code: '99001',
        name: 'A',
        cohort: 'hospital',
        level: 'province',
        ownership: 'public',
        kind: 'medical-centre',
      },
      ...{ commune: 'Phường Nghĩa Lộ', formerNames: ['B', 'C'], services: ['inpatient', 'outpatient'] },
      ...{ position: { lat: 15.1151, lng: 108.79 }, openFrom: '2010-02-01', openTo: '2026-12-31', mergedInto: '99002' },
      ...{ announced: '2026-10-01', announcement: { decision: '12/QĐ-BV', link: 'https://example.org/12' } },
      ...{ hisVendor: 'VNPT HIS', gln: '8931234500009' },
      scope: [
        { from: null, value: 'undecided', reason: 'chờ' },
        { from: '2026-03-01', value: 'yes', reason: 'nội trú', by: 'Sở Y tế' },
      ],
      contacts: [
        { name: 'Chị Hoa', phone: '0255 3822 000' },
        { name: 'Trực', email: 'truc@example.org' },
      ],
      statistics: { '2026-09': 10, '2026-11': 30 },
    });
  });

  it.each<[string, string, ...(readonly [string, number | null, string | null])[]]>([
    ['nothing', '', ['LT-F007', null, null]],
    ['no column of codes', 'name,cohort\nA,other\n', ['LT-F007', null, null]],
    ['headings only', `${BEGIN}\n`, ['LT-F010', null, null]],
    ['a quote that stays open', `${BEGIN}\n01234,"A,other\n`, ['LT-F006', 2, null]],
    ['two columns of one meaning', 'code,name,Mã CSKCB\n1,2,3', ['LT-F009', 1, 'Mã CSKCB'], ['LT-F021', 2, 'code']],
    ['a column that is not known', `${BEGIN},x,y\n01234,A,other,1,`, ['LT-F008', 1, 'x'], ['LT-F008', 1, 'y']],
    ['a code without its zero', `${BEGIN}\n1234,A,other\n`, ['LT-F021', 2, 'code']],
    ['a code that is none', `${BEGIN}\n0123a,A,other\n`, ['LT-F020', 2, 'code']],
    ['no code', `${BEGIN}\n,A,other\n`, ['LT-F022', 2, 'code']],
    [
      'a new facility without name and cohort',
      'code,level\n01234,x\n',
      ['LT-F022', 2, 'name'],
      ['LT-F022', 2, 'cohort'],
    ],
    ['a name that is emptied', `${BEGIN}\n01234,-,other\n`, ['LT-F022', 2, 'name']],
    ['a code twice', `${BEGIN}\n01234,A,other\n01234,B,other\n`, ['LT-F024', 3, 'code']],
    ['a month first', `${BEGIN},open from\n01234,A,other,11/22/2026`, ['LT-F023', 2, 'open from']],
    ['a word that is none', `${BEGIN},services\n01234,A,other,nội trú và ngoại trú`, ['LT-F025', 2, 'services']],
    ['minutes of arc', `${BEGIN},lat,lng\n01234,A,other,15°7',108.7`, ['LT-F026', 2, 'lat']],
    ['half a position', `${BEGIN},lat,lng\n01234,A,other,15.1,`, ['LT-F037', 2, 'longitude']],
    ['a position that is swapped', `${BEGIN},lat,lng\n01234,A,other,108.7,15.1`, ['LT-F059', 2, 'lat']],
    ['a position elsewhere', `${BEGIN},lat,lng\n01234,A,other,48.1,11.5`, ['LT-F058', 2, 'lat']],
    [
      'a position in another commune',
      `${BEGIN},lat,lng,commune\n01234,A,other,14.3,107.8,21040`,
      ['LT-F060', 2, 'lat'],
    ],
    ['a count with separators', 'code;name;cohort;2026-10\n01234;A;other;1.234', ['LT-F027', 2, '2026-10']],
    ['a month to come', `${BEGIN},2027-01\n01234,A,other,1`, ['LT-F056', 2, '2027-01']],
    ['a GLN that is short', `${BEGIN},gln\n01234,A,other,893123`, ['LT-F028', 2, 'gln']],
    ['a wrong check digit', `${BEGIN},gln\n01234,A,other,8931234500002`, ['LT-F029', 2, 'gln']],
    [
      'a GLN of two',
      `${BEGIN},gln\n01234,A,other,8931234500009\n01235,A,other,8931234500009`,
      ['LT-F057', 2, 'gln'],
      ['LT-F057', 3, 'gln'],
    ],
    ['a commune elsewhere', `${BEGIN},commune\n01234,A,other,Xã Hòa Vang`, ['LT-F030', 2, 'commune']],
    ['a former commune', `${BEGIN},commune\n01234,A,other,Thị trấn Châu Ổ`, ['LT-F031', 2, 'commune']],
    ['a decision without a reason', `${BEGIN},scope\n01234,A,other,yes`, ['LT-F032', 2, 'scope: reason']],
    ['a reason without a decision', `${BEGIN},scope,scope: reason\n01234,A,other,,x`, ['LT-F033', 2, 'scope']],
    ['too long a name', `${BEGIN}\n01234,${'A'.repeat(501)},other`, ['LT-F035', 2, 'name']],
    [
      'a link to nowhere',
      `${BEGIN},link,decision,announced\n01234,A,other,file:///x,1,2026-01-01`,
      ['LT-F036', 2, 'link'],
    ],
    ['a link without a decision', `${BEGIN},link\n01234,A,other,https://x.vn`, ['LT-F038', 2, 'announcement decision']],
    ['a decision without its day', `${BEGIN},Số quyết định\n01234,A,other,12`, ['LT-F054', 2, 'announced']],
    ['an unusual ownership', `${BEGIN},ownership\n01234,A,other,hợp tác xã`, ['LT-F039', 2, 'ownership']],
    ['a telephone of nobody', `${BEGIN},phone\n01234,A,other,0255`, ['LT-F040', 2, 'contact']],
    [
      'closed before it opened',
      `${BEGIN},opened,closed\n01234,A,other,2020-01-02,2020-01-01`,
      ['LT-F050', 2, 'closed'],
    ],
    [
      'merged into nothing',
      `${BEGIN},merged into,closed\n01234,A,other,99999,2020-01-01`,
      ['LT-F051', 2, 'merged into'],
    ],
    [
      'merged into itself',
      `${BEGIN},merged into,closed\n01234,A,other,01234,2020-01-01`,
      ['LT-F052', 2, 'merged into'],
    ],
    ['merged and open', `${BEGIN},merged into\n01234,A,other,01235\n01235,B,other,`, ['LT-F053', 2, 'open to']],
    ['announced in the future', `${BEGIN},announced\n01234,A,other,2026-11-23`, ['LT-F055', 2, 'announced']],
  ])('tells the place of %s', async (_, text, ...expected) => {
    const result = await read(text);
    expect(found(result)).toEqual(expected);
    if (result.faults.length > 0) expect(result.facilities).toEqual([]);
    else expect(result.facilities.length).toBeGreaterThan(0);
  });

  it.each([
    ['another encoding', Buffer.from([0x4d, 0xe3, 0x20, 0x63]), 'LT-F001'],
    ['an old workbook', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1]), 'LT-F002'],
    ['too much', Buffer.alloc(17 * 1024 * 1024, 'a'), 'LT-F003'],
    ['too many rows', Buffer.from(`${BEGIN}\n${'01234,A,other\n'.repeat(50_001)}`), 'LT-F003'],
    ['a damaged workbook', Buffer.from('PK\x03\x04 and nothing else'), 'LT-F004'],
    ['no JSON', Buffer.from('[{'), 'LT-F005'],
  ])('is not %s', async (_, bytes, rule) => {
    expect(found(await read(bytes))).toEqual([[rule, null, null]]);
  });
});

describe('what a fault says', () => {
  const textOf = async (text: string) => (await read(text)).faults.map(({ issue }) => issue.text);

  it('names similar communes, and leaves the sentence out when there is none', async () => {
    const [near] = await textOf(`${BEGIN},commune\n01234,A,other,Xã Ba Tơo`);
    expect(near?.vi).toMatch(/ trong tỉnh\. Gần giống: .+ \(\d{5}\).*\.$/);
    const [far] = await textOf(`${BEGIN},commune\n01234,A,other,Zzzzzzzzzzzzzzzzzzzz`);
    expect(far).toEqual({
      vi: 'Không có xã, phường, đặc khu “Zzzzzzzzzzzzzzzzzzzz” trong tỉnh.',
      en: 'There is no commune "Zzzzzzzzzzzzzzzzzzzz" in the province.',
    });
  });

  it('counts rows as rows', async () => {
    expect(await textOf(`${BEGIN}\n${'01234,A,other\n'.repeat(50_001)}`)).toEqual([
      { vi: 'Tệp quá lớn: nhiều hơn 50.000 dòng.', en: 'The file is too large: more than 50,000 rows.' },
    ]);
  });
});

describe('what is known of a facility', () => {
  const known = facilityOf('99001', {
    level: 'Tuyến tỉnh',
    commune: 'Phường Nghĩa Lộ',
    scope: [
      { from: null, value: 'undecided', reason: 'chờ' },
      { from: '2026-03-01', value: 'yes', reason: 'nội trú' },
    ],
    announced: '2026-10-01',
    contacts: [{ name: 'Chị Hoa', phone: '0255' }],
    statistics: { '2026-09': 1, '2026-10': 2 },
  });
  const changedBy = async (headings: string, row: string) =>
    (await only(`code,${headings}\n99001,${row}\n`, [known]))[0];

  it('stays where the file tells nothing: no column, or an empty cell', async () => {
    expect(await changedBy('name,announced,scope,2026-09,contact', 'Tên mới,,,,')).toEqual({
      ...known,
      name: 'Tên mới',
    });
  });

  it('is emptied by a dash', async () => {
    const { contacts: _, ...rest } = known;
    expect(await changedBy('name,announced,2026-09,contact,level', 'x,-,-,-,-')).toEqual({
      ...rest,
      ...{ name: 'x', announced: null, statistics: { '2026-10': 2 }, level: '' },
    });
  });

  it('is not changed by another word for the same', async () => {
    expect(await changedBy('level,ownership,commune', 'Tỉnh,Công lập,21028')).toEqual(known);
  });

  it('gets a decision from today when no day is told and another one holds', async () => {
    expect(await changedBy('scope,scope: reason', 'yes,x')).toEqual(known);
    const decided = await changedBy('scope,scope: reason', 'no,thôi nội trú');
    expect(decided?.scope.at(-1)).toEqual({ from: '2026-11-22', value: 'no', reason: 'thôi nội trú' });
    const dated = await changedBy('scope,scope: from,scope: reason', 'no,01/03/2026,thôi nội trú');
    expect(dated?.scope).toEqual([known.scope[0], { from: '2026-03-01', value: 'no', reason: 'thôi nội trú' }]);
    expect((await changedBy('scope,scope: from,scope: reason', 'yes,,nội trú'))?.scope[0]?.value).toBe('yes');
  });

  it('is told as differences, field by field', async () => {
    const { difference } = await read('code,name,level,2026-10\n99001,Tên mới,Xã,3\n', [known, facilityOf('99002')]);
    expect(difference).toEqual({
      added: [],
      changed: [
        {
          ...{ code: '99001', name: 'Tên mới' },
          fields: [
            { field: 'name', before: known.name, after: 'Tên mới' },
            { field: 'level', before: 'Tuyến tỉnh', after: 'commune' },
            { field: 'statistics', before: known.statistics, after: { '2026-09': 1, '2026-10': 3 } },
          ],
        },
      ],
      unchanged: [],
      missing: ['99002'],
    });
  });
});

describe('a registry in a workbook', () => {
  const text = (value: string): Cell => ({ value, type: String });
  const number = (value: number): Cell => ({ value, type: Number });
  const day = (value: string): Cell => ({ value: new Date(`${value}T00:00:00Z`), type: Date, format: 'dd/mm/yyyy' });
  const workbook = (...sheets: readonly (readonly (readonly (Cell | null)[])[])[]) =>
    writeWorkbook(
      sheets.map((data, index) => ({ data, sheet: `Trang ${index + 1}` }) as unknown as Sheet<Buffer>),
    ).toBuffer();
  const HEAD = [text('Mã cơ sở'), text('Tên cơ sở'), text('Nhóm')];

  it('is read with numbers, dates and statistics as the spreadsheet keeps them', async () => {
    const bytes = await workbook([
      [text('DANH MỤC CƠ SỞ')],
      [null],
      [...HEAD, text('Ngày công bố'), text('Vĩ độ'), text('Kinh độ'), day('2026-10-01'), text('GLN')],
      [
        text('01234'),
        text('A'),
        text('Khác'),
        day('2026-10-01'),
        number(15.1),
        number(108.79),
        number(7),
        number(8931234500009),
      ],
      [number(51001), text('B'), text('BV'), text('02/10/2026'), text('15,1'), text('108,79'), number(0), null],
    ]);
    expect(
      (await only(bytes)).map(({ code, announced, position, statistics, gln }) => [
        code,
        announced,
        position,
        statistics,
        gln,
      ]),
    ).toEqual([
      ['01234', '2026-10-01', { lat: 15.1, lng: 108.79 }, { '2026-10': 7 }, '8931234500009'],
      ['51001', '2026-10-02', { lat: 15.1, lng: 108.79 }, { '2026-10': 0 }, undefined],
    ]);
  });

  it('names what the spreadsheet spoiled, by sheet, row and column', async () => {
    const bytes = await workbook(
      [[text('Hướng dẫn')]],
      [
        [...HEAD, text('Điện thoại'), text('Liên hệ'), text('Số quyết định'), text('Ngày công bố')],
        [number(1234), text('A'), text('Khác')],
        [text('51001'), text('B'), text('BV'), number(2553822000), text('Hoa'), day('2026-12-01'), number(45992)],
      ],
    );
    const result = await read(bytes);
    expect(result.faults.map(({ place, issue }) => [issue.rule.id, place])).toEqual([
      ['LT-F021', { sheet: 'Trang 2', row: 2, column: 'Mã cơ sở' }],
      ['LT-F023', { sheet: 'Trang 2', row: 3, column: 'Ngày công bố' }],
      ['LT-F021', { sheet: 'Trang 2', row: 3, column: 'Điện thoại' }],
      ['LT-F034', { sheet: 'Trang 2', row: 3, column: 'Số quyết định' }],
    ]);
    expect(found(result).at(-1)).toEqual(['LT-F013', null, null]);
  });

  it('may have several sheets of facilities; a code stands on one of them', async () => {
    const bytes = await workbook(
      [HEAD, [text('01234'), text('A'), text('BV')]],
      [HEAD, [text('01234'), text('A'), text('BV')]],
    );
    const [fault] = (await read(bytes)).faults;
    expect([fault?.issue.text.vi, fault?.place.sheet]).toEqual(['Mã này đã có ở dòng Trang 1:2.', 'Trang 2']);
  });
});
