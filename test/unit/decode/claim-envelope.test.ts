import { describe, expect, it } from '@jest/globals';
import {
  base64,
  decodeClaim,
  drugsXml,
  envelope,
  findingsOf,
  readEnvelope,
  summaryXml,
} from '../../support/claim-envelope.ts';

const HOSO = [['XML1', base64(summaryXml())]] as const;
const GOOD = envelope([HOSO]);
const summary = (key: string) => base64(summaryXml({ MA_LK: key }));

/** Rule and place of every issue of the whole. */
const wholeFindings = (content: string | Buffer) => findingsOf(readEnvelope(content).end.issues);

it('a good envelope has no finding', () => {
  const { records, end } = readEnvelope(GOOD);
  expect(records.map(({ key, position, facility }) => [key, position, facility])).toEqual([['LK1', 1, '99001']]);
  expect(end).toEqual({ format: 'claim-xml', facility: '99001', issues: [] });
});

describe('unreadable as a whole', () => {
  it.each<[string, string | Buffer, string]>([
    ['not XML', 'hello', 'LT-D004 line 1, column 5'],
    ['cut off', GOOD.slice(0, -40), 'LT-D009 line 6, column 16'],
    ['cut off in the base64', GOOD.slice(0, 300), 'LT-D009 line 5, column 54'],
    ['mismatched tags', GOOD.replace('</HOSO>', '</FILEHOSO>'), 'LT-D004 line 5, column 178'],
    ['data after the root', `${GOOD}<x/>`, 'LT-D004 line 6, column 59'],
    ['an entity that nobody defined', GOOD.replace('20260705', '&d;'), 'LT-D004 line 4, column 26'],
    ['DOCTYPE', GOOD.replace('<GIAM', '<!DOCTYPE x [<!ENTITY d "e">]><GIAM'), 'LT-D005 line 2, column 30'],
    ['nested too deeply', GOOD.replace('<CHUKYDONVI/>', '<CHUKYDONVI>'.repeat(64)), 'LT-D006 line 6, column 798'],
    ['too many elements', GOOD.replace('<CHUKYDONVI/>', '<X/>'.repeat(20_000)), 'LT-D007 line 6, column 79990'],
    ['another root', '<HOSOKHAC/>', 'LT-D008'],
    ['HOSO in HOSO', GOOD.replace('<HOSO>', '<HOSO><HOSO>').replace('</HOSO>', '</HOSO></HOSO>'), 'LT-D010 HOSO'],
    ['FILEHOSO without HOSO', GOOD.replaceAll(/<\/?HOSO>/g, ''), 'LT-D010 FILEHOSO'],
    ['no HOSO', envelope([]), 'LT-D011 GIAMDINHHS.THONGTINHOSO.DANHSACHHOSO'],
    ['not UTF-8', Buffer.from(GOOD.replace('20260705', 'ngày'), 'latin1'), 'LT-D003 line 4'],
    ['UTF-16', Buffer.from(`\ufeff${GOOD}`, 'utf16le'), 'LT-D003 line 1'],
  ])('%s', (_name, content, finding) => {
    const { issues } = readEnvelope(content).end;
    expect(findingsOf(issues)).toEqual([finding]);
    expect(issues[0]?.rule).toMatchObject({ severity: 'fatal', action: 'refuse', status: expect.any(Number) });
    expect(issues[0]?.text.vi + (issues[0]?.text.en ?? '')).not.toMatch(/[{}]/);
  });

  it('a wrong root is told what is supported', () => {
    const [issue] = readEnvelope('<HOSOKHAC/>').end.issues;
    expect(issue?.text.vi).toMatch(/GIAMDINHHS.*KHAMSUCKHOE.*HSCHUNGTU.*HOSOSUCKHOE.*HoSoBenhAn.*FHIR R4 Bundle/);
    expect(issue?.text.en).toMatch(/GIAMDINHHS.*KHAMSUCKHOE.*HSCHUNGTU.*HOSOSUCKHOE.*HoSoBenhAn.*FHIR R4 Bundle/);
  });

  it('more HOSO than anyone sends', () => {
    const flood = GOOD.replace(/<HOSO>.*<\/HOSO>/, '<HOSO/>'.repeat(10_001));
    expect(wholeFindings(flood)).toEqual(['LT-D007 line 5, column 70007']);
  });
});

