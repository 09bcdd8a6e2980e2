import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { type ConsoleVisitor, DESKTOP, PHONE, visitConsole } from '../support/console-browser.ts';
import { type ConsoleDesk, startConsoleDesk, withHivCare } from '../support/console-desk.ts';
import { eventually } from '../support/eventually.ts';
import { launchBrowser } from '../support/headless-browser.ts';

const NAME = 'Trần Thị Bình';

let browser: Browser;
let served: ConsoleDesk;
let visitor: ConsoleVisitor;
let key: string;
let hivKey: string;
let heldKey: string;

beforeAll(async () => {
  [browser, served] = await Promise.all([launchBrowser(), startConsoleDesk()]);
  visitor = visitConsole(browser, served.desk.gateway.url);
  const { hospital } = served;
  key = await served.send(hospital.claimEnvelope({ kinds: ['visit'] }));
  hivKey = await served.send(withHivCare(hospital.claimEnvelope({ kinds: ['visit'] })));
  heldKey = await served.send(hospital.faulty('end-before-start'));
  await eventually('the province has them', async () => served.province.effects().length >= 2);
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await served?.close();
});
beforeEach(() => {
  visitor.complaints.length = 0;
});

/** Looks a record up by its key and opens its page. */
async function openRecord(recordKey: string, as: Parameters<ConsoleVisitor['open']>[1] = {}): Promise<Page> {
  const page = await visitor.open('/records', as);
  await page.locator('input[name=text]').fill(recordKey);
  await page.getByRole('button', { name: 'Tìm', exact: true }).click();
  await page.getByRole('link', { name: recordKey, exact: true }).click();
  return page;
}

async function openContent(page: Page, reason = ''): Promise<void> {
  const form = page.locator('section[aria-labelledby=open-title] form');
  await form.locator('input[name=author]').fill(NAME);
  await form.locator('input[name=reason]').fill(reason);
  await form.getByRole('button').click();
  await page.locator('#form').waitFor();
}

