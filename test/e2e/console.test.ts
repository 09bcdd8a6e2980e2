import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { type ConsoleServer, startConsoleServer } from '../support/console-server.ts';
import { claim, emr } from '../support/coverage-facts.ts';
import { launchBrowser } from '../support/headless-browser.ts';

const DESKTOP = { width: 1366, height: 768 };
const PHONE = { width: 390, height: 844 };
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

let browser: Browser;
let server: ConsoleServer;
/** What the browser complained of, and every address that it asked for. */
const complaints: string[] = [];
const asked: string[] = [];

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startConsoleServer()]);
}, 60_000);
afterAll(async () => {
  await browser.close();
  await server.close();
});
beforeEach(() => {
  complaints.length = 0;
  asked.length = 0;
});

async function open(path: string, viewport = DESKTOP): Promise<Page> {
  const page = await browser.newPage({ viewport });
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(`${server.url}${path}`);
  await page.locator('#trend-chart canvas').waitFor();
  return page;
}

const shownRows = (page: Page) => page.locator('table.facilities tbody tr:visible');
const firstRow = (page: Page) => shownRows(page).first().locator('.name').first().textContent();
const shown = (page: Page) => page.locator('output[name=shown]').textContent();
/** The page looks for news when it comes to the front, not only every 15 seconds. */
const comeToFront = (page: Page) => page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");