describe('tolerated, and reported', () => {
  const BOM = '\ufeff';
  const facility = 'LT-D020 GIAMDINHHS.THONGTINDONVI.MACSKCB';
  const count = 'GIAMDINHHS.THONGTINHOSO.SOLUONGHOSO';
  it.each<[string, string, readonly string[]]>([
    ['a byte order mark', BOM + GOOD, ['LT-D012 line 1, column 1']],
    ['no declaration', GOOD.slice(GOOD.indexOf('\n') + 1), []],
    ['lines before the declaration', `\r\n \t${GOOD}`, []],
    ['another encoding declared', GOOD.replace('utf-8', 'ISO-8859-1'), ['LT-D013 line 1']],
    ['a control character', GOOD.replace('20260705', '2026\u00010705'), ['LT-D014 line 4, column 28']],
    ['lower-case names', GOOD.replaceAll(/<\/?[A-Z]+/g, (tag) => tag.toLowerCase()), ['LT-D015 GIAMDINHHS']],
    ['unknown elements', GOOD.replace('<CHUKYDONVI/>', '<PHANMEM><TEN>x</TEN></PHANMEM>'), ['LT-D016 GIAMDINHHS']],
    ['SOLUONGHOSO in a HOSO', GOOD.replace('<HOSO>', '<HOSO><SOLUONGHOSO/>'), ['LT-D016 GIAMDINHHS']],
    ['too large a SOLUONGHOSO', envelope([HOSO], { count: '2' }), [`LT-D017 ${count}`]],
    [
      'SOLUONGHOSO that counts files',
      envelope([[...HOSO, ['XML2', base64(drugsXml())]]], { count: '2' }),
      [`LT-D018 ${count}`],
    ],
    ['no SOLUONGHOSO', GOOD.replace(/<SOLUONGHOSO>.*?<\/SOLUONGHOSO>/, ''), [`LT-D019 ${count}`]],
    ['SOLUONGHOSO in words', envelope([HOSO], { count: 'một' }), [`LT-D019 ${count}`]],
    ['no MACSKCB', GOOD.replace(/<THONGTINDONVI>.*<\/THONGTINDONVI>/, ''), [facility]],
    ['an empty MACSKCB', envelope([HOSO], { facility: '' }), [facility]],
    [
      'a signature',
      GOOD.replace('<CHUKYDONVI/>', '<CHUKYDONVI><Signature Id="s"><V>x</V></Signature></CHUKYDONVI>'),
      [],
    ],
    ['HOSO outside DANHSACHHOSO', GOOD.replaceAll(/<\/?DANHSACHHOSO>/g, ''), []],
  ])('%s', (_name, content, findings) => {
    const { records, end } = readEnvelope(content);
    expect(records.map(({ key, issues }) => [key, issues.length])).toEqual([['LK1', 0]]);
    expect(findingsOf(end.issues)).toEqual(findings);
    for (const { rule, text } of end.issues) {
      expect(rule.action).toBe('accept');
      expect(text.vi + text.en).not.toMatch(/[{}]/);
    }
  });

  it('names the unknown elements, but nothing that is not a name', () => {
    const strange = '<PHANMEM/><x-1/><A.B/>';
    expect(readEnvelope(GOOD.replace('<CHUKYDONVI/>', strange)).end.issues[0]?.text.en).toContain('know: PHANMEM.');
  });

  it('counts both numbers', () => {
    expect(readEnvelope(envelope([HOSO], { count: '7' })).end.issues[0]?.text.en).toContain(
      'says 7, but the file holds 1',
    );
  });
});

describe('several HOSO', () => {
  it('are records in order, and one bad one does not hold up the others', () => {
    const { records, end } = readEnvelope(
      envelope([[['XML1', summary('LK1')]], [['XML1', '###']], [['XML1', summary('LK3')]]]),
    );
    expect(records.map(({ key, position }) => [key, position])).toEqual([
      ['LK1', 1],
      ['', 2],
      ['LK3', 3],
    ]);
    expect(records.map(({ issues }) => issues.map(({ rule }) => rule.action))).toEqual([
      [],
      ['quarantine', 'refuse', 'refuse'],
      [],
    ]);
    expect(end.issues).toEqual([]);
  });

  it('with the same MA_LK: the later one waits', () => {
    const { records } = readEnvelope(envelope([HOSO, HOSO]));
    expect(records.map(({ issues }) => findingsOf(issues))).toEqual([[], ['LT-D042 XML1[1].MA_LK']]);
    expect(records[1]?.issues[0]?.rule.action).toBe('quarantine');
  });

  it('are handed out before the file was read to its end', () => {
    const padding = ' '.repeat(200_000);
    const two = envelope([[['XML1', summary('LK1')]], [['XML1', summary('LK2')]]]);
    const broken = two.replace('</DANHSACHHOSO>', `${padding}</OTHER>`);
    const stream = decodeClaim(Buffer.from(broken));
    expect(stream.next()).toMatchObject({ done: false, value: { key: 'LK1' } });
    expect(stream.next()).toMatchObject({ done: true, value: { issues: [{ rule: { id: 'LT-D004' } }] } });
  });

  it('are the same wherever the pieces of 64 KiB end', () => {
    const name = 'Nguyễn Thử 𝒜 ';
    const plain = `<![CDATA[${summaryXml({ GHI_CHU: name.repeat(9_000) })}]]>`;
    for (let shift = 0; shift < 20; shift += 1) {
      const { records } = readEnvelope(envelope([[['XML1', ' '.repeat(shift) + plain]]]));
      expect(records[0]?.tables.get('XML1')?.rows[0]?.fields.get('GHI_CHU')).toBe(name.repeat(9_000));
    }
  });
});

describe('the facility', () => {
  it('is MA_CSKCB of XML1, else MACSKCB', () => {
    const without = base64('<TONG_HOP><MA_LK>LK1</MA_LK></TONG_HOP>');
    expect(readEnvelope(envelope([[['XML1', without]]])).records[0]?.facility).toBe('99001');
    expect(readEnvelope(envelope([HOSO], { facility: '' })).records[0]?.facility).toBe('99001');
  });

  it('refuses a record whose MA_CSKCB is not MACSKCB, and names both', () => {
    const [record] = readEnvelope(envelope([HOSO], { facility: '99002' })).records;
    expect(findingsOf(record?.issues ?? [])).toEqual(['LT-D043 XML1[1].MA_CSKCB']);
    expect(record?.issues[0]?.rule.action).toBe('refuse');
    expect(record?.issues[0]?.text.vi).toMatch(/99001.*99002/);
  });

  it('is not repeated in a text when it does not look like one', () => {
    const [record] = readEnvelope(envelope([HOSO], { facility: 'NGUYEN VAN A' })).records;
    expect(record?.issues[0]?.text.en).toBe('MA_CSKCB of the record is 99001, but MACSKCB of the file is ?.');
  });
});
