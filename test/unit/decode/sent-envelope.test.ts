import { describe, expect, it } from '@jest/globals';
import {
  base64,
  drugsXml,
  envelope,
  type File,
  findingsOf,
  readEnvelope,
  rowsOf,
  summaryXml,
} from '../../support/claim-envelope.ts';

const SUMMARY: File = ['XML1', base64(summaryXml())];
const GOOD = envelope([[SUMMARY]]);
const textsOf = (xml: string) => readEnvelope(xml).records.map((record) => Object.fromEntries(record.envelope.texts));
const filesOf = (...files: readonly File[]) => readEnvelope(envelope([files])).records[0]?.envelope.files;
const HEAD = {
  'THONGTINDONVI/MACSKCB': '99001',
  'THONGTINHOSO/NGAYLAP': '20260705',
  'THONGTINHOSO/SOLUONGHOSO': '1',
};

describe('what stands around the tables', () => {
  it('is told by path, in order, what stands behind the last HOSO too', () => {
    const [record] = readEnvelope(GOOD).records;
    expect(record?.envelope).toMatchObject({ root: 'GIAMDINHHS', syntax: 'xml' });
    expect([...(record?.envelope.texts ?? [])]).toEqual([...Object.entries(HEAD), ['CHUKYDONVI', '']]);
  });

  it.each<[string, string, Readonly<Record<string, string>>]>([
    [
      'a signature keeps its markup',
      '<CHUKYDONVI Id="s"><V a="&lt;">x &amp; y</V><E></E></CHUKYDONVI>',
      { 'CHUKYDONVI/@Id': 's', CHUKYDONVI: '<V a="&lt;">x &amp; y</V><E/>' },
    ],
    [
      'unknown elements are told leaf by leaf',
      '<PHANMEM><TEN a="1">x &amp; y</TEN>!<TEN/></PHANMEM><PHANMEM>2</PHANMEM>',
      {
        'THONGTINHOSO/DANHSACHHOSO/HOSO': '',
        'PHANMEM/TEN/@a': '1',
        'PHANMEM/TEN': 'x & y',
        'PHANMEM/#text': '!',
        'PHANMEM/TEN#2': '',
        'PHANMEM#2': '2',
      },
    ],
    [
      'a namespace that is not usual',
      '<X xmlns:a="b" xmlns:xsi="c"/>',
      { 'THONGTINHOSO/DANHSACHHOSO/HOSO': '', 'X/@xmlns:a': 'b', X: '' },
    ],
  ])('%s', (_name, xml, texts) => {
    expect(textsOf(GOOD.replace('<CHUKYDONVI/>', xml))).toEqual([{ ...HEAD, ...texts }]);
  });

  it('of a HOSO itself is told behind the envelope, by the file where it stands', () => {
    const xml = GOOD.replace('<HOSO>', '<HOSO Id="h">')
      .replace('</LOAIHOSO>', '</LOAIHOSO><GHI_CHU>x</GHI_CHU>')
      .replace('</HOSO>', '<MA>1</MA></HOSO>');
    expect(textsOf(xml)).toEqual([
      { ...HEAD, CHUKYDONVI: '', 'HOSO/@Id': 'h', 'HOSO/FILEHOSO/GHI_CHU': 'x', 'HOSO/MA': '1' },
    ]);
  });

  it('each HOSO is told what stood up to the next one', () => {
    const xml = envelope([[SUMMARY], [['XML1', base64(summaryXml({ MA_LK: 'LK2' }))]]]).replace(
      '</HOSO>\n<HOSO>',
      '</HOSO><GIUA>1</GIUA><HOSO>',
    );
    const [first, second] = textsOf(xml);
    expect(Object.keys(first ?? {})).toEqual([
      ...Object.keys(HEAD),
      'THONGTINHOSO/DANHSACHHOSO/HOSO',
      'THONGTINHOSO/DANHSACHHOSO/GIUA',
    ]);
    expect(Object.keys(second ?? {})).toEqual([...Object.keys(first ?? {}), 'CHUKYDONVI']);
  });

  it('where HOSO stand is told when it is not the usual place', () => {
    expect(textsOf(GOOD.replaceAll(/<\/?DANHSACHHOSO>/g, ''))[0]).toHaveProperty(['THONGTINHOSO/HOSO'], '');
  });

  it('is kept up to 200 texts, and paths of 2,000 characters', () => {
    const many = readEnvelope(GOOD.replace('<CHUKYDONVI/>', '<X/>'.repeat(300)));
    expect(many.records[0]?.envelope.texts.size).toBe(201);
    expect(findingsOf(many.end.issues)).toEqual(['LT-D016 GIAMDINHHS', 'LT-D080 GIAMDINHHS']);
    const name = 'N'.repeat(1_000);
    const deep = readEnvelope(GOOD.replace('<CHUKYDONVI/>', `<${name}><${name}><A/></${name}></${name}>`));
    expect(findingsOf(deep.end.issues)).toContain('LT-D080 GIAMDINHHS');
    const inside = readEnvelope(GOOD.replace('<HOSO>', `<HOSO>${'<X/>'.repeat(300)}`));
    expect(findingsOf(inside.records[0]?.issues ?? [])).toEqual(['LT-D080 HOSO']);
  });
});