describe('the console in a browser', () => {
  it('draws the page in Vietnamese without a complaint, and asks nobody but the gateway', async () => {
    const page = await open('/');
    expect(await page.locator('h1').textContent()).toBe('Theo dõi bệnh án điện tử tỉnh Quảng Ngãi');
    expect(await page.locator('.tile.target .figure').textContent()).toBe('Còn 38 ngày');
    expect(await page.evaluate(`document.fonts.check('600 16px "Be Vietnam Pro"', 'Ngừng gửi ấ ợ')`)).toBe(true);
    expect(await page.locator('#trend-chart').getAttribute('aria-label')).toMatch(/đã công bố 69%/);
    await page.locator('summary').click();
    expect(await page.locator('details tbody tr').count()).toBe(13);
    await page.locator('#trend-chart').hover({ position: { x: 200, y: 150 } });
    expect(complaints).toEqual([]);
    expect(asked.filter((url) => !url.startsWith(`${server.url}/`))).toEqual([]);
    await page.close();
  });

  it('fits a phone, where each facility is a card that says what its figures are', async () => {
    const page = await open('/', PHONE);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    const label = `getComputedStyle(document.querySelector('td.volume'), '::before').content`;
    expect(await page.evaluate(label)).toContain('Đủ lượt');
    await page.locator('select[name=sort]').selectOption('lastRecord');
    expect(await shownRows(page).first().locator('.lastRecord').textContent()).toMatch(/^22\/11 08:00/);
    await page.close();
  });

  it('switches to English and back', async () => {
    const page = await open('/');
    await page.getByRole('link', { name: 'English' }).click();
    await page.locator('html[lang=en]').waitFor();
    expect(await page.locator('.tile.target .figure').textContent()).toBe('38 days left');
    await page.getByRole('link', { name: 'Tiếng Việt' }).click();
    await page.locator('html[lang=vi]').waitFor();
    await page.close();
  });

  it('finds facilities without diacritics, by step, cohort and condition', async () => {
    const page = await open('/');
    expect(await shown(page)).toBe('Hiện 134 trên 134 cơ sở');
    const search = page.getByRole('searchbox');
    await search.fill('duc pho');
    expect(await shown(page)).toBe('Hiện 3 trên 134 cơ sở');
    await search.fill('99001');
    expect(await firstRow(page)).toBe('Bệnh viện Đa khoa tỉnh Quảng Ngãi');
    await search.fill('không có tên này');
    expect(await page.locator('#no-match').isVisible()).toBe(true);
    await page.getByRole('button', { name: 'Bỏ lọc' }).click();
    await page.locator('select[name=cohort]').selectOption('hospital');
    await page.locator('select[name=stage]').selectOption('proven');
    expect(await shown(page)).toBe(`Hiện ${await shownRows(page).count()} trên 134 cơ sở`);
    expect(await shownRows(page).locator('.rungs.proven').count()).toBe(await shownRows(page).count());
    await page.close();
  });

  it('sorts by a column, both ways, and says so to a screen reader', async () => {
    const page = await open('/');
    const header = page.getByRole('columnheader', { name: 'Đủ lượt' });
    await header.getByRole('button').press('Enter');
    expect(await header.getAttribute('aria-sort')).toBe('ascending');
    const shares = () =>
      page.evaluate<number[]>(`[...document.querySelectorAll('td.volume')].map((cell) => Number(cell.dataset.value))`);
    const ascending = await shares();
    expect(ascending).toEqual(ascending.toSorted((a, b) => a - b));
    await header.getByRole('button').press('Enter');
    expect(await header.getAttribute('aria-sort')).toBe('descending');
    expect((await shares())[0]).toBe(1);
    await page.close();
  });

  it('leads from who needs a call to the row, whatever was filtered', async () => {
    const page = await open('/');
    await page.getByRole('searchbox').fill('không có tên này');
    await page.locator('.attention').getByRole('link', { name: 'Bệnh viện Mắt tỉnh Quảng Ngãi' }).click();
    expect(await page.locator('#f-99006').isVisible()).toBe(true);
    await page.getByRole('link', { name: 'Xem cả 30 cơ sở' }).click();
    expect(await shown(page)).toBe('Hiện 30 trên 134 cơ sở');
    await page.close();
  });

  it('shows new figures without loading anew: filter and focus stay', async () => {
    const page = await open('/');
    const search = page.getByRole('searchbox');
    await search.fill('99011');
    const row = page.locator('#f-99011');
    expect(await row.locator('.lastRecord').textContent()).toBe('chưa gửi');
    const end = '2026-11-22T07:00:00+07:00';
    const news = [emr('NEW', end, { facility: '99011' }), claim('NEW', end, { facility: '99011', at: end })];
    server.world.facts = [...server.world.facts, ...news];
    server.world.now += 60_000;
    await comeToFront(page);
    await row.locator('.lastRecord', { hasText: '22/11 08:00' }).waitFor();
    expect(await page.locator('.status .moment').textContent()).toBe('Cập nhật lúc 08:16');
    expect([await shown(page), await search.inputValue()]).toEqual(['Hiện 1 trên 134 cơ sở', '99011']);
    expect(await page.evaluate('document.activeElement.name')).toBe('text');
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('says when it lost contact, and heals by itself', async () => {
    const page = await browser.newPage({ viewport: DESKTOP });
    await page.clock.install();
    await page.goto(server.url);
    server.world.storeFailure = new Error('down');
    server.world.now += 60_000;
    await page.clock.fastForward(61_000);
    await page.locator('.status.stale').waitFor();
    expect(await page.locator('.status').textContent()).toMatch(/^Mất liên lạc với cổng từ 08:1\d\./);
    expect(await shownRows(page).count()).toBe(134);
    await page.reload();
    expect(await page.locator('main h2').textContent()).toBe('Chưa đọc được số liệu');
    server.world.storeFailure = null;
    await page.clock.fastForward(16_000);
    await page.locator('body[data-page=overview]').waitFor();
    await page.close();
  });

  it.each([
    ['on a desk', '/', DESKTOP],
    ['in English', '/?lang=en', DESKTOP],
    ['on a phone', '/', PHONE],
  ])('has no barrier that axe knows of, %s', async (_, path, viewport) => {
    // Rows of every kind are among the first; more of them only take more time.
    server.world.registry = server.world.registry.slice(0, 44);
    server.world.now += 60_000;
    const page = await open(path, viewport);
    await page.evaluate(AXE);
    const { violations } = await page.evaluate<AxeResults>('axe.run({ resultTypes: ["violations"] })');
    expect(violations.map(({ id, impact, nodes }) => `${impact} ${id} ${nodes[0]?.html}`)).toEqual([]);
    await page.close();
  });
});
