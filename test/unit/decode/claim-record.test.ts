import { describe, expect, it } from '@jest/globals';
import {
  base64,
  drugsXml,
  elements,
  envelope,
  type File,
  findingsOf,
  LIMITS,
  readEnvelope,
  rowsOf,
  summaryXml,
} from '../../support/claim-envelope.ts';

const SUMMARY: File = ['XML1', base64(summaryXml())];
const read = (...files: readonly File[]) => {
  const record = readEnvelope(envelope([files])).records[0];
  if (record === undefined) throw new Error('no record');
  for (const { text } of record.issues) expect(text.vi + text.en).not.toMatch(/[{}]/);
  return record;
};
const found = (...files: readonly File[]) => findingsOf(read(...files).issues);
const inner = (xml: string): File => ['XML2', base64(xml)];

describe('content that cannot be read', () => {
  it.each<[string, File, readonly string[]]>([
    ['broken base64', ['XML4', 'PD94$$$'], ['LT-D030 XML4']],
    ['base64 without its padding', ['XML4', base64(drugsXml()).replaceAll('=', '').slice(0, -1)], ['LT-D030 XML4']],
    ['another encoding', ['XML4', Buffer.from('<a>\nĐà</a>', 'latin1').toString('base64')], ['LT-D031 XML4']],
    ['cut off', inner('<CHITIEU_CHITIET_THUOC><DSACH'), ['LT-D032 XML2']],
    ['a bare ampersand', inner(drugsXml({ TEN_THUOC: 'A & B' })), ['LT-D032 XML2']],
    ['DOCTYPE', inner('<!DOCTYPE a><a/>'), ['LT-D032 XML2']],
    ['nested too deeply', inner('<a>'.repeat(65)), ['LT-D032 XML2']],
    ['no XML', inner('no xml'), ['LT-D032 XML2']],
    ['an unknown root', inner('<BANG_LA/>'), ['LT-D022 XML2']],
    ['no name in LOAIHOSO', ['', base64('<BANG_LA/>')], ['LT-D022 FILEHOSO[2]']],
  ])('%s: quarantine, and the other tables are read', (_name, file, findings) => {
    const record = read(SUMMARY, file);
    expect(findingsOf(record.issues)).toEqual(findings);
    expect(record.issues[0]?.rule).toMatchObject({ severity: 'error', action: 'quarantine' });
    expect(record.key).toBe('LK1');
  });

  it('line and column of the inner XML are in the text', () => {
    const [issue] = read(SUMMARY, inner('\n<CHITIEU_CHITIET_THUOC>\n</A>')).issues;
    expect(issue?.text.en).toContain('XML2: the inner XML cannot be read at line 3, column 4');
  });

  it('XML1: the record is refused', () => {
    const record = read(['XML1', '$'], ['XML2', base64(drugsXml({ MA_LK: 'LK1' }))]);
    expect(findingsOf(record.issues)).toEqual(['LT-D030 XML1', 'LT-D038 XML1']);
    expect(record.issues[1]?.rule.action).toBe('refuse');
    expect(record.key).toBe('LK1');
  });

  it('more rows than a record may have: refused, whatever way they are sent', () => {
    const rows = '<CHI_TIET_THUOC/>'.repeat(LIMITS.maxNodes);
    const table = `<CHITIEU_CHITIET_THUOC><DSACH_CHI_TIET_THUOC>${rows}</DSACH_CHI_TIET_THUOC></CHITIEU_CHITIET_THUOC>`;
    const record = read(SUMMARY, inner(table));
    expect(findingsOf(record.issues)).toEqual(['LT-D033 XML2']);
    expect(record.issues[0]?.rule.action).toBe('refuse');
    const half = drugsXml(...Array.from({ length: LIMITS.maxNodes / 2 }, () => ({})));
    expect(found(SUMMARY, inner(half), inner(half))).toEqual(['LT-D033 XML2']);
    expect(findingsOf(readEnvelope(envelope([[['XML2', table]]])).end.issues)[0]).toMatch(/^LT-D007/);
  });
});

