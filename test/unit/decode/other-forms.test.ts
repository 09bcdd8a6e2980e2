import { describe, expect, it } from '@jest/globals';
import {
  base64,
  elements,
  envelope,
  type File,
  findingsOf,
  readEnvelope,
  rowsOf,
} from '../../support/claim-envelope.ts';

type Fields = Readonly<Record<string, string>>;

const sent = (root: string, hoso: readonly (readonly File[])[], facility = '99001') =>
  readEnvelope(envelope(hoso, { facility }).replaceAll('GIAMDINHHS', root));
const table = (kind: string, root: string, fields: Fields): File => [kind, `<${root}>${elements(fields)}</${root}>`];
const wrapped = ([kind, xml]: File): File => [kind, base64(xml)];
const told = ({ records, end }: ReturnType<typeof sent>) => ({
  records: records.map(({ key, facility, issues }) => [key, facility, ...findingsOf(issues)]),
  end: [end.format, end.facility, ...findingsOf(end.issues)],
});

describe('KHAMSUCKHOE', () => {
  const GLN = '8930000000001';
  const visit = (fields: Fields) => table('XML2', 'THONG_TIN_CHUNG_VE_LAN_KHAM', fields);
  const body = table('XML10', 'KHAM_THE_LUC', { CAN_NANG: '60.50' });
  const KNOWN = visit({ MA_CSKCB: '99001', MA_LK: 'LK1' });
  const read = (...files: readonly File[]) => sent('KHAMSUCKHOE', [files], GLN);

  it('is a record of its blocks, nested or base64, with no word about either', () => {
    for (const files of [[KNOWN, body], [KNOWN, body].map(wrapped)]) {
      const { records, end } = read(...files);
      expect(told({ records, end })).toEqual({
        records: [['LK1', '99001']],
        end: ['health-check-xml', '99001'],
      });
      expect(records[0]).toMatchObject({ format: 'health-check-xml', envelope: { root: 'KHAMSUCKHOE' } });
      expect(rowsOf(records[0], 'KSK.XML10')).toEqual([{ CAN_NANG: '60.50' }]);
    }
  });

  it('XML12 may have the root of XML8: LOAIHOSO tells', () => {
    const blocks = [
      table('XML8', 'KET_LUAN_VA_TU_VAN', { BINH_THUONG: '1' }),
      table('XML12', 'KET_LUAN_VA_TU_VAN', { BINH_THUONG: '0' }),
    ];
    const [record] = read(KNOWN, ...blocks).records;
    expect([rowsOf(record, 'KSK.XML8'), rowsOf(record, 'KSK.XML12')]).toEqual([
      [{ BINH_THUONG: '1' }],
      [{ BINH_THUONG: '0' }],
    ]);
    expect(record?.issues).toEqual([]);
    expect(record?.envelope.files.map(({ root }) => root)).toEqual([undefined, undefined, 'KET_LUAN_VA_TU_VAN']);
  });

  it.each<[string, readonly File[], readonly string[]]>([
    ['of another facility', [visit({ MA_CSKCB: '99002', MA_LK: 'LK1' })], ['LK1', '99002']],
    ['with codes swapped', [visit({ MA_CSKCB: GLN, MA_LK: 'LK1' })], ['LK1', GLN]],
    ['without MA_CSKCB', [visit({ MA_LK: 'LK1' })], ['LK1', GLN]],
    ['with unreadable blocks only', [['XML7', '$']], ['', GLN, 'LT-D030 KSK.XML7', 'LT-D082']],
    ['of an unknown block', [KNOWN, ['XML13', '<LA/>']], ['LK1', '99001', 'LT-D022 FILEHOSO[2]']],
  ])('%s', (_name, files, record) => {
    expect(told(read(...files)).records).toEqual([record]);
  });

  it('the code of 5 characters counts, wherever it stands', () => {
    const swapped = sent('KHAMSUCKHOE', [[visit({ MA_CSKCB: GLN, MA_LK: 'LK1' })]]);
    expect(told(swapped).records).toEqual([['LK1', '99001', 'LT-D086 KSK.XML2[1].MA_CSKCB']]);
    const foreign = sent('KHAMSUCKHOE', [[visit({ MA_CSKCB: '99002', MA_LK: 'LK1' })]]);
    expect(told(foreign).records).toEqual([['LK1', '99002', 'LT-D043 KSK.XML2[1].MA_CSKCB']]);
  });

  it('without MA_LK is told by its content, the same content by the same key', () => {
    const [one, two, other] = [body, body, table('XML10', 'KHAM_THE_LUC', { CAN_NANG: '60.5' })].map(
      (file) => read(file).records[0],
    );
    expect(one?.key).toMatch(/^[0-9a-f]{64}$/);
    expect(two?.key).toBe(one?.key);
    expect(other?.key).not.toBe(one?.key);
    expect(findingsOf(one?.issues ?? [])).toEqual(['LT-D083 KSK.XML2', 'LT-D084 KSK.XML2[1].MA_LK']);
    const twice = sent('KHAMSUCKHOE', [[KNOWN], [KNOWN]]);
    expect(told(twice).records[1]).toEqual(['LK1', '99001', 'LT-D042 KSK.XML2[1].MA_LK']);
  });

  it('CHUKYDONVI may stand in THONGTINHOSO', () => {
    const signature = '<CHUKYDONVI><CKS_NGUOI_KET_LUAN/><CKS_BENH_VIEN>x</CKS_BENH_VIEN></CHUKYDONVI>';
    const xml = envelope([[KNOWN]], { facility: GLN })
      .replaceAll('GIAMDINHHS', 'KHAMSUCKHOE')
      .replace('<CHUKYDONVI/>', '')
      .replace('</THONGTINHOSO>', `${signature}</THONGTINHOSO>`);
    const { records, end } = readEnvelope(xml);
    expect([...(records[0]?.envelope.texts ?? [])].at(-1)).toEqual([
      'THONGTINHOSO/CHUKYDONVI',
      '<CKS_NGUOI_KET_LUAN/><CKS_BENH_VIEN>x</CKS_BENH_VIEN>',
    ]);
    expect(end.issues).toEqual([]);
  });
});

