import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import type { Browser } from 'playwright-core';
import { type ConsoleVisitor, PHONE, visitConsole } from '../support/console-browser.ts';
import { type ConsoleDesk, startConsoleDesk } from '../support/console-desk.ts';
import { eventually } from '../support/eventually.ts';
import { launchBrowser } from '../support/headless-browser.ts';

let browser: Browser;
let served: ConsoleDesk;
let visitor: ConsoleVisitor;
let heldKey: string;

beforeAll(async () => {
  [browser, served] = await Promise.all([launchBrowser(), startConsoleDesk()]);
  visitor = visitConsole(browser, served.desk.gateway.url);
  const { hospital } = served;
  await served.send(hospital.claimEnvelope());
  heldKey = await served.send(hospital.faulty('end-before-start'));
  await served.send(hospital.faulty('decimal-comma'));
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await served?.close();
});
beforeEach(() => {
  visitor.complaints.length = 0;
});

describe('quality in the console', () => {
  it('counts broken rules, and leads from a rule over facility and day to the records', async () => {
    const page = await visitor.open('/quality');
    expect(await page.locator('.summary').textContent()).toMatch(
      /3 bản ghi nhận trong kỳ: 2 được nhận, 1 tạm giữ, 0 bị từ chối\./,
    );
    const row = page.locator('tbody tr', { hasText: 'LT-B030' });
    expect(await row.locator('td').allTextContents()).toEqual([
      'NGAY_RA trước NGAY_VAO.',
      'tạm giữ',
      '1',
      '33,3%',
      '1',
    ]);
    expect(await visitor.barriers(page)).toEqual([]);
    await row.getByRole('link').click();
    expect(await page.locator('h1').textContent()).toBe('Quy tắc LT-B030');
    await page.getByRole('link', { name: /99001/ }).click();
    expect(await page.locator('section[aria-labelledby=examples-title] tbody th').allTextContents()).toEqual([heldKey]);
    expect(await visitor.barriers(page)).toEqual([]);
    await page.locator('section[aria-labelledby=who-title] tbody a').click();
    expect(await page.locator('tbody th a').allTextContents()).toEqual([heldKey]);
    expect(visitor.complaints).toEqual([]);
    await page.close();
  });

  it('is exported for spreadsheets', async () => {
    const page = await visitor.open('/quality');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Tải CSV' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^rules-all-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.csv$/);
    const stream = await download.createReadStream();
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks);
    expect(bytes.subarray(0, 3).toString('hex')).toBe('efbbbf');
    const rows = parse(bytes, { bom: true }) as string[][];
    expect(rows[0]).toEqual(['Quy tắc', 'Nội dung', 'Hiện tại', 'Bản ghi', 'Tỷ lệ', 'Cơ sở']);
    expect(rows.find(([rule]) => rule === 'LT-B030')?.slice(2)).toEqual(['tạm giữ', '1', String(1 / 3), '1']);
    await page.close();
  });

  it('lists the codes that no list here holds, and how to import one', async () => {
    const page = await visitor.open('/quality/codes');
    expect(await page.locator('section[aria-labelledby=codes-title]').textContent()).toMatch(/lien-thong codes import/);
    const all = await page.locator('tbody tr').count();
    expect(all).toBeGreaterThan(0);
    const list = String(await page.locator('tbody tr td code').first().textContent());
    await page.locator('input[name=list]').fill(list);
    await page.getByRole('button', { name: 'Xem' }).click();
    expect(new Set(await page.locator('tbody tr td:first-child code').allTextContents())).toEqual(new Set([list]));
    expect(await visitor.barriers(page)).toEqual([]);
    await page.goto(`${served.desk.gateway.url}/quality/codes?list=${encodeURIComponent('không phải')}`);
    expect(await page.locator('[role=alert]').textContent()).toBe('Bộ lọc không hợp lệ.');
    await page.close();
  });

  it('tells in the background what would be refused if everything were enforced', async () => {
    for (const script of [true, false]) {
      const page = await visitor.open('/quality/enforced', { script });
      if (script) expect(await page.locator('.empty').textContent()).toMatch(/Chưa tính lần nào/);
      await page.getByRole('button', { name: 'Bắt đầu tính' }).click();
      await eventually('it is counted', async () => {
        if (!script) await page.goto(`${served.desk.gateway.url}/quality/enforced`);
        return (await page.locator('#verdict-title').count()) === 1;
      });
      expect(await page.locator('#verdict-title').textContent()).toBe('0 bản ghi sẽ bị từ chối, 1 bị tạm giữ, trên 3.');
      const row = page.locator('section[aria-labelledby=by-rule] tbody tr', { hasText: 'LT-B030' });
      expect(await row.locator('td').allTextContents()).toEqual(['NGAY_RA trước NGAY_VAO.', 'tạm giữ', '1']);
      expect(await page.locator('#by-rule + .aside').textContent()).toMatch(/^Bản ghi: số bản ghi trong kỳ/);
      if (script) expect(await visitor.barriers(page)).toEqual([]);
      await page.close();
    }
  });

  it('shows the dates of the policy, refuses what is no period, and fits a phone in English', async () => {
    const page = await visitor.open('/quality/policy?lang=en', { viewport: PHONE });
    expect(await page.locator('main').textContent()).toMatch(/The policy has no date ahead.*Phase today.*enforced/s);
    expect(await visitor.barriers(page)).toEqual([]);
    await page.goto(`${served.desk.gateway.url}/quality`);
    await page.locator('.swipe').waitFor({ state: 'visible' });
    const last = await page.locator('.tabs li').last().boundingBox();
    expect((last?.x ?? 0) + (last?.width ?? 0)).toBeLessThanOrEqual(PHONE.width);
    await page.goto(`${served.desk.gateway.url}/quality?from=2026-02-30`);
    expect(await page.locator('[role=alert]').textContent()).toMatch(/^No such period/);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    await page.close();
  });
});
