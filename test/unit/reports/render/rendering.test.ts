import { describe, expect, it } from '@jest/globals';
import { PATHS } from '../../../../src/config/paths.ts';
import { loadCommunes } from '../../../../src/fhir/communes.ts';
import { canonicalJson } from '../../../../src/reports/canonical-json.ts';
import { cutShare } from '../../../../src/reports/render/cut-share.ts';
import { renderReport } from '../../../../src/reports/render/render-report.ts';
import { createRendering } from '../../../../src/reports/render/rendering.ts';
import { createWords } from '../../../../src/reports/render/words.ts';
import { buildDemoRegistry } from '../../../../src/simulate/registry.ts';
import { reportOf } from '../../../support/monthly-report.ts';
import { readPdfPages } from '../../../support/pdf-pages.ts';

const report = reportOf(buildDemoRegistry().slice(0, 60));
const content = canonicalJson(report);

describe('a report of a whole province', () => {
  it('is the same file from a thread, which is asked once', async () => {
    const render = createRendering(PATHS.communes);
    const first = render(content, 'pdf', 'vi');
    expect(render(content, 'pdf', 'vi')).toBe(first);
    const here = await renderReport(content, 'pdf', 'vi', loadCommunes(PATHS.communes));
    const { bytes, ...file } = await first;
    expect(file).toEqual({ name: here.name, type: 'application/pdf' });
    expect(bytes.equals(here.bytes)).toBe(true);
    const pages = await readPdfPages(bytes);
    for (const { name } of report.facilities) expect(pages.join(' ')).toContain(name);
    pages.forEach((page, index) => {
      expect(page).toContain(`Trang ${index + 1}/${pages.length}`);
      if (index > 0) expect(page).toContain('Báo cáo tháng 11/2026 – tỉnh Quảng Ngãi');
    });
    // The head of a list stands again on each page that it goes on to.
    const laggards = pages.filter((page) =>
      page.includes(`Công bố, chưa kiểm chứng: ${report.lists.laggards.length} cơ sở`),
    );
    expect(laggards.length).toBeGreaterThan(1);
    expect(laggards.every((page) => page.includes('Việc cần làm trước'))).toBe(true);
  });

  it('marks a volume over the expected and says what that means, and is silent when there is none', async () => {
    const few = report.facilities.slice(0, 8);
    const facilities = few.map((one) => ({ ...one, volume: one.volume === null ? null : 0.5 }));
    const over = facilities.map((one, place) => (place === 0 ? { ...one, volume: 1.0326 } : one));
    const render = createRendering(PATHS.communes);
    const read = async (all: typeof facilities, language: 'vi' | 'en') => {
      const { bytes } = await render(canonicalJson({ ...report, facilities: all }), 'pdf', language);
      return (await readPdfPages(bytes)).join(' ');
    };
    expect(await read(over, 'vi')).toMatch(/103,2% \*.*\* vượt số dự kiến/s);
    expect(await read(over, 'en')).toMatch(/103\.2% \*.*\* over the expected/s);
    expect(await read(facilities, 'vi')).not.toContain('vượt số dự kiến');
  });

  it('rejects what is no report, and goes on', async () => {
    const render = createRendering(PATHS.communes);
    await expect(render('{', 'csv', 'vi')).rejects.toThrow();
    expect((await render(content, 'csv', 'en')).bytes.length).toBeGreaterThan(1_000);
  });
});

describe('words of a report', () => {
  it('cuts shares, which a workbook holds as numbers', () => {
    expect([0.9996, 0.999_999, 1, 0.29, 0.7, 1.2006].map(cutShare)).toEqual([0.999, 0.999, 1, 0.29, 0.7, 1.2]);
  });

  it('writes figures as each language does, and never rounds up to all', () => {
    const [vi, en] = [createWords('vi'), createWords('en')];
    expect([0.9996, 1, 0.29, 0.7, 0, null].map((share) => vi.percent(share))).toEqual([
      ...['99,9%', '100,0%', '29,0%', '70,0%', '0,0%', '–'],
    ]);
    expect([en.percent(0.125), vi.count(1_234_567), en.count(1_234), vi.count(null)]).toEqual([
      ...['12.5%', '1.234.567', '1,234', '–'],
    ]);
    expect([vi.day('2026-11-30'), vi.month('2026-11'), vi.instant('2026-12-01T06:00:00+07:00')]).toEqual([
      ...['30/11/2026', '11/2026', '01/12/2026 06:00'],
    ]);
  });
});
