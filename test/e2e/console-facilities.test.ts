import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import type { Browser, Page } from 'playwright-core';
import { type ConsoleVisitor, DESKTOP, PHONE, visitConsole } from '../support/console-browser.ts';
import { type ConsoleServer, startConsoleServer } from '../support/console-server.ts';
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

const rows = (page: Page) => page.locator('.facilities tbody tr');
const shown = (page: Page, text: string) => page.locator('.shown', { hasText: text }).waitFor();
const drawn = (page: Page, kind: string) => page.locator(`[data-chart=${kind}][data-drawn]`);

describe('the table of facilities', () => {
  it('finds facilities without diacritics as one types, and the address can be passed on', async () => {
    const page = await visitor.open('/facilities');
    expect(await rows(page).count()).toBe(50);
    const search = page.getByRole('searchbox');
    await search.fill('duc pho');
    await shown(page, 'Hiện 3 trên 134 cơ sở');
    expect(await page.evaluate('document.activeElement.name')).toBe('text');
    const again = await visitor.open(new URL(page.url()).pathname + new URL(page.url()).search);
    expect(await rows(again).count()).toBe(3);
    await search.fill('không có tên này');
    await page.getByText('Không có cơ sở nào khớp bộ lọc.').waitFor();
    await page.getByRole('link', { name: 'Bỏ lọc' }).click();
    await shown(page, 'Hiện 134 trên 134 cơ sở');
    expect(visitor.complaints).toEqual([]);
    await Promise.all([page.close(), again.close()]);
  });

  it('has pages, and keeps the filters in the language link as they are typed', async () => {
    const page = await visitor.open('/facilities?cohort=other');
    await page.getByText('Trang 1/').waitFor();
    await page.getByRole('link', { name: 'Trang sau' }).click();
    await page.getByText('Trang 2/').waitFor();
    expect(new URL(page.url()).search).toBe('?cohort=other&page=2');
    await page.getByRole('searchbox').fill('duc pho');
    await page.waitForURL(/text=duc/);
    await page.getByRole('link', { name: 'English' }).click();
    await page.waitForURL(/lang=en/);
    expect(await page.getByRole('searchbox').inputValue()).toBe('duc pho');
    expect(await page.locator('select[name=cohort]').inputValue()).toBe('other');
    await page.close();
  });

  it('narrows by cohort and step', async () => {
    const page = await visitor.open('/facilities');
    await page.locator('select[name=cohort]').selectOption('hospital');
    await page.locator('select[name=stage]').selectOption('proven');
    await page.waitForURL(/stage=proven/);
    await page.locator('.rungs.registered').first().waitFor({ state: 'detached' });
    expect(await rows(page).locator('.rungs.proven').count()).toBe(await rows(page).count());
    await page.close();
  });

  it('sorts by a column, both ways, and says so to a screen reader', async () => {
    const page = await visitor.open('/facilities');
    const header = page.locator('th.volume');
    await header.getByRole('link').press('Enter');
    await page.locator('th.volume[aria-sort=ascending]').waitFor();
    expect(await page.evaluate('document.activeElement.dataset.focus')).toBe('volume');
    await header.getByRole('link').press('Enter');
    await page.locator('th.volume[aria-sort=descending]').waitFor();
    expect(await rows(page).first().locator('.volume').textContent()).toMatch(/^100%/);
    await page.close();
  });

  it('narrows and sorts without script', async () => {
    const page = await visitor.open('/facilities', { script: false });
    await page.getByRole('searchbox').fill('99001');
    await page.getByRole('button', { name: 'Lọc' }).click();
    expect(await rows(page).count()).toBe(1);
    await page.goto(`${server.url}/facilities`);
    await page.locator('th.facility').getByRole('link').click();
    expect(new URL(page.url()).search).toBe('?sort=facility');
    await page.close();
  });

  it('gives what is shown as a file for spreadsheets', async () => {
    const page = await visitor.open('/facilities?condition=silent');
    const count = await rows(page).count();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByText('Tải bảng này').click()]);
    const bytes = await readFile(await download.path());
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    const records = parse<Record<string, string>>(bytes, { bom: true, columns: true });
    expect(records).toHaveLength(count);
    expect(Object.keys(records[0] ?? {}).slice(0, 3)).toEqual(['Mã cơ sở', 'Cơ sở', 'Xã, phường']);
    await page.close();
  });

  it('fits a phone, where each facility is a card that says what its figures are', async () => {
    const page = await visitor.open('/facilities', { viewport: PHONE });
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    const label = `getComputedStyle(document.querySelector('td.volume'), '::before').content`;
    expect(await page.evaluate(label)).toContain('Đủ lượt');
    await page.locator('select[name=sort]').selectOption('lastRecord');
    await page.waitForURL(/sort=lastRecord/);
    await page.close();
  });
});