describe('files', () => {
  const drugs = drugsXml({ MA_LK: 'LK1' }, { MA_LK: 'LK1' });
  it('are told with their kind, table, rows and wrapping', () => {
    expect(
      filesOf(SUMMARY, [' xml2 ', drugs], ['XML2', `<![CDATA[${drugsXml({})}]]>`], ['XML4', base64(drugs)]),
    ).toEqual([
      { kind: 'XML1', table: 'XML1', rows: 1, content: 'base64' },
      { kind: ' xml2 ', table: 'XML2', rows: 2, content: 'elements' },
      { kind: 'XML2', table: 'XML2', rows: 1, content: 'text' },
      { kind: 'XML4', table: 'XML2', rows: 2, content: 'base64' },
    ]);
  });

  it('that cannot be read are kept as sent', () => {
    const broken: File[] = [
      ['XML4', ' PD94$$$\n'],
      ['XML4', '&lt;A>'],
      ['XML4', '<BANG_LA a="1"><X> </X></BANG_LA>'],
      ['XML4', base64('<BANG_LA/>')],
      ['XML4', ''],
    ];
    expect(filesOf(SUMMARY, ...broken)?.slice(1)).toEqual([
      { kind: 'XML4', table: '', rows: 0, content: 'base64', unread: ' PD94$$$\n' },
      { kind: 'XML4', table: '', rows: 0, content: 'text', unread: '<A>' },
      { kind: 'XML4', table: '', rows: 0, content: 'elements', unread: '<BANG_LA a="1"><X> </X></BANG_LA>' },
      { kind: 'XML4', table: '', rows: 0, content: 'base64', unread: base64('<BANG_LA/>') },
      { kind: 'XML4', table: '', rows: 0, content: 'text', unread: '' },
    ]);
  });

  it('tell the root of a table that is not that of the form', () => {
    const row = '<CHI_TIET_THUOC><MA_LK>LK1</MA_LK><NGAY_TH_YL/><PHAM_VI/></CHI_TIET_THUOC>';
    const roots = [row, `<DSACH_CHI_TIET_THUOC>${row}</DSACH_CHI_TIET_THUOC>`, drugs].map(
      (xml) => filesOf(['XML2', base64(xml)])?.[0]?.root,
    );
    expect(roots).toEqual(['CHI_TIET_THUOC', 'DSACH_CHI_TIET_THUOC', undefined]);
  });

  it('tell what stands in a table beside its rows', () => {
    const xml = drugs
      .replace('<DSACH_CHI_TIET_THUOC>', '<DSACH_CHI_TIET_THUOC><TONG>2</TONG>')
      .replace('</CHITIEU_CHITIET_THUOC>', '<KY><TEN>x</TEN></KY></CHITIEU_CHITIET_THUOC>')
      .replace('<CHITIEU_CHITIET_THUOC', '<CHITIEU_CHITIET_THUOC Id="t"');
    const [record] = readEnvelope(envelope([[SUMMARY, ['XML2', base64(xml)]]])).records;
    const path = 'HOSO/FILEHOSO#2/NOIDUNGFILE/CHITIEU_CHITIET_THUOC';
    expect(Object.fromEntries(record?.envelope.texts ?? [])).toMatchObject({
      [`${path}/@Id`]: 't',
      [`${path}/DSACH_CHI_TIET_THUOC/TONG`]: '2',
      [`${path}/KY/TEN`]: 'x',
    });
    expect(findingsOf(record?.issues ?? [])).toEqual(['LT-D046 XML2']);
  });
});

describe('names as sent', () => {
  const namesOf = (inner: string) => {
    const [record] = readEnvelope(
      envelope([[['XML1', base64(`<TONG_HOP><MA_LK>LK1</MA_LK>${inner}</TONG_HOP>`)]]]),
    ).records;
    const row = record?.tables.get('XML1')?.rows[0];
    return { names: Object.keys(rowsOf(record, 'XML1')[0] ?? {}), sent: row?.sentNames };
  };

  it.each<[string, string, readonly string[], readonly string[] | undefined]>([
    ['are not told when they are the right ones', '<STT>1</STT><STT>2</STT>', ['MA_LK', 'STT', 'STT#2'], undefined],
    [
      'another letter case',
      '<STT>1</STT><STT/><ho_ten/>',
      ['MA_LK', 'STT', 'STT#2', 'HO_TEN'],
      ['MA_LK', 'STT', 'STT', 'ho_ten'],
    ],
    [
      'a misspelt name',
      '<MA_QUOC_TICH/>thừa<STT/>',
      ['MA_LK', 'MA_QUOCTICH', '#text', 'STT'],
      ['MA_LK', 'MA_QUOC_TICH', '#text', 'STT'],
    ],
    ['a value that is markup', '<LA><A>1</A></LA><STT/>', ['MA_LK', 'LA', 'STT'], ['MA_LK', 'LA/', 'STT']],
  ])('%s', (_name, inner, names, sent) => {
    expect(namesOf(inner)).toEqual({ names, sent });
  });
});
