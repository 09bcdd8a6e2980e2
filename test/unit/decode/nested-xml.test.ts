import { describe, expect, it } from '@jest/globals';
import type { FormRecord } from '../../../src/types/source-record.ts';
import { findingsOf, LIMITS, readEnvelope } from '../../support/claim-envelope.ts';

const book = (
  inside: string,
  head = '<HEADER><SENDER_CODE>99001</SENDER_CODE><REQUEST_ID> r-1 </REQUEST_ID></HEADER>',
) => `<Data>${head}<BODY>${inside}</BODY><SECURITY><SIGNATURE><X/></SIGNATURE></SECURITY></Data>`;
const person = (inside = '') =>
  `<HOSOSUCKHOE><THONGTINCHUNG><MADINHDANH>000000000001</MADINHDANH></THONGTINCHUNG>${inside}</HOSOSUCKHOE>`;

/** `QD831.DSBENH[1] within QD831.TIENSU[1]: TENBENH=x`, one for each row. */
function rowsOf(record: FormRecord | undefined): readonly string[] {
  return [...(record?.tables.values() ?? [])].flatMap(({ name, rows }) =>
    rows.map(({ number, within, fields, sentNames }) => {
      const content = [...fields].map(([field, value]) => `${field}=${value}`).join(' ');
      return `${name}[${number}]${within ? ` in ${within}` : ''}: ${content}${sentNames ? ` (${sentNames.join(' ')})` : ''}`;
    }),
  );
}
const read = (inside: string) => rowsOf(readEnvelope(book(person(inside))).records[0]).slice(1);

describe('a health book of QĐ 831', () => {
  it('is a record of its person, with what its header tells', () => {
    const { records, end } = readEnvelope(book(person() + person().replace('0001<', '0002<')));
    expect(
      records.map(({ format, key, facility, position, issues }) => [
        format,
        key,
        facility,
        position,
        findingsOf(issues),
      ]),
    ).toEqual([
      ['health-book-xml', '000000000001', '99001', 1, []],
      ['health-book-xml', '000000000002', '99001', 2, []],
    ]);
    expect(end).toEqual({ format: 'health-book-xml', facility: '99001', issues: [], idempotencyKey: 'r-1' });
    expect([...(records[1]?.envelope.texts ?? [])]).toEqual([
      ['HEADER/SENDER_CODE', '99001'],
      ['HEADER/REQUEST_ID', ' r-1 '],
      ['SECURITY/SIGNATURE', '<X/>'],
    ]);
  });

  it('of nobody is told by its content; the same person twice waits', () => {
    const anonymous = '<HOSOSUCKHOE><TIENSU><VANDEKHAC>x</VANDEKHAC></TIENSU></HOSOSUCKHOE>';
    const { records } = readEnvelope(book(anonymous + anonymous));
    expect(records[0]?.key).toMatch(/^[0-9a-f]{64}$/);
    expect(records.map(({ issues }) => findingsOf(issues))).toEqual([
      ['LT-D084 QD831.TIENSU'],
      ['LT-D084 QD831.TIENSU', 'LT-D085 QD831.TIENSU'],
    ]);
  });

  it('may stand without Data, and without a header', () => {
    expect(readEnvelope(person()).records).toMatchObject([
      { key: '000000000001', facility: '', envelope: { root: 'HOSOSUCKHOE' } },
    ]);
    expect(readEnvelope(book(person(), '')).end).toEqual({ format: 'health-book-xml', facility: null, issues: [] });
  });

  it.each([
    ['no record', book(''), ['LT-D081']],
    ['too many', book('<HOSOSUCKHOE/>'.repeat(10_001)), ['LT-D007']],
    ['too many elements', book('<X/>'.repeat(LIMITS.maxNodes)), [expect.stringMatching(/^LT-D007 line 1/)]],
    ['an unclosed element', '<Data>', ['LT-D009 line 1, column 6']],
  ])('%s', (_name, xml, findings) => {
    expect(findingsOf(readEnvelope(xml).end.issues)).toEqual(findings);
  });

  it('an empty one is refused', () => {
    expect(findingsOf(readEnvelope(book('<HOSOSUCKHOE/>')).records[0]?.issues ?? [])).toEqual(['LT-D082']);
  });

  it('names that would make endless paths are refused', () => {
    const name = 'N'.repeat(100);
    const deep = (levels: number, leaves: number) =>
      `<${name}>`.repeat(levels) + '<a/>'.repeat(leaves) + `</${name}>`.repeat(levels);
    for (const inside of [deep(45, 1), deep(30, LIMITS.maxNodes - 100)]) {
      const [record] = readEnvelope(book(person(inside))).records;
      expect(findingsOf(record?.issues ?? [])).toEqual(['LT-D087 HOSOSUCKHOE']);
      expect(record?.issues[0]?.rule.action).toBe('refuse');
    }
    expect(findingsOf(readEnvelope(book(person(deep(30, 100)))).records[0]?.issues ?? [])).toEqual([]);
  });
});

