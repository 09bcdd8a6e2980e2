import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { type ConsoleVisitor, PHONE, visitConsole } from '../support/console-browser.ts';
import { type ConsoleDesk, startConsoleDesk } from '../support/console-desk.ts';
import { eventually } from '../support/eventually.ts';
import { launchBrowser } from '../support/headless-browser.ts';

const NAME = 'Lê Văn Cường';

let browser: Browser;
let served: ConsoleDesk;
let visitor: ConsoleVisitor;
let keys: readonly string[];

beforeAll(async () => {
  [browser, served] = await Promise.all([launchBrowser(), startConsoleDesk()]);
  visitor = visitConsole(browser, served.desk.gateway.url);
  const sent: string[] = [];
  for (let count = 0; count < 3; count += 1) {
    sent.push(await served.send(served.hospital.claimEnvelope({ kinds: ['visit'] })));
  }
  keys = sent;
  await eventually('the province has them', async () => served.province.effects().length === 3);
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await served?.close();
});
beforeEach(() => {
  visitor.complaints.length = 0;
});

const card = (page: Page, id: string) => page.locator('section.destination', { has: page.locator(`#d-${id}`) });
const figure = (page: Page, id: string, label: string) =>
  card(page, id).locator('.counts div', { hasText: label }).locator('dd');

/** Unfolds an act, fills its fields, and does it. */
async function act(page: Page, label: string, fields: Readonly<Record<string, string>> = {}): Promise<string> {
  const folded = page.locator('details.act', { has: page.locator('summary', { hasText: label }) }).first();
  await folded.locator('summary').click();
  for (const [name, value] of Object.entries({ ...fields, author: NAME })) {
    await folded.locator(`input[name=${name}]`).fill(value);
  }
  await folded.getByRole('button').click();
  await page.locator('.flash').waitFor();
  return String(await page.locator('.flash').textContent());
}