describe('content that is not base64, but can be read', () => {
  const row = drugsXml({ MA_LK: 'LK1', TEN_THUOC: 'Thuốc &lt;1&gt;' });
  it.each<[string, string]>([
    ['elements', row],
    ['CDATA', `<![CDATA[${row}]]>`],
    ['escaped', row.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')],
  ])('%s', (_name, content) => {
    const record = read(SUMMARY, ['XML2', content]);
    expect(findingsOf(record.issues)).toEqual(['LT-D035 XML2']);
    expect(rowsOf(record, 'XML2')).toEqual([{ MA_LK: 'LK1', TEN_THUOC: 'Thuốc <1>' }]);
  });

  it('base64 in lines, in CDATA, or between spaces needs no word', () => {
    const lines = base64(row).replaceAll(/(.{76})/g, '$1\r\n');
    for (const content of [`\n${lines}\n`, `<![CDATA[${lines}]]>`])
      expect(found(SUMMARY, ['XML2', content])).toEqual([]);
  });

  it('nothing at all', () => {
    expect(found(SUMMARY, ['XML4', ''])).toEqual(['LT-D034 XML4']);
  });
});

describe('inner documents', () => {
  const text = drugsXml({ MA_LK: 'LK1' });
  it.each<[string, string, readonly string[]]>([
    ['a byte order mark', `\ufeff${text}`, []],
    ['lines before the declaration', `\n <?xml version="1.0" encoding="UTF-8"?>${text}`, []],
    ['another encoding declared', `<?xml version="1.0" encoding="TCVN3"?>${text}`, ['LT-D013 XML2']],
    [
      'a control character',
      text.replace('LK1', 'LK1</MA_LK><TEN_THUOC>a\u000bb</TEN_THUOC><MA_LK>LK1'),
      ['LT-D014 XML2', 'LT-D047 XML2[1].MA_LK'],
    ],
  ])('%s', (_name, xml, findings) => {
    expect(found(SUMMARY, inner(xml))).toEqual(findings);
  });
});

describe('tables and their names', () => {
  it('the root decides, not LOAIHOSO', () => {
    const record = read(SUMMARY, ['XML5', base64(drugsXml({ MA_LK: 'LK1' }))]);
    expect([...record.tables.keys()]).toEqual(['XML1', 'XML2']);
    expect(findingsOf(record.issues)).toEqual(['LT-D036 XML2']);
    expect(record.issues[0]?.text.en).toContain('LOAIHOSO (XML5)');
  });

  it('LOAIHOSO in lower case is understood, a wrong word is not repeated', () => {
    expect(found(['xml1', base64(summaryXml())])).toEqual([]);
    expect(read(['secret', base64(summaryXml())]).issues[0]?.text.en).toContain('LOAIHOSO (FILEHOSO[1])');
  });

  it('a table in two files: the rows are joined', () => {
    const record = read(SUMMARY, inner(drugsXml({ STT: '1' }, { STT: '2' })), inner(drugsXml({ STT: '3' })));
    expect(findingsOf(record.issues)).toEqual(['LT-D021 XML2']);
    expect(record.tables.get('XML2')?.rows.map(({ number }) => number)).toEqual([1, 2, 3]);
  });

  it('XML7 may come once per child', () => {
    const child: File = [
      'XML7',
      base64('<CHI_TIEU_DU_LIEU_GIAY_RA_VIEN><MA_LK>LK1</MA_LK></CHI_TIEU_DU_LIEU_GIAY_RA_VIEN>'),
    ];
    const record = read(SUMMARY, child, child);
    expect(record.issues).toEqual([]);
    expect(record.tables.get('XML7')?.rows).toHaveLength(2);
  });

  it('several XML1: quarantine', () => {
    const record = read(SUMMARY, SUMMARY);
    expect(findingsOf(record.issues)).toEqual(['LT-D037 XML1']);
    expect(record.issues[0]?.rule.action).toBe('quarantine');
  });
});

describe('XML1 and MA_LK', () => {
  it('no XML1: quarantine, the key from another table', () => {
    const record = read(inner(drugsXml({ MA_LK: ' LK9 ' })));
    expect(record).toMatchObject({ key: 'LK9', facility: '99001' });
    expect(findingsOf(record.issues)).toEqual(['LT-D039 XML1']);
    expect(record.issues[0]?.rule.action).toBe('quarantine');
  });

  it.each(['', '   ', 'x'.repeat(256)])('MA_LK %j: refused', (key) => {
    const record = read(['XML1', base64(summaryXml({ MA_LK: key }))]);
    expect(record.key).toBe('');
    expect(findingsOf(record.issues)).toEqual(['LT-D040 XML1[1].MA_LK']);
    expect(record.issues[0]?.rule.action).toBe('refuse');
  });

  it('an empty HOSO has neither', () => {
    expect(found()).toEqual(['LT-D040 XML1[1].MA_LK', 'LT-D039 XML1']);
  });

  it('rows of another MA_LK: quarantine, once per table at the first', () => {
    const record = read(SUMMARY, inner(drugsXml({ MA_LK: 'LK1' }, { MA_LK: 'LK2' }, { MA_LK: 'LK3' }, { STT: '4' })));
    expect(findingsOf(record.issues)).toEqual(['LT-D041 XML2[2].MA_LK']);
    expect(record.issues[0]?.text.en).toContain('2 rows');
    expect(record.issues[0]?.rule.action).toBe('quarantine');
  });
});

describe('many findings', () => {
  it('are counted after the hundredth kind', () => {
    const fields = Array.from({ length: 150 }, (_, at) => elements({ [`X${at}`]: '1' }).repeat(2)).join('');
    const { issues } = read(
      SUMMARY,
      inner(
        drugsXml().replace(
          '<DSACH_CHI_TIET_THUOC>',
          `<DSACH_CHI_TIET_THUOC><CHI_TIET_THUOC>${fields}</CHI_TIET_THUOC>`,
        ),
      ),
    );
    expect(issues).toHaveLength(101);
    expect(issues[100]?.rule.id).toBe('LT-D099');
    expect(issues[100]?.text.en).toBe('50 more kinds of findings are not listed.');
  });
});
