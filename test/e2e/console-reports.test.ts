import { hash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { signOfReports } from '../../src/console/live/signs.ts';
import { createReportRoutes } from '../../src/console/reports/routes.ts';
import { freezeDueMonths } from '../../src/reports/freezing.ts';
import type { ReportDesk } from '../../src/types/report.ts';
import { type ConsoleVisitor, DESKTOP, PHONE, visitConsole } from '../support/console-browser.ts';
import { type FrameWorld, type ServedConsole, serveConsole } from '../support/console-frame.ts';
import { launchBrowser } from '../support/headless-browser.ts';
import { FREEZING, fillYear, freezingOn, reportingOn } from '../support/reported-year.ts';
import { openTemporaryStore, type TemporaryStore } from '../support/temporary-store.ts';

const NAME = 'Lê Văn C';

let browser: Browser;
let opened: TemporaryStore;
let served: ServedConsole;
let visitor: ConsoleVisitor;
let desk: ReportDesk;
const world: FrameWorld = { now: FREEZING, isStaff: true, failures: [] };

beforeAll(async () => {
  [browser, opened] = await Promise.all([launchBrowser(), openTemporaryStore()]);
  const { store } = opened;
  const clock = () => world.now;
  await fillYear(store, ['99002', '99005', '99011']);
  ({ desk } = reportingOn(store, clock));
  served = await serveConsole(createReportRoutes({ reports: desk, clock }), world, {
    reports: async () => signOfReports(await store.reports()),
  });
  visitor = visitConsole(browser, served.url);
}, 60_000);
afterAll(async () => {
  await browser.close();
  await served.close();
  await opened.cleanup();
});
beforeEach(() => {
  visitor.complaints.length = 0;
  world.failures.length = 0;
});

describe('the page of reports', () => {
  it('says when the next month is frozen and due, and learns of it by itself', async () => {
    const page = await visitor.open('/reports');
    await page.getByText('Tháng 11/2026: chốt ngày 01/12/2026, nộp trước ngày 05/12/2026').waitFor();
    await page.getByText('Chưa có tháng nào được chốt.').waitFor();
    await freezeDueMonths(freezingOn(opened.store, () => world.now));
    await page.getByText('đã chốt, bản 1').waitFor();
    const row = page.locator('#reports-months ~ .scroll tbody tr', { hasText: '11/2026' });
    expect(
      await row.locator('a[download]').evaluateAll((links) => links.map((link) => link.getAttribute('href'))),
    ).toEqual(['pdf', 'xlsx', 'csv', 'json'].map((format) => `/reports/monthly/2026-11.${format}`));
    expect(await row.textContent()).toContain('cổng tự chốt');
    expect([visitor.complaints, world.failures]).toEqual([[], []]);
    await page.close();
  });

  it('makes a revision with a reason and a name, and shows what it has otherwise', async () => {
    const facility = await opened.store.facility('99005');
    const beside = await opened.beside(world.now - 1_000);
    await beside.putFacility({ ...facility, announced: null } as never, { by: 'x', reason: 'công bố nhầm' });
    await beside.close();
    const page = await visitor.open('/reports/months/2026-11');
    await page.getByText('Lập bản điều chỉnh').first().click();
    await page.locator('input[name=reason]').fill('công bố nhầm của 99005');
    await page.locator('input[name=author]').fill(NAME);
    await page.locator('form.fields button').click();
    await page.getByText('Đã chốt bản 2 của tháng 11/2026.').waitFor();
    const row = page.locator('tbody tr').first();
    expect(await row.textContent()).toMatch(/công bố nhầm của 99005/);
    expect(await row.textContent()).toContain(NAME);
    expect(await row.locator('a[download]').first().getAttribute('href')).toBe(
      '/reports/monthly/2026-11.pdf?revision=2',
    );
    await page.getByText('So với bản 1').click();
    await page.getByRole('heading', { name: 'Bản 2 khác bản 1 ở đâu' }).waitFor();
    const changed = page.locator('tbody tr', { has: page.getByText('Toàn tỉnh › đã công bố', { exact: true }) });
    expect(await changed.locator('td').allTextContents()).toEqual(['2', '1']);
    expect((await opened.store.reports())[0]).toMatchObject({ revision: 2, by: `staff:${NAME}` });
    expect([visitor.complaints, world.failures]).toEqual([[], []]);
    await page.close();
  });

  it('asks for what is missing, also without script', async () => {
    const page = await visitor.open('/reports/months/2026-11', { script: false });
    await page.locator('details.act summary').click();
    await page.locator('form.fields').evaluate((form) => form.setAttribute('novalidate', ''));
    await page.locator('input[name=reason]').fill('   ');
    await page.locator('input[name=author]').fill(NAME);
    await page.locator('form.fields button').click();
    await page.getByRole('alert').filter({ hasText: 'Cần ghi lý do' }).waitFor();
    expect((await opened.store.reports()).length).toBe(2);
    await page.close();
  });

  it('refuses a month before the first traffic, which was frozen by mistake, and says where reports begin', async () => {
    const mistaken = { month: '2025-06', revision: 1, frozenAt: FREEZING, by: 'x', reason: null };
    await opened.store.keepReport({ ...mistaken, content: '{}', sha256: hash('sha256', '{}', 'hex') });
    const page = await visitor.open('/reports/months/2025-06');
    await page.getByText('Lập bản điều chỉnh').first().click();
    await page.locator('input[name=reason]').fill('nhầm');
    await page.locator('input[name=author]').fill(NAME);
    await page.locator('form.fields button').click();
    await page.getByRole('alert').filter({ hasText: 'Lập báo cáo từ tháng 01/2026' }).waitFor();
    expect((await opened.store.reports()).filter(({ month }) => month === '2025-06')).toHaveLength(1);
    await page.close();
  });

  it('has no page for a month that is not there', async () => {
    for (const path of [
      '/reports/months/2026-05',
      '/reports/months/x',
      '/reports/months/2026-11/differences?from=1&to=9',
    ]) {
      expect((await fetch(`${served.url}${path}`)).status).toBe(404);
    }
  });

  it.each([
    ['/reports', DESKTOP, 'vi'],
    ['/reports', PHONE, 'en'],
    ['/reports/months/2026-11', DESKTOP, 'en'],
    ['/reports/months/2026-11', PHONE, 'vi'],
    ['/reports/months/2026-11/differences?from=1&to=2', PHONE, 'vi'],
  ] as const)('%s has no barrier and fits %j in %s', async (path, viewport, language) => {
    const page = await visitor.open(`${path}${path.includes('?') ? '&' : '?'}lang=${language}`, { viewport });
    expect(await visitor.barriers(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    expect(visitor.complaints).toEqual([]);
    await page.close();
  });
});
