import { describe, expect, it } from '@jest/globals';
import { createFormWriter } from '../../../src/encode/form-writer.ts';
import type { FormRecord, SourceTable } from '../../../src/types/source-record.ts';
import type { FormFormat } from '../../../src/types/submission.ts';
import {
  base64,
  drugsXml,
  envelope,
  type File,
  FORMS,
  readEnvelope,
  summaryXml,
} from '../../support/claim-envelope.ts';

const write = createFormWriter(FORMS);
const text = (...records: readonly FormRecord[]) => write(records).toString('utf8');
const again = (xml: string) => text(...readEnvelope(xml).records);

/** A record that came in no file. */
function born(
  format: FormFormat,
  tables: Readonly<Record<string, readonly Readonly<Record<string, string>>[]>>,
): FormRecord {
  const rows = ([name, list]: [string, readonly Readonly<Record<string, string>>[]]): [string, SourceTable] => [
    name,
    { name, rows: list.map((fields, at) => ({ number: at + 1, fields: new Map(Object.entries(fields)) })) },
  ];
  return {
    format,
    key: 'K',
    facility: '99001',
    position: 1,
    tables: new Map(Object.entries(tables).map(rows)),
    envelope: { root: '', syntax: 'xml', texts: new Map(), files: [] },
    issues: [],
  };
}

const HEAD = '<?xml version="1.0" encoding="utf-8"?>';
const ROOT_OF = (name: string) =>
  `<${name} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">`;

describe('a record that came in no file', () => {
  it('is put into the envelope of its format, with what can be told of it', () => {
    const inner = `${HEAD}\n<TONG_HOP>\n<MA_LK>LK1</MA_LK>\n<HO_TEN/>\n</TONG_HOP>\n`;
    expect(text(born('claim-xml', { XML1: [{ MA_LK: 'LK1', HO_TEN: '' }] }))).toBe(
      [
        HEAD,
        ROOT_OF('GIAMDINHHS'),
        '<THONGTINDONVI>',
        '<MACSKCB>99001</MACSKCB>',
        '</THONGTINDONVI>',
        '<THONGTINHOSO>',
        '<NGAYLAP/>',
        '<SOLUONGHOSO>1</SOLUONGHOSO>',
        '<DANHSACHHOSO>',
        '<HOSO>',
        '<FILEHOSO>',
        '<LOAIHOSO>XML1</LOAIHOSO>',
        `<NOIDUNGFILE>${base64(inner)}</NOIDUNGFILE>`,
        '</FILEHOSO>',
        '</HOSO>',
        '</DANHSACHHOSO>',
        '</THONGTINHOSO>',
        '<CHUKYDONVI/>',
        '</GIAMDINHHS>',
        '',
      ].join('\n'),
    );
  });

  it.each<[string, FormRecord, RegExp]>([
    [
      'health checks stand nested, under their GLN',
      born('health-check-xml', { 'KSK.XML2': [{ MA_GTIN_CSKCB: '8930000000001' }] }),
      /<KHAMSUCKHOE .*<MACSKCB>8930000000001<.*<LOAIHOSO>XML2<.*<NOIDUNGFILE>\n<THONG_TIN_CHUNG_VE_LAN_KHAM>/s,
    ],
    [
      'documents',
      born('document-xml', { GIAYDIEUTRIVOSINH: [{ MA_CT: '1' }] }),
      /<HSCHUNGTU .*<LOAIHOSO>GIAYDIEUTRIVOSINH</s,
    ],
    ['death notices', born('document-xml', { GIAYBAOTU: [{ MA_GBT: '1' }] }), /<HSDLGBT>\n<GIAYBAOTU>\n<MA_GBT>1</],
    ['birth certificates', born('document-xml', { GIAYCHUNGSINH: [{ MA_GCS: '1' }] }), /<HSDLGCS>\n<GIAYCHUNGSINH>/],
    [
      'a check-in alone',
      born('claim-xml', { XML0: [{ MA_LK: '1' }] }),
      /\?>\n<CHI_TIEU_TRANG_THAI_KCB>\n<DSACH_TRANG_THAI_KCB>\n<TRANG_THAI_KCB>/,
    ],
    [
      'health books',
      born('health-book-xml', { 'QD831.THONGTINCHUNG': [{ MADINHDANH: '1' }] }),
      /<Data>\n<BODY>\n<HOSOSUCKHOE>\n<THONGTINCHUNG>\n<MADINHDANH>1</,
    ],
    [
      'medical records',
      born('emr-export', { 'HSBA.ThongTinBenhNhan': [{ hoten: '1' }] }),
      /\?>\n<HoSoBenhAn>\n<ThongTinBenhNhan>\n<hoten>1</,
    ],
  ])('%s', (_name, record, expected) => {
    expect(text(record)).toMatch(expected);
    expect([...(readEnvelope(text(record)).records[0]?.tables.keys() ?? [])]).toEqual([...record.tables.keys()]);
  });

  it('has a file for each row of a table that is one row', () => {
    const written = readEnvelope(
      text(born('claim-xml', { XML1: [{ MA_LK: '1' }], XML7: [{ MA_LK: '1' }, { MA_LK: '1' }] })),
    );
    expect(written.records[0]?.envelope.files.map(({ table, rows }) => [table, rows])).toEqual([
      ['XML1', 1],
      ['XML7', 1],
      ['XML7', 1],
    ]);
  });
});

