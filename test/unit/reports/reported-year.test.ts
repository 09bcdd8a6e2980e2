import { hash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import readExcelFile from 'read-excel-file/node';
import { verifyChain } from '../../../src/audit/verify-chain.ts';
import { canonicalJson } from '../../../src/reports/canonical-json.ts';
import { freezeDueMonths } from '../../../src/reports/freezing.ts';
import { cutShare } from '../../../src/reports/render/cut-share.ts';
import { facilityCsvTable, monthlyTables } from '../../../src/reports/render/tables/monthly-tables.ts';
import type { Cell, Table } from '../../../src/reports/render/tables/table.ts';
import { yearFacilityTable, yearlyTables } from '../../../src/reports/render/tables/yearly-tables.ts';
import { createWords } from '../../../src/reports/render/words.ts';
import type { KeptReport, MonthlyReport, ReportDesk } from '../../../src/types/report.ts';
import { readPdfPages } from '../../support/pdf-pages.ts';
import { FREEZING, fillYear, freezingOn, reportingOn } from '../../support/reported-year.ts';
import { openTemporaryStore, type TemporaryStore } from '../../support/temporary-store.ts';
import { readZip } from '../../support/zip-archive.ts';

const DAY_MS = 86_400_000;

let opened: TemporaryStore;
let now = FREEZING;
let desk: ReportDesk;
let frozen: readonly KeptReport[];
let report: MonthlyReport;
let content: string;

beforeAll(async () => {
  opened = await openTemporaryStore();
  await fillYear(opened.store);
  desk = reportingOn(opened.store, () => now).desk;
  frozen = await freezeDueMonths(freezingOn(opened.store, () => now));
  ({ report, content } = (await desk.monthly('2026-11')) as { report: MonthlyReport; content: string });
}, 60_000);
afterAll(() => opened.cleanup());

describe('the frozen month', () => {
  it('is frozen once, by whoever comes first, and stands in the audit log', async () => {
    expect(frozen.map(({ month, revision, by }) => [month, revision, by])).toEqual([['2026-11', 1, 'gateway']]);
    const beside = await opened.beside();
    const again = [opened.store, beside].map((store) => freezeDueMonths(freezingOn(store, () => now)));
    expect((await Promise.all(again)).flat()).toEqual([]);
    expect(await opened.store.reports()).toEqual(frozen);
    await beside.close();
    const entries = await opened.store.audit(1, 100_000);
    expect(
      entries.filter(({ entry }) => entry.includes('"report"') && entry.includes(String(frozen[0]?.sha256))),
    ).toHaveLength(1);
    expect((await verifyChain(opened.store)).ok).toBe(true);
  });

  it('says what was frozen, when, by what', () => {
    expect(report).toMatchObject({
      month: '2026-11',
      asOf: '2026-11-30',
      state: 'frozen',
      revision: 1,
      reason: null,
      madeAt: '2026-12-01T06:00:00+07:00',
      due: '2026-12-04',
      late: false,
      definitions: '1/level-1',
    });
    expect(report.targets.map(({ id, daysLeft }) => [id, daysLeft])).toEqual([
      ['province', 30],
      ['hospital', -426],
      ['other', 31],
    ]);
  });

  it('has the lists that the year was written for', () => {
    expect(report.lists.laggards).toEqual(['99002', '99003', '99005', '99009']);
    expect(report.lists.silent).toEqual(['99002']);
    expect(report.lists.lapsed.map(({ code }) => code)).toEqual(['99002']);
    expect(report.lists.undecided).toEqual(['99007', '99008']);
    const { open, inScope, announced, proven, undecided, expectedUnknown } = report.province;
    expect({ open, inScope, announced, proven, undecided, expectedUnknown }).toEqual({
      open: 11,
      inScope: 8,
      announced: 6,
      proven: 3,
      undecided: 2,
      expectedUnknown: 1,
    });
  });

  it('tells what to mend first, and what changed', () => {
    const byCode = new Map(report.facilities.map((one) => [one.code, one]));
    expect(byCode.get('99001')?.advice).toEqual([]);
    expect(byCode.get('99003')?.advice[0]).toMatchObject({ kind: 'volume', affected: 7 });
    expect(byCode.get('99009')?.advice[0]?.kind).toBe('timeliness');
    expect(report.changes.map(({ code, what }) => `${code} ${what}`)).toEqual([
      '99002 no-longer-proven',
      '99011 opened',
      '99012 announced',
      '99010 closed',
    ]);
    expect(report.before.month).toBe('2026-10');
    expect(report.trend.months.map(({ month }) => month).at(0)).toBe('2025-12');
    expect(report.trend.months.at(-1)).toMatchObject({ month: '2026-11', proven: 3, announced: 6 });
    expect(report.trend.days).toHaveLength(30);
    expect(report.trend.days.at(-1)?.proven).toBe(3);
  });

  it('holds nothing of any person', () => {
    expect(content).not.toMatch(/"(?:contacts?|phone|email|patient|encounter|MA_LK)"/i);
    expect(content).not.toContain('LK-99001');
  });

  it('is computed again from the stored facts, byte by byte, whatever came since', async () => {
    now += 40 * DAY_MS;
    expect((await desk.recompute('2026-11'))?.first).toBeNull();
    now = FREEZING;
    expect(await desk.recompute('2026-10')).toBeUndefined();
  });
});

describe('revisions', () => {
  it('stand beside the first, with their reason, and are computed again by the registry of their own time', async () => {
    now = FREEZING + DAY_MS;
    const first = await opened.store.facility('99005');
    if (first === undefined) throw new Error('99005 is gone');
    const beside = await opened.beside(now - 1_000);
    await beside.putFacility({ ...first, announced: null }, { by: 'staff:Lan', reason: 'công bố nhầm' });
    const kept = await desk.revise({ month: '2026-11', by: 'staff:Lan', reason: 'công bố nhầm của 99005' });
    await beside.close();
    expect(kept).toMatchObject({ revision: 2, by: 'staff:Lan', reason: 'công bố nhầm của 99005' });
    const second = await desk.monthly('2026-11');
    expect(second?.report).toMatchObject({ revision: 2, reason: 'công bố nhầm của 99005', late: false });
    expect(second?.report.province.announced).toBe(5);
    expect((await desk.monthly('2026-11', 1))?.content).toBe(content);
    for (const revision of [1, 2]) expect((await desk.recompute('2026-11', revision))?.first).toBeNull();
    const differences = await desk.differences('2026-11', 1, 2, 100);
    expect(differences).toContainEqual({ path: ['province', 'announced'], from: 6, to: 5 });
    expect(differences).toContainEqual({ path: ['facilities', '99005', 'announced'], from: '2026-05-05', to: null });
    expect(differences?.some(({ path }) => path[0] === 'madeAt' || path[0] === 'revision')).toBe(false);
    now = FREEZING;
  });

  it('that say something else than the facts are found out, at the first place', async () => {
    const { report: second } = (await desk.monthly('2026-11')) as { report: MonthlyReport };
    const forged = { ...second, revision: 3, province: { ...second.province, proven: 8 } };
    const text = canonicalJson(forged);
    const sha256 = hash('sha256', text, 'hex');
    const frozenAt = FREEZING + DAY_MS;
    await opened.store.keepReport({
      month: '2026-11',
      revision: 3,
      frozenAt,
      by: 'x',
      reason: null,
      sha256,
      content: text,
    });
    expect((await desk.recompute('2026-11', 3))?.first).toEqual({ path: ['province', 'proven'], from: 8, to: 3 });
  });

  it('are refused for a month that is not over, and for one before the first traffic', async () => {
    const revise = (month: string) => desk.revise({ month, by: 'x', reason: 'x' });
    expect(await revise('2026-12')).toEqual({ refused: 'not-over', since: '2026-01-02' });
    expect(await revise('2025-12')).toEqual({ refused: 'before-traffic', since: '2026-01-02' });
    expect((await opened.store.reports()).every(({ month }) => month === '2026-11')).toBe(true);
  });
});

describe('months', () => {
  it('lists what is frozen, and drafts of what is open', async () => {
    const months = await desk.months();
    expect(months.map(({ month, revisions }) => [month, revisions.length])).toEqual([
      ['2026-12', 0],
      ['2026-11', 3],
    ]);
    expect(months[0]).toMatchObject({ freezeOn: '2027-01-04', due: '2027-01-04', late: false });
    const draft = await desk.monthly('2026-12');
    expect(draft?.report).toMatchObject({ state: 'draft', revision: null, asOf: '2026-12-01' });
    expect(await desk.monthly('2026-12', 1)).toBeUndefined();
    expect(await desk.monthly('2026-09')).toBeUndefined();
    expect(await desk.yearly('2025')).toBeUndefined();
  });
});

const words = createWords('vi');

describe('the files of the frozen month', () => {
  it.each(['json', 'csv', 'xlsx', 'pdf'] as const)('%s is the same bytes at every making', async (format) => {
    const one = await desk.file({ content, report }, format, 'vi');
    await new Promise((resolve) => setTimeout(resolve, 5));
    const other = await desk.file({ content, report }, format, 'vi');
    expect(one.bytes.equals(other.bytes)).toBe(true);
    expect(one.name).toBe(`bao-cao-benh-an-dien-tu-2026-11-ban-1.${format}`);
  });

  it('JSON is what was frozen', async () => {
    const { bytes } = await desk.file({ content, report }, 'json', 'vi');
    expect(hash('sha256', bytes, 'hex')).toBe(frozen[0]?.sha256);
  });

  it.each(['vi', 'en'] as const)('CSV in %s holds every facility with every indicator', async (language) => {
    const { bytes } = await desk.file({ content, report }, 'csv', language);
    expect(bytes.subarray(0, 3).toString('hex')).toBe('efbbbf');
    const rows: string[][] = parse(bytes, { bom: true });
    const table = facilityCsvTable(report, createWords(language));
    expect(rows[0]).toEqual(table.columns.map(({ header }) => header));
    expect(rows.slice(1)).toEqual(table.rows.map((row) => row.map(({ value }) => guarded(value))));
  });

  it('CSV says in every row what it is of', async () => {
    const { bytes } = await desk.file({ content, report }, 'csv', 'vi');
    const rows: string[][] = parse(bytes, { bom: true });
    expect(rows[0]?.slice(0, 4)).toEqual(['Tháng', 'Số liệu đến hết ngày', 'Trạng thái', 'Mã']);
    expect(new Set(rows.slice(1).map((row) => row.slice(0, 3).join('|')))).toEqual(
      new Set(['2026-11|2026-11-30|Bản chốt 1, DỮ LIỆU GIẢ LẬP']),
    );
    const draft = await desk.monthly('2026-12');
    if (draft === undefined) throw new Error('no draft');
    const english: string[][] = parse((await desk.file(draft, 'csv', 'en')).bytes, { bom: true });
    expect(english[1]?.slice(0, 3)).toEqual(['2026-12', '2026-12-01', 'DRAFT, MADE-UP DATA']);
  });

  it('XLSX says first what it is of', async () => {
    const head = async (made: Parameters<ReportDesk['file']>[0]) => {
      const { bytes } = await desk.file(made, 'xlsx', 'vi');
      return new Map((await readExcelFile(bytes))[0]?.data.slice(0, 10).map(([name, value]) => [name, value]));
    };
    const frozenHead = await head({ content, report });
    expect(frozenHead.get('SHA-256 của tệp JSON')).toBe(shaOf(content));
    expect(frozenHead.get('Trạng thái')).toBe('Bản chốt 1');
    expect(frozenHead.get('Báo cáo của kỳ')).toBe('Báo cáo tháng 11/2026');
    const byHand = { ...report, reason: 'cổng không chạy', late: true };
    const hand = await head({ content: canonicalJson(byHand), report: byHand });
    expect(hand.get('Lý do chốt bằng tay')).toBe('cổng không chạy');
    expect(hand.get('Thời hạn')).toBe('chốt sau hạn 04/12/2026');
    const draft = await desk.monthly('2026-12');
    if (draft === undefined) throw new Error('no draft');
    expect((await head(draft)).get('Trạng thái')).toMatch(/^BẢN NHÁP/);
  });

  it('CSV gives no formula to a spreadsheet', async () => {
    const { bytes } = await desk.file({ content, report }, 'csv', 'vi');
    expect(bytes.toString()).toContain(`99008,"'=Phòng khám ""Đông, Tây""",`);
  });

  it.each(['vi', 'en'] as const)('XLSX in %s holds every list, cell by cell', async (language) => {
    const { bytes } = await desk.file({ content, report }, 'xlsx', language);
    await expectSheets(bytes, monthlyTables(report, shaOf(content), createWords(language)));
  });

  it('XLSX has cells of their type, a frozen head, and no time of its own', async () => {
    const { bytes } = await desk.file({ content, report }, 'xlsx', 'vi');
    const files = readZip(bytes);
    expect([...files.values()].every(({ stamp }) => stamp === 0x0021_0000)).toBe(true);
    const sheet = files.get('xl/worksheets/sheet5.xml')?.text ?? '';
    const styles = files.get('xl/styles.xml')?.text ?? '';
    expect(sheet).toMatch(/<pane[^>]*ySplit="1"[^>]*state="frozen"/);
    const fields = monthlyTables(report, shaOf(content), words)[4]?.columns.map(({ header }) => header) ?? [];
    const typed = (header: string) => {
      const column = columnName(fields.indexOf(header));
      const cell = new RegExp(`<c r="${column}2"([^>]*)>(?:<v>([^<]*)</v>)?`).exec(sheet);
      const style = Number(/s="(\d+)"/.exec(cell?.[1] ?? '')?.[1]);
      const look = [...styles.slice(styles.indexOf('<cellXfs')).matchAll(/<xf\b[^>]*>/g)][style]?.[0] ?? '';
      const format = /numFmtId="(\d+)"/.exec(look)?.[1];
      const code = new RegExp(`<numFmt[^>]*numFmtId="${format}"[^>]*formatCode="([^"]*)"`).exec(styles)?.[1] ?? format;
      return { text: /t="(?:s|inlineStr|str)"/.test(cell?.[1] ?? ''), value: cell?.[2], format: code };
    };
    expect(typed('Đủ lượt')).toEqual({ text: false, value: '1', format: '0.0%' });
    expect(typed('Lượt dự kiến')).toEqual({ text: false, value: '30', format: '#,##0' });
    expect(typed('Ngày công bố')).toEqual({ text: false, value: '46082', format: 'dd/mm/yyyy' });
    expect(typed('Bản ghi cuối')).toMatchObject({ text: false, format: 'dd/mm/yyyy hh:mm' });
    expect(typed('Tên cơ sở').text).toBe(true);
  });

  it('PDF tells it in Vietnamese, with its font inside and no other', async () => {
    const { bytes } = await desk.file({ content, report }, 'pdf', 'vi');
    const raw = bytes.toString('latin1');
    const fonts = [...raw.matchAll(/\/BaseFont \/(\S+)/g)].map(([, name]) => name ?? '');
    expect(fonts.length).toBeGreaterThan(1);
    expect(fonts.filter((name) => !/^[A-Z]{6}\+BeVietnamPro-/.test(name))).toEqual([]);
    expect(raw.match(/\/FontFile2 /g)?.length).toBe(new Set(fonts).size);
    expect(raw).toContain('/Lang (vi)');
    const pages = await readPdfPages(bytes);
    expect(pages[0]).toContain('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM');
    expect(pages[0]).toContain('Độc lập - Tự do - Hạnh phúc');
    expect(pages[0]).toContain('BÁO CÁO THÁNG 11/2026');
    expect(pages[0]).toContain('75,0%');
    expect(pages[0]).toContain('37,5%');
    expect(pages[0]).toContain('30/12/2026 (còn 30 ngày)');
    expect(pages[0]).toContain(`Trang 1/${pages.length}`);
    const whole = pages.join(' ');
    for (const { name } of report.facilities) expect(whole).toContain(name);
    for (const part of ['NGƯỜI LẬP', 'THỦ TRƯỞNG', 'Ngừng gửi: 1 cơ sở', 'Chưa rõ phạm vi: 2 cơ sở'])
      expect(whole).toContain(part);
    const lag = report.facilities.find(({ code }) => code === '99009')?.advice[0]?.text.vi ?? '?';
    // The number of an entry stands after its first line.
    expect(whole.replaceAll(/ \d\. /g, ' ')).toContain(lag);
  });

  it('PDF in English is in English, and a draft says that it is one', async () => {
    const { bytes } = await desk.file({ content, report }, 'pdf', 'en');
    const pages = await readPdfPages(bytes);
    expect(pages[0]).toContain('REPORT OF 11/2026');
    expect(pages.join(' ')).toContain('PREPARED BY');
    const draft = await desk.monthly('2026-12');
    if (draft === undefined) throw new Error('no draft');
    const drafted = await readPdfPages((await desk.file(draft, 'pdf', 'vi')).bytes);
    expect(drafted[0]).toContain('BẢN NHÁP');
    expect(drafted[0]).toContain('Bản nháp: tháng chưa chốt');
  });
});

describe('the year', () => {
  it('puts 12 months side by side, in every format', async () => {
    const made = await desk.yearly('2026');
    if (made === undefined) throw new Error('no year');
    expect(made.report.months.map(({ report: one }) => one?.state ?? null)).toEqual([
      ...Array.from({ length: 10 }, () => null),
      'frozen',
      'draft',
    ]);
    const { bytes } = await desk.file(made, 'xlsx', 'vi');
    await expectSheets(bytes, yearlyTables(made.report, shaOf(made.content), words));
    const csv: string[][] = parse((await desk.file(made, 'csv', 'vi')).bytes, { bom: true });
    expect(csv.slice(1)).toEqual(
      yearFacilityTable(made.report, words).rows.map((row) => row.map(({ value }) => guarded(value))),
    );
    expect((await desk.file(made, 'json', 'vi')).bytes.toString()).toBe(made.content);
    const pages = await readPdfPages((await desk.file(made, 'pdf', 'vi')).bytes);
    expect(pages.join(' ')).toContain('TỔNG HỢP NĂM 2026');
    expect(pages[0]).toContain('Số liệu đến hết ngày 01/12/2026; bản tháng mới nhất lập lúc 02/12/2026 06:00');
    expect(pages[0]).toContain('Tháng chưa chốt (bản nháp), số liệu còn thay đổi: 12/2026');
    expect(pages[0]).toMatch(/12\/2026\s+Bản nháp/);
    expect(pages.join(' ')).toContain('Bệnh viện Kiểu mẫu');
  });
});

async function expectSheets(bytes: Buffer, tables: readonly Table[]): Promise<void> {
  const sheets = await readExcelFile(bytes);
  expect(sheets.map(({ sheet }) => sheet)).toEqual(tables.map(({ title }) => title));
  for (const [index, { head = [], columns, rows }] of tables.entries()) {
    const expected = [
      ...head.map((row) => row.map(inSheet)),
      ...(head.length === 0 ? [] : [[]]),
      columns.map(({ header }) => header),
      ...rows.map((row) => row.map(inSheet)),
    ];
    expect(trimmed(sheets[index]?.data ?? [])).toEqual(trimmed(expected));
  }
}

const shaOf = (text: string) => hash('sha256', text, 'hex');

/** A reader may leave out what is empty at the end of a row. */
function trimmed(rows: readonly (readonly unknown[])[]): unknown[][] {
  return rows.map((row) => row.slice(0, 1 + row.findLastIndex((cell) => cell !== null && cell !== '')));
}

function inSheet({ kind, value }: Cell): unknown {
  if (value === null || value === '') return null;
  if (typeof value === 'number') return kind === 'share' ? cutShare(value) : value;
  if (kind === 'month') return new Date(`${value}-01T00:00:00Z`);
  if (kind === 'day') return new Date(`${value}T00:00:00Z`);
  return kind === 'instant' ? new Date(`${value.slice(0, 19)}Z`) : value;
}

function guarded(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  return typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

function columnName(index: number): string {
  return index < 26
    ? String.fromCharCode(65 + index)
    : `${columnName(Math.floor(index / 26) - 1)}${columnName(index % 26)}`;
}