describe('destinations in the console', () => {
  it('show what arrived, what was refused, and since when a receiver fails', async () => {
    const page = await visitor.open('/destinations');
    await eventually('all three are told', async () => {
      await page.reload();
      const portal = await card(page, 'portal').textContent();
      return /nơi nhận lỗi từ|tạm ngưng/.test(String(portal));
    });
    expect(await figure(page, 'province', 'Giao trong 1 giờ').textContent()).toBe('3');
    expect(await figure(page, 'province', 'Giao trong 24 giờ').textContent()).toBe('3');
    expect(await figure(page, 'ministry', 'Bị từ chối').textContent()).toBe('3');
    expect(await card(page, 'province').locator('.tag.good').textContent()).toBe('đang chạy');
    expect(await card(page, 'portal').locator('.facts').textContent()).toMatch(/Chờ lâu nhất/);
    expect(visitor.complaints).toEqual([]);
    expect(await visitor.barriers(page)).toEqual([]);
    await page.close();
  });

  it('are stopped with a reason and started again, for every process, as the audit log tells', async () => {
    const page = await visitor.open('/destinations/province');
    expect(await act(page, 'Dừng gửi', { reason: 'Nơi nhận báo bảo trì' })).toBe('province: đã dừng');
    expect(await page.locator('.destination').first().textContent()).toMatch(
      new RegExp(`đã dừng\\s+${NAME} dừng lúc .*: Nơi nhận báo bảo trì`, 's'),
    );
    const { stdout } = await served.desk.run('queue', 'list', '--json');
    expect(JSON.parse(stdout).stops).toMatchObject([{ destination: 'province', reason: 'Nơi nhận báo bảo trì' }]);
    expect(await act(page, 'Gửi tiếp')).toBe('province: gửi tiếp');
    const acts = await page.locator('.acts li').allTextContents();
    expect(acts[0]).toMatch(new RegExp(`^Gửi tiếp ${NAME}, `));
    expect(acts[1]).toMatch(new RegExp(`^Dừng gửi ${NAME}, .* “Nơi nhận báo bảo trì”$`));
    expect(await page.locator('main').textContent()).not.toContain('staff:');
    expect(await visitor.barriers(page)).toEqual([]);
    const done = (await served.audited()).filter(({ object }) => object === 'province');
    expect(done.map(({ by, details }) => [by, details['action']])).toEqual([
      [`staff:${NAME}`, 'stop'],
      [`staff:${NAME}`, 'start'],
    ]);
    await page.close();
  });

  it('list what is held by reason with its remedy, lead to the record, and send all of a reason again', async () => {
    const page = await visitor.open('/destinations/ministry');
    const held = page.locator('section[aria-labelledby=held-title]');
    expect(await held.textContent()).toMatch(/bên nhận từ chối 3.*HTTP 422.*sửa hồ sơ rồi gửi lại/s);
    await held.getByRole('link', { name: 'Xem danh sách' }).click();
    expect(await page.locator('tbody th a').allTextContents()).toEqual(keys.toReversed());
    expect(await visitor.barriers(page)).toEqual([]);
    await page.locator('tbody th a').first().click();
    expect(await page.locator('h1').textContent()).toBe(`Bản ghi ${keys.at(-1)}`);
    await page.goto(`${served.desk.gateway.url}/destinations/ministry`);
    expect(await act(page, 'Gửi lại tất cả')).toBe('Gửi lại: 3 lượt gửi tới ministry đã vào lại hàng');
    expect(await page.locator('.acts').textContent()).toMatch(/Gửi lại: 3 lượt gửi bên nhận từ chối.*http-422/s);
    expect((await served.audited()).at(-1)).toMatchObject({
      event: 'transmit',
      details: { action: 'retry', destination: 'ministry', state: 'refused', reason: 'http-422' },
    });
    await page.close();
  });

  it('take single deliveries out of the queue and put them back, from the record’s page', async () => {
    const page = await visitor.open(`/records?q=${keys[0]}`);
    await page.getByRole('link', { name: String(keys[0]), exact: true }).click();
    const portal = page.locator('article.delivery', { hasText: 'portal' });
    await eventually('it waits between two tries', async () => {
      const done = await act(page, 'Rút khỏi hàng gửi', { reason: 'Chờ cổng mở lại' });
      return done.startsWith('Đã rút 1 lượt gửi tới portal khỏi hàng');
    });
    expect(await portal.locator('h3').textContent()).toMatch(/chờ người xử lý/);
    expect((await served.audited()).at(-1)?.details).toMatchObject({ action: 'park', why: 'Chờ cổng mở lại' });
    const words = new RegExp(`Rút khỏi hàng gửi ${NAME}, .* “Chờ cổng mở lại”`, 's');
    expect(await portal.locator('.acts').textContent()).toMatch(words);
    const address = page.url();
    await page.goto(`${served.desk.gateway.url}/destinations/portal/held?state=parked`);
    expect(await page.locator('tbody tr').first().textContent()).toMatch(words);
    await page.goto(address);
    const refused = portal.locator('details.act', { hasText: 'Xác nhận đã tới' });
    await refused.locator('summary').click();
    await refused.locator('input[name=receipt]').fill('P-1');
    await refused.locator('input[name=reason]').fill('hỏi qua điện thoại');
    await refused.locator('input[name=author]').fill(NAME);
    await refused.getByRole('button').click();
    await page.locator('.flash').waitFor();
    expect((await served.audited()).at(-1)?.details).toMatchObject({ action: 'settle', receipt: 'P-1' });
    await page.close();
  });

  it('send again what the receiver lost, and keep who said so, why, and what it had answered before', async () => {
    const page = await visitor.open(`/records?q=${keys[1]}`);
    await page.getByRole('link', { name: String(keys[1]), exact: true }).click();
    const province = page.locator('article.delivery', { hasText: 'province' });
    const receipt = String(await province.locator('.facts code').first().textContent());
    expect(receipt).toMatch(/^province-/);
    const lost = await act(page, 'Gửi lại: nơi nhận đã mất', { reason: 'Kho tỉnh báo mất dữ liệu ngày hôm qua' });
    expect(lost).toBe('Đã đưa 1 lượt gửi tới province vào hàng để gửi lại');
    expect(await province.locator('.acts').textContent()).toMatch(
      new RegExp(`${NAME}, .* “Kho tỉnh báo mất dữ liệu ngày hôm qua”\\s*Trước đó đã giao lúc .*${receipt}`, 's'),
    );
    await eventually('it is there again', async () => {
      await page.reload();
      return (await province.locator('.tag.good').count()) === 1;
    });
    expect(await province.locator('summary', { hasText: '2 lần thử' }).count()).toBe(1);
    expect(await province.locator('.acts').textContent()).toContain(receipt);
    await page.close();
  });

  it('do nothing for a form without a name, for another page’s form, and for a name that is none', async () => {
    const page = await visitor.open('/destinations');
    const { url } = served.desk.gateway;
    const post = (path: string, form: Readonly<Record<string, string>>, origin = url) =>
      page.request.post(`${url}${path}`, { form: { ...form }, headers: { Origin: origin }, maxRedirects: 0 });
    const before = (await served.audited()).length;
    expect((await post('/destinations/province/stop', { reason: 'x' })).status()).toBe(303);
    expect(
      (await post('/destinations/province/stop', { reason: 'x', author: NAME }, 'https://a.example')).status(),
    ).toBe(403);
    expect((await post('/destinations/provinces/stop', { reason: 'x', author: NAME })).status()).toBe(404);
    expect(await served.audited()).toHaveLength(before);
    const back = await post('/destinations/province/start', { author: NAME, back: '//evil.example/' });
    expect(back.headers()['location']).toBe('/destinations/province');
    await page.close();
  });

  it('fit a phone, in English, and work without script', async () => {
    const phone = await visitor.open('/destinations?lang=en', { viewport: PHONE });
    expect(await phone.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    expect(await phone.locator('h1').textContent()).toBe('Destinations');
    expect(await visitor.barriers(phone)).toEqual([]);
    await phone.close();
    const bare = await visitor.open('/destinations/portal', { script: false });
    expect(await act(bare, 'Dừng gửi', { reason: 'không có script' })).toBe('portal: đã dừng');
    await bare.close();
  });
});
