import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type ConsoleServer, startConsoleServer } from '../../support/console-server.ts';
import { facility } from '../../support/coverage-facts.ts';

let server: ConsoleServer;
beforeEach(async () => {
  server = await startConsoleServer();
});
afterEach(() => server.close());

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
      'Cập nhật lúc 08:15',
      'mã cơ sở đầu 99 là mã tạm',
      'chưa đăng nhập trong 30 ngày qua',
      'Im lặng bất thường',
    ]) {
      expect(text).toContain(words);
    }
    expect(text.match(/<tr role="row" id="f-/g)).toHaveLength(134);
  });

  it('shows it in English on demand, and nothing else on an unknown language', async () => {
    const { text } = await load('/?lang=en');
    expect(text).toContain('<html lang="en">');
    expect(text).toContain('38 days left');
    expect(text).toContain('href="/" lang="vi"');
    expect((await load('/?lang=xx')).text).toContain('<html lang="vi">');
  });

  it('counts down to the day, and past it', async () => {
    server.world.now = Date.parse('2026-12-30T08:00:00+07:00');
    expect((await load()).text).toContain('Hôm nay là hạn');
    server.world.now = Date.parse('2027-01-02T08:00:00+07:00');
    expect((await load()).text).toContain('Quá mốc 3 ngày');
  });

  it('escapes what stands in the registry', async () => {
    server.world.registry = [facility({ code: '51001', name: '<script>alert(1)</script>', commune: '"><b>' })];
    const { text } = await load();
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(text).not.toContain('<script>alert');
    expect(text).not.toContain('"><b>');
  });

  it('marks placeholder codes only', async () => {
    server.world.registry = [facility({ code: '51001' })];
    expect((await load()).text).not.toContain('mã tạm');
  });

  it('says what to do when the registry is empty', async () => {
    server.world.registry = [];
    const { status, text } = await load();
    expect([status, text.includes('lien-thong facility add')]).toEqual([200, true]);
  });

  it('says so when the figures cannot be read, and tells why to the log only', async () => {
    server.world.storeFailure = new Error('disk on fire');
    const { status, headers, text } = await load();
    expect([status, headers.get('cache-control')]).toEqual([503, 'no-store']);
    expect(text).toContain('Chưa đọc được số liệu');
    expect(text).toContain('data-page="failure"');
    expect(text).not.toContain('disk on fire');
    expect(server.world.failures).toEqual([server.world.storeFailure]);
  });
});

describe('for others than staff', () => {
  beforeEach(() => {
    server.world.facts = [];
  });

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
  beforeEach(() => {
    server.world.facts = [];
  });

  it('are all there, of their type, and may be kept for good', async () => {
    const { text } = await load();
    const paths = text.match(/\/console\/assets\/[^"]+/g) ?? [];
    const fonts = (await load(paths.find((path) => path.endsWith('fonts.css')))).text.match(/[\w-]+\.woff2/g) ?? [];
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
    const [path = ''] = (await load()).text.match(/\/console\/assets\/\w+\/echarts[^"]+/) ?? [];
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
