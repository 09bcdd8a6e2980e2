import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { type ConsoleVisitor, DESKTOP, PHONE, visitConsole } from '../support/console-browser.ts';
import { type ConsoleServer, startConsoleServer } from '../support/console-server.ts';
import { claim, emr } from '../support/coverage-facts.ts';
import { launchBrowser } from '../support/headless-browser.ts';

let browser: Browser;
let server: ConsoleServer;
let visitor: ConsoleVisitor;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), startConsoleServer()]);
  visitor = visitConsole(browser, server.url);
}, 60_000);
afterAll(async () => {
  await browser.close();
  await server.close();
});
beforeEach(() => {
  visitor.complaints.length = 0;
});

const drawn = (page: Page, kind: string) => page.locator(`[data-chart=${kind}][data-drawn]`);

describe('the overview in a browser', () => {
  it('shows the province in Vietnamese, draws trend and map, and asks nobody but the gateway', async () => {
    const page = await visitor.open('/');
    expect(await page.locator('h1').textContent()).toBe('Tổng quan');
    expect(await page.locator('.subject').textContent()).toBe('Theo dõi bệnh án điện tử tỉnh Quảng Ngãi');
    expect(await page.locator('.tile.target .figure').textContent()).toBe('Còn 38 ngày');
    expect(await page.evaluate(`document.fonts.check('600 16px "Be Vietnam Pro"', 'Ngừng gửi ấ ợ')`)).toBe(true);
    await drawn(page, 'trend').waitFor();
    await drawn(page, 'map').waitFor();
    expect(await drawn(page, 'trend').getAttribute('aria-label')).toMatch(/đã công bố 69%/);
    expect(await drawn(page, 'map').getAttribute('aria-label')).toMatch(/^Bản đồ 96 xã, phường, đặc khu/);
    await page.getByText('Xem dạng bảng, theo tuần').click();
    expect(await page.locator('[data-live=trend] tbody tr').count()).toBeGreaterThan(10);
    await drawn(page, 'trend').hover({ position: { x: 200, y: 150 } });
    expect(visitor.complaints).toEqual([]);
    await page.close();
  });

  it('says when 100 % is reached and which pace the target needs', async () => {
    const page = await visitor.open('/');
    const [announced = ''] = await page.locator('.forecast dd').allTextContents();
    expect(announced).toMatch(/Để kịp mốc cần [\d,]+ cơ sở mỗi tuần\.$/);
    await page.close();
  });

  it('names who needs a call, why and what to say, and leads to the facility and to all of them', async () => {
    const page = await visitor.open('/');
    const first = page.locator('.calls ol li').first();
    expect(await first.locator('.tag').first().textContent()).toMatch(/^ngừng gửi, bản ghi cuối 9 ngày trước/);
    expect((await first.locator('p').first().textContent())?.length).toBeGreaterThan(20);
    const name = await first.locator('a').first().textContent();
    await first.locator('a').first().click();
    expect(await page.locator('h1').textContent()).toBe(name);
    await page.goBack();
    const all = await page.locator('.calls ol .name').allTextContents();
    await page.getByRole('link', { name: /^Xem cả/ }).click();
    await page.locator('.facilities').waitFor();
    expect(new URL(page.url()).search).toBe('?condition=call&sort=call');
    const listed = await page.locator('.facilities tbody th .name').allTextContents();
    expect(listed.slice(0, all.length)).toEqual(all);
    await page.close();
  });

  it('leads from a commune in the table of the map to its facilities', async () => {
    const page = await visitor.open('/');
    await page.locator('.map summary').click();
    const row = page.locator('.map tbody tr').first();
    const name = await row.locator('a').textContent();
    await row.locator('a').click();
    await page.locator('.facilities').waitFor();
    expect(await page.locator('select[name=commune]').inputValue()).toBe(name);
    await page.close();
  });

  it('fits a phone, with the places in a bar at the bottom', async () => {
    const page = await visitor.open('/', { viewport: PHONE });
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    const bar = await page.locator('.places').boundingBox();
    expect((bar?.y ?? 0) + (bar?.height ?? 0)).toBe(PHONE.height);
    await page.locator('.places').getByRole('link', { name: 'Cơ sở' }).click();
    expect(await page.locator('h1').textContent()).toBe('Cơ sở');
    await page.close();
  });

  it('switches to English, remembers it on other pages, and back', async () => {
    const page = await visitor.open('/');
    await page.getByRole('link', { name: 'English' }).click();
    await page.locator('html[lang=en]').waitFor();
    expect(await page.locator('.tile.target .figure').textContent()).toBe('38 days left');
    await page.goto(`${server.url}/facilities`);
    expect(await page.locator('h1').textContent()).toBe('Facilities');
    await page.getByRole('link', { name: 'Tiếng Việt' }).click();
    await page.locator('html[lang=vi]').waitFor();
    await page.close();
  });

  it('is useful without script', async () => {
    const page = await visitor.open('/', { script: false });
    expect(await page.locator('.tile.announced .figure').textContent()).toBe('69%');
    expect(await page.locator('.chart noscript').first().isVisible()).toBe(true);
    await page.locator('.map summary').click();
    expect(await page.locator('.map tbody tr').first().isVisible()).toBe(true);
    await page.close();
  });

  it('is walked by keyboard: past the frame, through the places, into the content', async () => {
    const page = await visitor.open('/');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.className')).toBe('skip');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('main');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.closest("main") !== null')).toBe(true);
    await page.close();
  });

  it('shows news of the gateway without loading anew, and keeps the focus', async () => {
    const page = await visitor.open('/');
    await drawn(page, 'trend').waitFor();
    await page.evaluate(`document.body.dataset.mark = 'same page'`);
    const link = page.locator('.calls > p a');
    await link.focus();
    const before = await page.locator('.tile.encounters p').nth(1).textContent();
    const end = '2026-11-22T07:00:00+07:00';
    const now = { facility: '99001', at: new Date(server.world.now).toISOString() };
    server.world.facts = [...server.world.facts, emr('NEW', end, now), claim('NEW', end, now)];
    server.world.now += 60_000;
    await page.locator('.status .moment', { hasText: 'Cập nhật lúc 08:16' }).waitFor();
    expect(await page.locator('.tile.encounters p').nth(1).textContent()).not.toBe(before);
    expect(await page.evaluate('[document.body.dataset.mark, document.activeElement.getAttribute("href")]')).toEqual([
      'same page',
      '/facilities?condition=call&sort=call',
    ]);
    await drawn(page, 'trend').waitFor();
    expect(visitor.complaints).toEqual([]);
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
    expect(await page.locator('.tile').count()).toBe(4);
    await page.reload();
    expect(await page.locator('h1').textContent()).toBe('Chưa đọc được số liệu');
    server.world.storeFailure = null;
    await page.clock.fastForward(16_000);
    await page.locator('body[data-page=overview]').waitFor();
    await page.close();
  });

  it.each([
    ['on a desk', '/', { viewport: DESKTOP }],
    ['in English', '/?lang=en', { viewport: DESKTOP }],
    ['on a phone', '/', { viewport: PHONE }],
    ['on a phone in English', '/?lang=en', { viewport: PHONE }],
    ['in the dark', '/', { viewport: DESKTOP, dark: true }],
  ])('has no barrier that axe knows of, %s', async (_, path, as) => {
    const page = await visitor.open(path, as);
    await drawn(page, 'map').waitFor();
    expect(await visitor.barriers(page)).toEqual([]);
    await page.close();
  });
});