describe('the page of a facility', () => {
  it('shows the ladder with its evidence, charts, sections by week and what the registry tells', async () => {
    const page = await visitor.open('/facilities/99004');
    await drawn(page, 'received').waitFor();
    await drawn(page, 'volume').waitFor();
    expect(await page.locator('.steps > li').count()).toBe(5);
    expect(await page.locator('.steps .lacks').first().textContent()).toMatch(/^Thiếu: đủ lượt [\d,]+%, cần 95%/);
    expect(await page.locator('.advice li').count()).toBeGreaterThan(0);
    expect(await page.locator('.heat tbody tr').count()).toBeGreaterThan(1);
    expect(await page.locator('.heat thead th').count()).toBe(11);
    expect(await page.getByText('Danh mục chưa có liên hệ').isVisible()).toBe(true);
    expect(visitor.complaints).toEqual([]);
    await page.close();
  });

  it('leads to the encounters behind a figure, as many as it says', async () => {
    const page = await visitor.open('/facilities/99005/encounters?show=late');
    expect(await page.locator('.choices [aria-current]').textContent()).toBe('Gửi muộn');
    const count = await page.locator('.list tbody tr').count();
    expect(count).toBe(50);
    await page.getByRole('link', { name: 'Trang sau' }).click();
    expect(await page.locator('.list tbody tr').count()).toBeGreaterThan(0);
    await page.close();
  });

  it('takes a note with its author, and remembers the name', async () => {
    const page = await visitor.open('/facilities/99004');
    await page.getByLabel('Ghi chú mới').fill('Đã gọi <b>phòng CNTT</b>,\nhẹn thứ Tư.');
    await page.locator('form[action$=notes] input[name=author]').fill('Trần Thị Bình');
    await page.getByRole('button', { name: 'Thêm ghi chú' }).click();
    expect(await page.locator('.flash').textContent()).toBe('Đã thêm ghi chú.');
    expect(await page.locator('.notes li').first().textContent()).toMatch(
      /^Trần Thị Bình 22\/11\/2026 .*Đã gọi <b>phòng CNTT<\/b>/s,
    );
    await page.reload();
    expect(await page.locator('.flash').count()).toBe(0);
    expect(await page.locator('form[action$=notes] input[name=author]').inputValue()).toBe('Trần Thị Bình');
    const audit = (await server.store.audit(1, 1_000)).at(-1)?.entry ?? '';
    expect(audit).toContain('staff:Trần Thị Bình');
    expect(audit).not.toContain('phòng CNTT');
    await page.close();
  });

  it('keeps a scope decision with its reason; the registry remembers what it said before', async () => {
    const page = await visitor.open('/facilities/99060');
    await page.locator('summary', { hasText: 'Quyết định phạm vi' }).click();
    const form = page.locator('form[action$=scope]');
    await form.locator('select[name=value]').selectOption('no');
    await form.locator('input[name=from]').fill('2026-11-22');
    await form.locator('textarea[name=reason]').fill('Không có giường bệnh');
    await form.locator('input[name=author]').fill('Lê Văn Cường');
    await form.getByRole('button').click();
    await page.locator('.flash').waitFor();
    const [newest, before] = await server.store.editions('99060');
    expect(newest).toMatchObject({ by: 'staff:Lê Văn Cường', reason: 'scope: Không có giường bệnh' });
    expect(newest?.facility.scope.at(-1)).toMatchObject({ from: '2026-11-22', value: 'no', by: 'staff:Lê Văn Cường' });
    expect(before?.facility.scope).not.toEqual(newest?.facility.scope);
    await page.close();
  });

  it('takes an announcement back with a reason, and tells who did what in words', async () => {
    const page = await visitor.open('/facilities/99061');
    const send = async (name: string, fields: Readonly<Record<string, string>>) => {
      const form = page.locator(`form[action$=${name}]`);
      await page.locator('details.act', { has: form }).locator('summary').click();
      for (const [field, value] of Object.entries(fields)) await form.locator(`[name=${field}]`).fill(value);
      await form.getByRole('button').click();
      await page.locator('.flash').waitFor();
    };
    const author = 'Lê Văn Cường';
    await send('announcement', { day: '2026-11-20', decision: '12/QĐ-TYT', author });
    expect(await page.locator('.marks').textContent()).toContain('20/11/2026');
    await send('withdrawal', { reason: 'Ghi nhầm cơ sở', author });
    expect(await page.locator('.marks').textContent()).not.toContain('20/11/2026');
    const told = await page.locator('.notes').textContent();
    expect(told).toMatch(/Lê Văn Cường .*Lý do: Ghi nhầm cơ sở.*12\/QĐ-TYT/s);
    expect(told).not.toMatch(/announce:|withdraw:/);
    await page.close();
  });

  it('gives a refused form back as it was written, open, at the field to mend', async () => {
    const page = await visitor.open('/facilities/99062');
    const form = page.locator('form[action$=announcement]');
    await page.locator('details.act', { has: form }).locator('summary').click();
    await form.locator('[name=day]').fill('0205-11-20');
    await form.locator('[name=decision]').fill('99/QĐ');
    await form.locator('[name=author]').fill('Lan');
    await form.getByRole('button').click();
    expect(await form.locator('.notice[role=alert]').textContent()).toContain('LT-C075');
    expect(await form.locator('[name=decision]').inputValue()).toBe('99/QĐ');
    expect(await page.evaluate('document.activeElement.name')).toBe('day');
    await page.close();
  });

  it('never takes a name that was left out from what the browser remembers', async () => {
    const page = await visitor.open('/facilities/99004');
    const form = page.locator('form[action$=notes]');
    await form.locator('[name=text]').fill('Một ghi chú');
    await form.locator('[name=author]').fill('Lan');
    await form.getByRole('button').click();
    await page.locator('.flash').waitFor();
    const before = await server.store.notes('99004');
    await form.locator('[name=text]').fill('Không tên');
    await form.locator('[name=author]').fill('   ');
    await form.getByRole('button').click();
    expect(await form.locator('.notice[role=alert]').textContent()).toContain('LT-C072');
    expect(await form.locator('[name=text]').inputValue()).toBe('Không tên');
    expect(await server.store.notes('99004')).toEqual(before);
    await page.close();
  });

  it('says what is wrong with a form, and writes nothing', async () => {
    const page = await visitor.open('/facilities/99004', { script: false });
    const before = await server.store.notes('99004');
    const form = page.locator('form[action$=notes]');
    await page.locator('textarea[name=text]').fill('x');
    // A browser asks for the name by itself; what comes without it is refused all the same.
    await form.locator('input[name=author]').fill(' ');
    await form.getByRole('button').click();
    expect(await page.locator('.notice[role=alert]').textContent()).toContain('LT-C072');
    expect(await server.store.notes('99004')).toEqual(before);
    await page.close();
  });

  it('says that there is something new, and keeps what is being typed', async () => {
    const page = await visitor.open('/facilities/99004');
    await page.locator('textarea[name=text]').fill('Đang viết dở');
    await page.evaluate(`document.body.dataset.mark = 'same page'`);
    await page.route('**/facilities/99004', async (route) => {
      const response = await route.fetch();
      const body = (await response.text()).replace('<div data-live="head">', '<div data-live="more"></div>$&');
      await route.fulfill({ response, body });
    });
    await page.evaluate(`document.dispatchEvent(new Event('asked'))`);
    await page.getByText('Trang có dữ liệu mới – tải lại').waitFor();
    expect(await page.locator('textarea[name=text]').inputValue()).toBe('Đang viết dở');
    expect(await page.evaluate('document.body.dataset.mark')).toBe('same page');
    await page.locator('textarea[name=text]').fill('');
    await page.locator('h1').click();
    await page.evaluate(`document.dispatchEvent(new Event('asked'))`);
    await page.locator('body:not([data-mark])').waitFor();
    await page.close();
  });

  it('is missing when there is no such facility', async () => {
    const page = await visitor.open('/');
    const response = await page.goto(`${server.url}/facilities/00000`);
    expect(response?.status()).toBe(404);
    expect(await page.locator('h1').textContent()).toBe('Không có trang này');
    const unknown = await page.goto(`${server.url}/khong-co/trang-nay`);
    expect(unknown?.status()).toBe(404);
    expect(await page.locator('h1').textContent()).toBe('Không có trang này');
    const program = await fetch(`${server.url}/khong-co`, { headers: { accept: 'application/json' } });
    expect(await program.text()).not.toContain('<nav');
    await page.close();
  });
});

describe('barriers', () => {
  it.each([
    '/facilities?text=benh+vien',
    '/facilities/99004',
    '/facilities/99005/encounters?show=late',
    '/facilities/00000',
  ])('axe knows of none on %s, on a desk and a phone, in both languages', async (path) => {
    const found: string[] = [];
    for (const viewport of [DESKTOP, PHONE]) {
      for (const language of ['vi', 'en']) {
        const page = await visitor.open(`${path}${path.includes('?') ? '&' : '?'}lang=${language}`, { viewport });
        await page.locator('details').evaluateAll((all) => {
          for (const details of all) details.setAttribute('open', '');
        });
        expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
        found.push(...(await visitor.barriers(page)));
        await page.close();
      }
    }
    expect(found).toEqual([]);
  });
});
