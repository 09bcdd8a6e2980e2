import { describe, expect, it } from '@jest/globals';
import {
  base64,
  drugsXml,
  elements,
  envelope,
  findingsOf,
  readEnvelope,
  rowsOf,
  summaryXml,
} from '../../support/claim-envelope.ts';

type Fields = Readonly<Record<string, string>>;

function checkInXml(...rows: readonly Fields[]): string {
  const items = rows.map((fields) => `<TRANG_THAI_KCB>${elements(fields)}</TRANG_THAI_KCB>`).join('');
  return `<CHI_TIEU_TRANG_THAI_KCB><DSACH_TRANG_THAI_KCB>${items}</DSACH_TRANG_THAI_KCB></CHI_TIEU_TRANG_THAI_KCB>`;
}

function assessmentXml(...rows: readonly Fields[]): string {
  const items = rows.map((fields) => `<GIAM_DINH_YKHOA>${elements(fields)}</GIAM_DINH_YKHOA>`).join('');
  return `<CHI_TIEU_GIAM_DINH_YKHOA><DSACH_GIAM_DINH_YKHOA>${items}</DSACH_GIAM_DINH_YKHOA></CHI_TIEU_GIAM_DINH_YKHOA>`;
}

const CHECK_IN = checkInXml({ MA_LK: 'LK1', MA_CSKCB: '99001', HO_TEN: 'x' });
const findings = (content: string) => {
  const { records, end } = readEnvelope(content);
  return { records: records.map(({ issues }) => findingsOf(issues)), whole: findingsOf(end.issues) };
};

describe('a table sent without GIAMDINHHS', () => {
  it.each<[string, string, readonly string[]]>([
    ['a check-in is a whole record', CHECK_IN, ['LT-D023 XML0']],
    ['so is XML1', summaryXml(), []],
    ['another table has no XML1', drugsXml({ MA_LK: 'LK1' }), ['LT-D023 XML2', 'LT-D039 XML1']],
    ['a list or a row alone', '<CHI_TIET_THUOC><MA_LK>LK1</MA_LK></CHI_TIET_THUOC>', ['LT-D023 XML2', 'LT-D039 XML1']],
    ['a table without MA_LK is refused', checkInXml({ STT: '1' }), ['LT-D040 XML0[1].MA_LK', 'LT-D023 XML0']],
  ])('%s', (_name, xml, issues) => {
    expect(findings(xml).records).toEqual([issues]);
    for (const { text, remedy } of readEnvelope(xml).records[0]?.issues ?? [])
      expect(text.vi + text.en + remedy.vi + remedy.en).not.toMatch(/[{}]/);
  });

  it('is one record for each MA_LK, whose rows keep their numbers', () => {
    const { records } = readEnvelope(
      checkInXml({ MA_LK: 'LK1', STT: 'a' }, { MA_LK: 'LK2', STT: 'b' }, { MA_LK: 'LK1', STT: 'c' }, { STT: 'd' }),
    );
    expect(records.map(({ key, position }) => [key, position])).toEqual([
      ['LK1', 1],
      ['LK2', 2],
      ['', 3],
    ]);
    expect(records.map((record) => record.tables.get('XML0')?.rows.map(({ number }) => number))).toEqual([
      [1, 3],
      [2],
      [4],
    ]);
    expect(records.map(({ issues }) => findingsOf(issues))).toEqual([
      ['LT-D023 XML0'],
      ['LT-D023 XML0'],
      ['LT-D040 XML0[4].MA_LK', 'LT-D023 XML0'],
    ]);
  });

  it('of a form that has no MA_LK: each row is a record of its own, the same row always the same one', () => {
    const first = { HO_TEN: 'x', SO_BIEN_BAN: '1' };
    const keysOf = (...rows: readonly Fields[]) => readEnvelope(assessmentXml(...rows)).records.map(({ key }) => key);
    const [one, two] = keysOf(first, { ...first, SO_BIEN_BAN: '2' });
    expect(one).toMatch(/^[0-9a-f]{64}$/);
    expect(two).toMatch(/^[0-9a-f]{64}$/);
    expect(two).not.toBe(one);
    expect(keysOf(first)).toEqual([one]);
  });

  it.each([
    ['its MA_CSKCB', CHECK_IN, '99001'],
    [
      'the first that is not empty',
      checkInXml({ MA_LK: 'A', MA_CSKCB: '' }, { MA_LK: 'A', MA_CSKCB: '99002' }),
      '99002',
    ],
    ['MACSKCB, as some write it', checkInXml({ MA_LK: 'A', MACSKCB: '99003' }), '99003'],
    ['nobody', drugsXml({ MA_LK: 'A', MA_CSKCB_THUOC: '99004' }), ''],
  ])('belongs to %s', (_name, xml, facility) => {
    const { records, end } = readEnvelope(xml);
    expect(records.map((record) => record.facility)).toEqual([facility]);
    expect(end.facility).toBeNull();
  });

  it('is tolerated like an inner table, and what was tolerated stands on the whole', () => {
    const lower = CHECK_IN.replaceAll('HO_TEN', 'ho_ten');
    expect(findings(`\ufeff<?xml version="1.0" encoding="ISO-8859-1"?>${lower}`)).toEqual({
      records: [['LT-D023 XML0']],
      whole: ['LT-D012 line 1, column 1', 'LT-D013 line 1', 'LT-D044 XML0[1].HO_TEN'],
    });
    expect(rowsOf(readEnvelope(lower).records[0], 'XML0')).toEqual([{ MA_LK: 'LK1', MA_CSKCB: '99001', HO_TEN: 'x' }]);
  });

  it.each([
    ['cut off', CHECK_IN.slice(0, 90), 'LT-D009 line 1, column 90'],
    ['mismatched tags', CHECK_IN.replace('</HO_TEN>', '</HO>'), 'LT-D004 line 1, column 121'],
    ['DOCTYPE', `<!DOCTYPE a>${CHECK_IN}`, 'LT-D005 line 1, column 12'],
    ['nested too deeply', CHECK_IN.replace('x</', `${'<a>'.repeat(64)}</`), 'LT-D006 line 1, column 298'],
    ['too many elements', checkInXml(...Array.from({ length: 10_001 }, () => ({ MA_LK: 'A' }))), 'LT-D007'],
    ['too many records', checkInXml(...Array.from({ length: 10_001 }, (_, at) => ({ MA_LK: `${at}` }))), 'LT-D007'],
  ])('unreadable: %s', (_name, xml, finding) => {
    const { records, whole } = findings(xml);
    expect(records).toEqual([]);
    expect(whole).toEqual([expect.stringContaining(finding)]);
  });

  it('without rows is no record', () => {
    expect(findings(checkInXml())).toEqual({ records: [], whole: [] });
  });
});

describe('a check-in in an envelope', () => {
  const hoso = (...tables: readonly string[]) =>
    findings(
      envelope([tables.map((xml): [string, string] => [xml.startsWith('<CHI_TIEU') ? 'XML0' : 'XML2', base64(xml)])]),
    );

  it('needs no XML1 either, but other tables do', () => {
    expect(hoso(CHECK_IN).records).toEqual([[]]);
    expect(hoso(CHECK_IN, drugsXml({ MA_LK: 'LK1' })).records).toEqual([['LT-D039 XML1']]);
  });
});