describe('rows of a nested document', () => {
  it.each<[string, string, readonly string[]]>([
    [
      'stand within the row around them',
      '<TIENSU><TIEUSU_BENHTAT><BENHTAT><DSBENH><TENBENH>a</TENBENH></DSBENH><DSBENH><TENBENH>b</TENBENH></DSBENH></BENHTAT></TIEUSU_BENHTAT></TIENSU>',
      [
        'QD831.TIENSU[1]: ',
        'QD831.DSBENH[1] in QD831.TIENSU[1]: TENBENH=a',
        'QD831.DSBENH[2] in QD831.TIENSU[1]: TENBENH=b',
      ],
    ],
    [
      'have the leaves of groups by their paths',
      '<TIENSU><TINHTRANG_LUCSINH><LOAIDE>1</LOAIDE><LA>2</LA></TINHTRANG_LUCSINH></TIENSU>',
      ['QD831.TIENSU[1]: TINHTRANG_LUCSINH/LOAIDE=1 TINHTRANG_LUCSINH/LA=2'],
    ],
    [
      'keep what repeats, and what nobody knows',
      '<TIENSU><LA>1</LA><LA><A>2</A><A>3</A>chữ</LA><VANDEKHAC/></TIENSU>',
      ['QD831.TIENSU[1]: LA=1 LA#2/A=2 LA#2/A#2=3 LA#2/#text=chữ VANDEKHAC='],
    ],
    [
      'know names in other letters',
      '<TIENSU><tinhtrang_lucsinh><LoaiDe>1</LoaiDe></tinhtrang_lucsinh></TIENSU>',
      ['QD831.TIENSU[1]: TINHTRANG_LUCSINH/LOAIDE=1 (tinhtrang_lucsinh/LoaiDe)'],
    ],
    [
      'and the same name twice in two ways',
      '<TIENSU><vandekhac>1</vandekhac><VANDEKHAC>2</VANDEKHAC></TIENSU>',
      ['QD831.TIENSU[1]: VANDEKHAC=1 VANDEKHAC#2=2 (vandekhac VANDEKHAC)'],
    ],
    ['an element without content is a field', '<TIENSU/><TIEMCHUNG/>', []],
  ])('%s', (_name, inside, rows) => {
    expect(read(inside)).toEqual(rows.length === 0 ? ['QD831.THONGTINCHUNG[1]: MADINHDANH=000000000001'] : rows);
  });

  it('are marked where they stand, when that is not the usual place', () => {
    const visit = (inside: string) =>
      `<DANHSACHHOSOKHAMCHUABENH><HOSOKHAMCHUABENH>${inside}</HOSOKHAMCHUABENH></DANHSACHHOSOKHAMCHUABENH>`;
    const diagnosis = '<CHANDOANKETLUAN><CHANDOANBENH><MABENH>I10</MABENH></CHANDOANBENH></CHANDOANKETLUAN>';
    expect(read(visit(`<MA_LK>1</MA_LK><TUVAN>2</TUVAN>${diagnosis}`))[0]).toBe(
      'QD831.HOSOKHAMCHUABENH[1]: MA_LK=1 TUVAN=2',
    );
    expect(read(visit(`<MA_LK>1</MA_LK>${diagnosis}<TUVAN>2</TUVAN>`))[0]).toBe(
      'QD831.HOSOKHAMCHUABENH[1]: MA_LK=1 #QD831.CHANDOANBENH[1]= TUVAN=2',
    );
    expect(read(visit(`<MA_LK>1</MA_LK>${diagnosis.replaceAll('CHANDOANBENH', 'ChanDoanBenh')}`))[0]).toBe(
      'QD831.HOSOKHAMCHUABENH[1]: MA_LK=1 #QD831.CHANDOANBENH[1]=ChanDoanBenh',
    );
  });
});

describe('an exported medical record of CV 365', () => {
  const record = (key: string) =>
    `<HoSoBenhAn><ThongTinBenhNhan><sovaovien>${key}</sovaovien><hoten>x</hoten></ThongTinBenhNhan></HoSoBenhAn>`;

  it('is told by sovaovien, alone or among others', () => {
    expect(readEnvelope(record('1')).records).toMatchObject([
      { format: 'emr-export', key: '1', facility: '', issues: [] },
    ]);
    const many = `<DanhSach><MACSKCB>99001</MACSKCB>${record('1')}${record('2')}${record('2')}</DanhSach>`;
    const { records, end } = readEnvelope(many);
    expect(records.map(({ key, facility, issues }) => [key, facility, ...findingsOf(issues)])).toEqual([
      ['1', '99001'],
      ['2', '99001'],
      ['2', '99001', 'LT-D114 HSBA.ThongTinBenhNhan[1].sovaovien'],
    ]);
    expect(end).toMatchObject({ format: 'emr-export', facility: '99001' });
    expect(records[0]?.envelope).toMatchObject({ root: 'DanhSach', syntax: 'xml', files: [] });
  });

  it('groups that tell another one are named; none at all is told by its content', () => {
    const other = record('1').replace(
      '</HoSoBenhAn>',
      '<ThongTinVaoVien><sovaovien>9</sovaovien></ThongTinVaoVien></HoSoBenhAn>',
    );
    const none = record('');
    expect([other, none].map((xml) => findingsOf(readEnvelope(xml).records[0]?.issues ?? []))).toEqual([
      ['LT-D115 HSBA.ThongTinVaoVien[1].sovaovien'],
      ['LT-D084 HSBA.ThongTinBenhNhan'],
    ]);
  });
});