describe('tables come back as they stood', () => {
  const rows = [{ MA_LK: 'LK1', NGAY_TH_YL: '', PHAM_VI: '1' }];
  const XML2 = drugsXml(...rows);
  const list = XML2.replaceAll(/<\/?CHITIEU_CHITIET_THUOC>/g, '');
  const row = list.replaceAll(/<\/?DSACH_CHI_TIET_THUOC>/g, '');
  const contentOf = (xml: string) => {
    const content = /<LOAIHOSO>XML2<\/LOAIHOSO>\n<NOIDUNGFILE>(.*?)<\/NOIDUNGFILE>/s.exec(xml)?.[1] ?? '';
    return content.replaceAll(/\n/g, '');
  };
  const SUMMARY: File = ['XML1', base64(summaryXml())];

  it.each([
    ['whole', XML2],
    ['a list alone', list],
    ['a row alone', row],
    [
      'with elements beside the rows',
      XML2.replace('</DSACH', '<TONG>1</TONG></DSACH').replace('</CHITIEU', '<KY>x</KY></CHITIEU'),
    ],
  ])('%s', (_name, xml) => {
    expect(contentOf(again(envelope([[SUMMARY, ['XML2', xml]]])))).toBe(
      xml.replaceAll('<NGAY_TH_YL></NGAY_TH_YL>', '<NGAY_TH_YL/>'),
    );
  });

  it('what could not be read is written as it was', () => {
    for (const content of [' PD94$$$', '<BANG_LA a="1"><X>&amp;</X></BANG_LA>', '&lt;A&gt;'])
      expect(again(envelope([[SUMMARY, ['XML2', content]]]))).toContain(
        `<NOIDUNGFILE>${content}</NOIDUNGFILE>`.replace('E><B', 'E>\n<B').replace('A></N', 'A>\n</N'),
      );
  });

  it('rows that no file names go to the last file of their table', () => {
    const [record] = readEnvelope(envelope([[SUMMARY, ['XML2', base64(XML2)]]])).records;
    if (record === undefined) throw new Error('no record');
    const table = record.tables.get('XML2');
    const more = [...(table?.rows ?? []), { number: 2, fields: new Map([['MA_LK', 'LK1']]) }];
    const tables = new Map([
      ...record.tables,
      ['XML2', { name: 'XML2', rows: more }],
      ['XML4', { name: 'XML4', rows: more }],
    ]);
    expect(
      readEnvelope(text({ ...record, tables })).records[0]?.envelope.files.map(({ table, rows }) => [table, rows]),
    ).toEqual([
      ['XML1', 1],
      ['XML2', 2],
      ['XML4', 2],
    ]);
  });
});

