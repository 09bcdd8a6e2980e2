import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { renderHtml } from '../../../src/console/html.ts';
import { renderTotals } from '../../../src/console/overview/totals-section.ts';
import { createView } from '../../../src/console/view.ts';
import { CoverageBehindError } from '../../../src/measure/coverage-state.ts';
import { type ConsoleServer, startConsoleServer } from '../../support/console-server.ts';
import { facility } from '../../support/coverage-facts.ts';

let server: ConsoleServer;
let start: number;
beforeAll(async () => {
  server = await startConsoleServer();
  start = server.world.now;
});
afterAll(() => server.close());
afterEach(() => {
  // Figures are shown for 5 seconds: what a test changed is not what the next one sees.
  start += 60_000;
  Object.assign(server.world, { now: start, registry: null, storeFailure: null, isStaff: true });
  server.world.failures.length = 0;
});

const TARGETS = { province: '2026-12-30', hospital: '2025-09-30', other: '2026-12-31' };

async function load(path = '/', headers: Record<string, string> = {}) {
  const response = await fetch(`${server.url}${path}`, { headers });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

describe('the page', () => {
  it('comes with a strict policy and is not kept', async () => {
    const { status, headers } = await load();
    expect(status).toBe(200);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      vary: 'Accept-Encoding',
    });
  });

  it('has no script, style or address of elsewhere in its markup', async () => {
    const { text } = await load();
    expect(text).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:/i);
    expect(text.match(/<script[^>]*>/g)?.every((tag) => / src="\/console\/assets\//.test(tag))).toBe(true);
    expect(text).not.toMatch(/(?:src|href|action)="(?!\/|#|\?)/);
  });

  it('shows the province in Vietnamese', async () => {
    const { text } = await load();
    expect(text).toContain('<html lang="vi">');
    for (const words of [
      'Theo dõi bệnh án điện tử tỉnh Quảng Ngãi',
      'Còn 38 ngày',
      'đến hết 30/12/2026: 100% cơ sở có bệnh án điện tử',
      'bệnh viện 30/09/2025 (đã qua), cơ sở khác 31/12/2026',
      '38 trên 55 cơ sở thuộc phạm vi',
      'Kể cả 73 cơ sở chưa rõ phạm vi',
      'Số liệu đến 22/11/2026',
      'mã cơ sở đầu 99 là mã tạm',
      'Cần liên hệ hôm nay',
      'Thay đổi so với hôm qua',
      'Bản đồ 96 xã, phường, đặc khu',
    ]) {
      expect(text).toContain(words);
    }
    expect((await load('/facilities')).text.match(/<tr role="row" id="f-/g)).toHaveLength(50);
  });

  it('shows it in English on demand, and nothing else on an unknown language', async () => {
    const { text } = await load('/?lang=en');
    expect(text).toContain('<html lang="en">');
    expect(text).toContain('38 days left');
    expect(text).toContain('href="/?lang=vi" lang="vi"');
    expect((await load('/?lang=xx')).text).toContain('<html lang="vi">');
  });

  it('counts down to the day, and past it', async () => {
    const { report } = await server.overview();
    const on = (day: string) => renderHtml(renderTotals(report.province, day, TARGETS, createView('vi')));
    expect(on('2026-12-30')).toContain('Hôm nay là hạn');
    expect(on('2027-01-02')).toContain('Quá mốc 3 ngày');
  });

  it('escapes what stands in the registry', async () => {
    server.world.now += 6_000;
    server.world.registry = [facility({ code: '51001', name: '<script>alert(1)</script>', commune: '"><b>' })];
    const { text } = await load('/facilities');
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(text).not.toContain('<script>alert');
    expect(text).not.toContain('"><b>');
  });

  it('marks placeholder codes only', async () => {
    server.world.now += 6_000;
    server.world.registry = [facility({ code: '51001' })];
    expect((await load()).text).not.toContain('mã tạm');
  });

  it('says what to do when the registry is empty', async () => {
    server.world.now += 6_000;
    server.world.registry = [];
    const { status, text } = await load();
    expect([status, text.includes('lien-thong facility add')]).toEqual([200, true]);
  });

  it('says so when the figures cannot be read, and tells why to the log only', async () => {
    server.world.storeFailure = new Error('disk on fire');
    server.world.now += 6_000;
    const { status, headers, text } = await load();
    expect([status, headers.get('cache-control')]).toEqual([503, 'no-store']);
    expect(text).toContain('Chưa đọc được số liệu');
    expect(text).toContain('data-page="failure"');
    expect(text).not.toContain('disk on fire');
    expect(server.world.failures).toEqual([server.world.storeFailure]);
  });
});

describe('while the figures are counted for the first time', () => {
  it('says so, tries again, and calls it no failure', async () => {
    server.world.storeFailure = new CoverageBehindError(null);
    server.world.now += 6_000;
    const { status, text } = await load();
    expect([status, text.includes('Đang tính số liệu lần đầu')]).toEqual([503, true]);
    expect(text).toContain('data-page="failure" data-topics="coverage"');
    expect(server.world.failures).toEqual([]);
  });
});

describe('for others than staff', () => {
  it('says in both languages what to configure, and loads nothing', async () => {
    server.world.isStaff = false;
    const { status, headers, text } = await load();
    expect([status, headers.get('content-type')]).toEqual([401, 'text/html; charset=utf-8']);
    expect(text).toMatch(/lang="vi">Phần dành cho cán bộ/);
    expect(text).toMatch(/lang="en">The staff/);
    expect(text).toContain('LT-A015');
    expect(text).not.toMatch(/<script|<link/);
  });

  it('gives no file of the console either', async () => {
    const [path = ''] = (await load()).text.match(/\/console\/assets\/\w+\/console\.js/) ?? [];
    server.world.isStaff = false;
    expect((await load(path)).status).toBe(401);
  });
});

describe('the files of the page', () => {
  it('are all there, of their type, and may be kept for good', async () => {
    const { text } = await load();
    const paths = text.match(/\/console\/assets\/[^"]+/g) ?? [];
    const fonts = (await load(paths.find((path) => path.endsWith('style.css')))).text.match(/[\w-]+\.woff2/g) ?? [];
    const [folder = ''] = paths[0]?.match(/.*\//) ?? [];
    const types = await Promise.all(
      [...paths, ...fonts.map((name) => `${folder}${name}`)].map(async (path) => {
        const { status, headers } = await load(path);
        return `${status} ${headers.get('content-type')} ${headers.get('cache-control')}`;
      }),
    );
    const forever = 'private, max-age=31536000, immutable';
    expect(new Set(types)).toEqual(
      new Set(
        ['text/css; charset=utf-8', 'text/javascript; charset=utf-8', 'image/svg+xml', 'font/woff2'].map(
          (type) => `200 ${type} ${forever}`,
        ),
      ),
    );
    expect(fonts).toHaveLength(4);
  });

  it('come compressed to those who take it', async () => {
    const [folder = ''] = (await load()).text.match(/\/console\/assets\/\w+\//) ?? [];
    const path = `${folder}echarts.min.js`;
    const [packed, plain] = await Promise.all([
      load(path, { 'accept-encoding': 'gzip' }),
      load(path, { 'accept-encoding': 'identity' }),
    ]);
    expect([packed.headers.get('content-encoding'), plain.headers.get('content-encoding')]).toEqual(['gzip', null]);
    expect(packed.text).toBe(plain.text);
  });

  it('answer 404 for what is none of them', async () => {
    const [folder = ''] = (await load()).text.match(/\/console\/assets\/\w+\//) ?? [];
    expect((await load(`${folder}..%2fassets.ts`)).status).toBe(404);
    expect((await load(`${folder}constructor`)).status).toBe(404);
    expect((await load('/console/assets/0000000000000000/console.js')).status).toBe(404);
  });
});

describe('a form', () => {
  const path = '/facilities/99001/notes';
  const form = { text: 'Đã gọi', author: 'Trần Thị Bình' };
  const send = (headers: Record<string, string>, body: URLSearchParams | string = new URLSearchParams(form)) =>
    fetch(`${server.url}${path}`, { method: 'POST', redirect: 'manual', headers, body });
  const ours = { 'sec-fetch-site': 'same-origin' };

  it('is carried out once and leads to a page; the name is remembered for this site only', async () => {
    const response = await send(ours);
    expect([response.status, response.headers.get('location')]).toEqual([303, '/facilities/99001#notes']);
    const [author = '', flash = ''] = response.headers.getSetCookie();
    expect(author).toMatch(/^lt-author=[^;]+; Path=\/; Max-Age=31536000; HttpOnly; SameSite=Strict$/);
    const cookie = [author, flash].map((one) => one.split(';')[0]).join('; ');
    const page = await load('/facilities/99001', { cookie });
    expect(page.text).toContain('<p class="flash" role="status">Đã thêm ghi chú.</p>');
    expect(page.text).toContain('value="Trần Thị Bình"');
    expect(page.headers.getSetCookie()).toEqual(['lt-flash=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict']);
  });

  it.each([
    ['from another site', { 'sec-fetch-site': 'cross-site' }],
    ['from nowhere', {}],
    ['from another origin', { origin: 'http://evil.example' }],
  ])('%s is refused, and nothing is written', async (_, headers) => {
    const before = await server.store.notes('99001');
    const response = await send(headers);
    expect([response.status, await response.text()]).toEqual([403, expect.stringContaining('LT-C070')]);
    expect(await server.store.notes('99001')).toEqual(before);
  });

  it.each([
    ['too long', new URLSearchParams({ ...form, text: 'x'.repeat(20_000) })],
    ['of another type', JSON.stringify(form)],
  ])('%s is refused', async (_, body) => {
    const response = await send(ours, body);
    expect([response.status, await response.text()]).toEqual([400, expect.stringContaining('LT-C071')]);
  });

  it('is not taken from others than staff', async () => {
    server.world.isStaff = false;
    expect((await send(ours)).status).toBe(401);
  });

  it('says that it is not known what became of it when the store fails', async () => {
    server.world.storeFailure = new Error('disk on fire');
    server.world.now += 6_000;
    const response = await send(ours);
    expect([response.status, await response.text()]).toEqual([
      503,
      expect.stringContaining('chưa rõ thao tác vừa gửi'),
    ]);
  });
});