describe('records in the console', () => {
  it('are found by key, and show their chain to the receiver’s own id', async () => {
    const page = await openRecord(key);
    expect(new URL(page.url()).pathname).toMatch(/^\/records\/[0-9a-f-]{36}$/);
    const chain = page.locator('.chain li');
    expect(await chain.count()).toBe(6);
    expect(await chain.last().textContent()).toMatch(/1 trên 3 nơi nhận.*province.*province-0000000/s);
    const deliveries = page.locator('article.delivery');
    expect(await deliveries.filter({ hasText: 'ministry' }).textContent()).toMatch(
      /bên nhận từ chối.*HTTP 422.*sửa hồ sơ/s,
    );
    expect(await deliveries.filter({ hasText: 'province' }).locator('.tag.bad').textContent()).toBe('QUÁ HẠN');
    expect(visitor.complaints).toEqual([]);
    expect(await visitor.barriers(page)).toEqual([]);
    await page.close();
  });

  it('are found by submission and by facility and day; what is not there is said', async () => {
    const page = await openRecord(key);
    const submission = String(await page.locator('a[href^="/records?q="] code').textContent());
    await page.goto(`${served.desk.gateway.url}/records?q=${submission}`);
    expect(await page.locator('table.list tbody tr').count()).toBe(1);
    await page.getByText('Xem theo cơ sở và ngày nhận').click();
    const browse = page.locator('form[method=get]');
    await browse.locator('select[name=facility]').selectOption('99001');
    await browse.locator('input[name=day]').fill(
      await page
        .locator('tbody time')
        .first()
        .evaluate((time) => time.getAttribute('datetime')?.slice(0, 10) ?? ''),
    );
    await browse.locator('select[name=state]').selectOption('quarantined');
    await browse.getByRole('button').click();
    expect(await page.locator('table.list tbody th a').allTextContents()).toEqual([heldKey]);
    for (const asked of [
      String(key).toLowerCase(),
      String(await page.locator('tbody th a').first().getAttribute('href')).slice(9),
    ]) {
      await page.goto(`${served.desk.gateway.url}/records?q=${asked}`);
      expect(await page.locator('table.list tbody tr').count()).toBe(1);
    }
    await page.goto(`${served.desk.gateway.url}/records?q=KHONG-CO`);
    expect(await page.locator('.empty').textContent()).toMatch(/Không có bản ghi nào như vậy/);
    await page.close();
  });

  it('open form and FHIR side by side, after the audit entry, and link one to the other', async () => {
    const page = await openRecord(key);
    await openContent(page);
    expect(await page.locator('#form h2 .aside').textContent()).toBe('đọc từ tệp cơ sở đã gửi');
    const row = page.locator('#form tr', { has: page.getByText('NGAY_RA', { exact: true }) }).first();
    const link = row.getByRole('link', { name: 'Encounter.period.end' });
    await link.click();
    const target = page.locator(`pre${await link.getAttribute('href')}`);
    await target.waitFor({ state: 'visible' });
    expect(JSON.parse(String(await target.textContent()))).toMatchObject({ resourceType: 'Encounter' });
    const audited = await served.audited();
    expect(audited.at(-1)).toMatchObject({
      event: 'access',
      by: `staff:${NAME}`,
      details: { action: 'open', facility: '99001', record: key, protected: 'hidden' },
    });
    expect(visitor.complaints).toEqual([]);
    expect(await visitor.barriers(page)).toEqual([]);
    await page.close();
  });

  it('hide what is specially protected in both views, unless a reason is given, which the audit log keeps', async () => {
    const page = await openRecord(hivKey);
    await openContent(page);
    const shown = async () => String(await page.locator('main').textContent());
    expect(await page.locator('#t-XML6 + .notice').textContent()).toBe('được che: bảo vệ đặc biệt');
    expect(await page.locator('main > .notice').textContent()).toMatch(
      /\d+ tài nguyên được bảo vệ đặc biệt đang được che/,
    );
    expect(await shown()).not.toMatch(/NGAYKD_HIV|20200102|2020-01-02/);
    await page.goBack();
    await openContent(page, 'Thanh tra theo quyết định 12');
    expect(await shown()).toMatch(/NGAYKD_HIV/);
    expect(await shown()).toMatch(/2020-01-02/);
    const audited = await served.audited();
    expect(audited.at(-1)?.details).toMatchObject({ protected: 'shown', reason: 'Thanh tra theo quyết định 12' });
    await page.close();
  });

  it('are not opened without a name', async () => {
    const page = await openRecord(key);
    const before = (await served.audited()).length;
    const answer = await page.request.post(`${page.url()}/content`, {
      form: { reason: '' },
      headers: { Origin: served.desk.gateway.url, 'Sec-Fetch-Site': 'same-origin' },
    });
    expect(answer.status()).toBe(422);
    expect(await answer.text()).not.toContain('Patient');
    expect(await served.audited()).toHaveLength(before);
    const foreign = await page.request.post(`${page.url()}/content`, {
      form: { author: NAME },
      headers: { Origin: 'https://elsewhere.example', 'Sec-Fetch-Site': 'cross-site' },
    });
    expect(foreign.status()).toBe(403);
    expect(await served.audited()).toHaveLength(before);
    await page.close();
  });

  it('of a person are found without her number in any address, log or audit entry', async () => {
    const number = '999000000001';
    const page = await visitor.open('/records');
    await page.locator('input[name=text]').fill(number);
    await page.getByRole('button', { name: 'Tìm', exact: true }).click();
    await page.locator('.empty', { hasText: 'số định danh cá nhân' }).waitFor();
    expect(await page.content()).not.toContain(number);
    await page.getByLabel('Số định danh cá nhân (12 số)').check();
    await page.locator('input[name=text]').fill(number);
    await page.locator('.record-find select[name=facility]').selectOption('99001');
    await page.locator('.person-only input[name=author]').fill(NAME);
    await page.getByRole('button', { name: 'Tìm', exact: true }).click();
    await page.locator('#results-title').waitFor();
    expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe('/records');
    expect(await page.content()).not.toContain(number);
    const last = (await served.audited()).at(-1);
    expect(last).toMatchObject({ by: `staff:${NAME}`, details: { action: 'find-by-identity', facility: '99001' } });
    expect(JSON.stringify(last)).not.toContain(number);
    expect(served.desk.gateway.output()).not.toContain(number);
    await page.close();
  });

  it('in quarantine are released with a reason, and go out', async () => {
    const page = await openRecord(heldKey);
    const steps = page.locator('.chain li');
    expect(await steps.filter({ hasText: 'Giữ lại chờ xem xét' }).textContent()).toMatch(/chờ người xem xét/);
    expect(await page.locator('.issues').textContent()).toMatch(/XML1\[1\]\.NGAY_RA.*LT-B030/s);
    await page.locator('summary', { hasText: 'Thả khỏi tạm giữ' }).click();
    const form = page.locator('form[action$="/release"]');
    await form.locator('input[name=reason]').fill('Bệnh viện xác nhận đúng');
    await form.locator('input[name=author]').fill(NAME);
    await form.getByRole('button').click();
    await page.locator('.flash').waitFor();
    expect(await page.locator('.flash').textContent()).toBe(`${heldKey}: đã thả, được gửi đi ngay`);
    await page.locator('article.delivery', { hasText: 'province' }).locator('.tag.good').waitFor();
    expect(await steps.locator('b').allTextContents()).toEqual(
      expect.arrayContaining(['Giữ lại chờ xem xét', 'Thả khỏi tạm giữ']),
    );
    expect(await steps.filter({ hasText: 'Thả khỏi tạm giữ' }).textContent()).toMatch(
      new RegExp(`${NAME}, \\d\\d.* “Bệnh viện xác nhận đúng”`, 's'),
    );
    expect(await page.locator('main').textContent()).not.toContain('staff:');
    expect(await visitor.barriers(page)).toEqual([]);
    expect((await served.audited()).at(-1)).toMatchObject({
      event: 'amend',
      details: { action: 'release', record: heldKey, reason: 'Bệnh viện xác nhận đúng' },
    });
    await page.close();
  });

  it('work without script, in English and on a phone', async () => {
    for (const as of [{ script: false }, { viewport: PHONE }] as const) {
      const page = await openRecord(key, as);
      if (!('script' in as)) {
        expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
        await page.getByRole('link', { name: 'English' }).click();
        await page.locator('html[lang=en]').waitFor();
        expect(await page.locator('#chain-title').textContent()).toBe('Receipt chain');
        expect(await visitor.barriers(page)).toEqual([]);
      }
      await openContent(page);
      expect(await page.locator('#form h3').first().textContent()).toMatch(/^XML1/);
      expect(await page.locator('.language a').getAttribute('href')).toMatch(/^\/records\/[0-9a-f-]{36}\?lang=/);
      await page.close();
    }
    expect(DESKTOP.width).toBeGreaterThan(PHONE.width);
  });
});