describe('HSCHUNGTU', () => {
  const read = (...files: readonly File[]) => told(sent('HSCHUNGTU', [files.map(wrapped)]));

  it.each<[string, readonly File[], string]>([
    ['the first number that tells the paper', [table('CT07', 'CT07', { MA_CT: '', SO_SERI: 'S1' })], 'CT07:S1'],
    [
      'of the first paper that has one',
      [table('CT06', 'CT06', {}), table('CT03', 'CT03', { SO_LUU_TRU: '5' })],
      'CT03:5',
    ],
    [
      'LOAIHOSO and the root differ by right',
      [table('GIAYDIEUTRIVOSINH', 'CTGiayDieuTriVoSinh', { MA_CT: 'A' })],
      'GIAYDIEUTRIVOSINH:A',
    ],
  ])('its key is %s', (_name, files, key) => {
    expect(read(...files)).toEqual({ records: [[key, '99001']], end: ['document-xml', '99001'] });
  });

  it('without a number is told by its content; the same twice waits', () => {
    const paper = table('CT07', 'CT07', { HO_TEN: 'x' });
    const { records } = told(sent('HSCHUNGTU', [[wrapped(paper)], [wrapped(paper)]]));
    expect(records[0]?.[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(records).toEqual([
      [records[0]?.[0], '99001', 'LT-D084 CT07'],
      [records[0]?.[0], '99001', 'LT-D084 CT07', 'LT-D085 CT07'],
    ]);
    expect(read(['CT07', '<CT07'])).toMatchObject({ records: [['', '99001', 'LT-D032 CT07', 'LT-D082']] });
  });
});

describe('papers without HOSO', () => {
  const notice = (fields: Fields) => `<GIAYBAOTU Id="g">${elements(fields)}</GIAYBAOTU>`;

  it('are a record each, of the facility that they name', () => {
    const xml = `<HSDLGBT>${notice({ MA_GBT: '7', MACSKCB: '99001' })}${notice({ SO_BAOTU: '1', QUYEN_SO: '2' })}<CHUKYDONVI/></HSDLGBT>`;
    const read = readEnvelope(xml);
    expect(told(read)).toEqual({
      records: [
        ['GIAYBAOTU:7', '99001'],
        ['GIAYBAOTU:2/1', ''],
      ],
      end: ['document-xml', null],
    });
    expect(read.records.map(({ envelope: { root, texts } }) => [root, [...texts]])).toEqual([
      ['HSDLGBT', [['GIAYBAOTU/@Id', 'g']]],
      [
        'HSDLGBT',
        [
          ['CHUKYDONVI', ''],
          ['GIAYBAOTU/@Id', 'g'],
        ],
      ],
    ]);
  });

  it.each<[string, string, readonly unknown[]]>([
    [
      'a birth certificate',
      '<HSDLGCS><GIAYCHUNGSINH><MA_GCS>1</MA_GCS></GIAYCHUNGSINH></HSDLGCS>',
      ['GIAYCHUNGSINH:1', ''],
    ],
    ['a paper alone', notice({ MA_GBT: '7' }), ['GIAYBAOTU:7', '']],
    ['another document alone', '<CT07><SO_SERI>1</SO_SERI></CT07>', ['CT07:1', '']],
    [
      'a number without its book',
      notice({ SO_BAOTU: '1' }),
      [expect.stringMatching(/^[0-9a-f]{64}$/), '', 'LT-D084 GIAYBAOTU'],
    ],
  ])('%s', (_name, xml, record) => {
    expect(told(readEnvelope(xml)).records).toEqual([record]);
  });

  it.each([
    ['none', '<HSDLGCS><CHUKYDONVI/></HSDLGCS>', ['LT-D081']],
    ['too many', `<HSDLGBT>${'<GIAYBAOTU/>'.repeat(10_001)}</HSDLGBT>`, ['LT-D007']],
    ['unknown elements', `<HSDLGBT>${notice({ MA_GBT: '7' })}<PHANMEM/></HSDLGBT>`, ['LT-D016 HSDLGBT']],
    ['cut off', '<HSDLGBT><GIAYBAOTU>', ['LT-D009 line 1, column 20']],
  ])('%s', (_name, xml, findings) => {
    expect(findingsOf(readEnvelope(xml).end.issues)).toEqual(findings);
  });
});