describe('whatever a record holds, the document is well-formed', () => {
  const strange = { 'a b<': '1', '1': '2', '': '3', Ơ·9: '4', LA: '\u0000a\ufffe\r\ud800<b>', 'x/@y': '"\n' };

  it('names and characters that XML cannot carry are replaced', () => {
    const [record] = readEnvelope(text(born('claim-xml', { XML1: [{ MA_LK: 'LK1', ...strange }] }))).records;
    expect(Object.fromEntries(record?.tables.get('XML1')?.rows[0]?.fields ?? [])).toEqual({
      MA_LK: 'LK1',
      _1: '2',
      a_b_: '1',
      _: '3',
      Ơ·9: '4',
      LA: '\ufffda\ufffd\r\ufffd<b>',
      x__y: '"\n',
    });
  });

  it.each([
    ['a signature that is no markup', 'CHUKYDONVI', '</CHUKYDONVI><HOSO>'],
    ['a strange path', '/@ /#text/X#2/', '<'],
    ['a deep path', 'A/'.repeat(100_000), 'x'],
  ])('%s', (_name, path, value) => {
    const record = born('claim-xml', { XML1: [{ MA_LK: 'LK1' }] });
    const envelope = { ...record.envelope, texts: new Map([[path, value]]) };
    expect(readEnvelope(text({ ...record, envelope })).records.map(({ key }) => key)).toEqual(['LK1']);
  });

  it('unread elements that are no markup stand as text', () => {
    const record = born('claim-xml', { XML1: [{ MA_LK: 'LK1' }] });
    const files = [{ kind: 'XML4', table: '', rows: 0, content: 'elements', unread: '<a></b>' }] as const;
    expect(text({ ...record, envelope: { ...record.envelope, files } })).toContain('&lt;a&gt;&lt;/b&gt;');
  });

  it('rows that stand within each other in a circle, or nowhere, end', () => {
    const record = born('health-book-xml', { 'QD831.TIENSU': [{}], 'QD831.DSBENH': [{ TENBENH: 'x' }] });
    const within = (name: string, where: string): [string, SourceTable] => [
      name,
      { name, rows: [{ number: 1, fields: new Map([['TENBENH', 'x']]), within: where }] },
    ];
    const tables = new Map([within('QD831.TIENSU', 'QD831.DSBENH[1]'), within('QD831.DSBENH', 'QD831.TIENSU[9]')]);
    expect(text({ ...record, tables })).toMatch(/<TIENSU>.*<TIEUSU_BENHTAT>.*<TENBENH>x</s);
  });
});

describe('several records', () => {
  it('of one envelope stand in one, with what stood between them', () => {
    const two = envelope([[['XML1', base64(summaryXml())]], [['XML1', base64(summaryXml({ MA_LK: 'LK2' }))]]]);
    const { records } = readEnvelope(again(two.replace('</HOSO>\n', '</HOSO><GIUA>1</GIUA>')));
    expect(
      records.map(({ key, envelope: { texts } }) => [
        key,
        texts.get('THONGTINHOSO/DANHSACHHOSO/GIUA'),
        texts.has('CHUKYDONVI'),
      ]),
    ).toEqual([
      ['LK1', '1', false],
      ['LK2', '1', true],
    ]);
  });

  it('of a check-in are its rows again, in their order', () => {
    const rows = ['A', 'B', 'A'].map(
      (key, at) => `<TRANG_THAI_KCB>\n<MA_LK>${key}</MA_LK>\n<STT>${at}</STT>\n</TRANG_THAI_KCB>`,
    );
    const xml = `<CHI_TIEU_TRANG_THAI_KCB><DSACH_TRANG_THAI_KCB>${rows.join('')}</DSACH_TRANG_THAI_KCB><CHUKYDONVI/></CHI_TIEU_TRANG_THAI_KCB>`;
    expect(again(xml).replaceAll('\n', '')).toBe(`${HEAD}${xml.replaceAll('\n', '')}`);
  });

  it('are refused without one, and of several formats', () => {
    expect(() => write([])).toThrow('no record');
    expect(() => write([born('claim-xml', {}), born('emr-export', {})])).toThrow('several formats');
  });
});
