import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { generateKeyPair } from '../../../src/authenticate/keys.ts';
import { type CliGateway, startCliGateway } from '../../support/cli-gateway.ts';
import { type CliRun, createFolder, runCli } from '../../support/run-cli.ts';

describe('a facility at the terminal', () => {
  let folder: Awaited<ReturnType<typeof createFolder>>;
  let gateway: CliGateway;

  beforeEach(async () => {
    folder = await createFolder();
    const { privateKey, publicKey } = await generateKeyPair();
    gateway = await startCliGateway(publicKey);
    await mkdir(join(folder.path, 'out/more'), { recursive: true });
    await writeFile(join(folder.path, 'key.json'), JSON.stringify(privateKey));
    await writeFile(join(folder.path, 'out/b.xml'), '<A>MALK1 MALK2</A>');
    await writeFile(join(folder.path, 'out/a.json'), '\uFEFF{"a":"MALK3"}');
    await writeFile(join(folder.path, 'out/more/c.XML'), '<A>MALK4</A>');
    await writeFile(join(folder.path, 'out/notes.txt'), 'not for the gateway');
    await writeFile(join(folder.path, 'out/.d.xml'), '<hidden/>');
    await writeFile(join(folder.path, 'bad.xml'), '<A>MALK5 BAD1</A>');
    await writeFile(join(folder.path, 'whole.xml'), '<A>WHOLE</A>');
    await writeFile(join(folder.path, 'untitled'), '  <A>MALK6</A>');
  });
  afterEach(async () => {
    await gateway.close();
    await folder.remove();
  });

  const run = (...args: string[]): Promise<CliRun> =>
    runCli([...args, '--url', `${gateway.url}/`, '--facility', '99001', '--key', 'key.json'], { cwd: folder.path });

  describe('token', () => {
    it('prints a token and nothing else', async () => {
      const { code, stdout, stderr } = await run('token');
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]{128}\n$/);
    });

    it('prints the whole answer with --json', async () => {
      const { stdout } = await run('token', '--json');
      expect(JSON.parse(stdout)).toMatchObject({ token_type: 'bearer', expires_in: 300, scope: 'system/*.cruds' });
    });

    it('says why there is none', async () => {
      const stranger = await generateKeyPair();
      await writeFile(join(folder.path, 'key.json'), JSON.stringify(stranger.privateKey));
      const { code, stdout, stderr } = await run('token');
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toMatch(/^lien-thong: no token: HTTP 401: invalid_client: LT-A026: .+\n$/);
    });

    it('makes a new assertion when an answer was lost: the old one could be a replay', async () => {
      gateway.tokenDisturbances.push('reset', { status: 503, retryAfter: '0' });
      expect((await run('token')).code).toBe(0);
    });

    it.each([
      ['nothing there', undefined, 'key.json cannot be read'],
      ['no JSON', 'x', 'key.json is not JSON'],
      ['another curve', { kty: 'EC', crv: 'P-256', d: 'x', kid: 'x' }, 'key.json is not a JWK for ES384'],
      ['a public key', { kty: 'EC', crv: 'P-384', kid: 'x' }, 'key.json holds no private key'],
      ['no kid', { kty: 'EC', crv: 'P-384', d: 'x' }, 'key.json has no kid'],
    ])('refuses a key file with %s', async (_, key, message) => {
      const file = join(folder.path, 'key.json');
      if (key === undefined) await import('node:fs/promises').then(({ rm }) => rm(file));
      else await writeFile(file, typeof key === 'string' ? key : JSON.stringify(key));
      const { code, stderr } = await run('token');
      expect(code).toBe(1);
      expect(stderr).toContain(message);
    });
  });

  describe('send', () => {
    it('sends a folder in the order of names, byte for byte, and says in Vietnamese what happened', async () => {
      const { code, stdout, stderr } = await run('send', 'out');
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(gateway.received.map(({ type, bytes }) => [type, bytes.toString()])).toEqual([
        ['application/fhir+json', '\uFEFF{"a":"MALK3"}'],
        ['application/xml', '<A>MALK1 MALK2</A>'],
        ['application/xml', '<A>MALK4</A>'],
      ]);
      expect(stdout.replaceAll(/[0-9a-f-]{36}/g, 'ID')).toBe(
        [
          'out/a.json: đã nhận, ID',
          '  MALK3: đã nhận, 57 tài nguyên',
          '    province: đã giao 2026-11-22T08:00:05+07:00, 1 lần thử, mã bên nhận B-1',
          '    nation: chờ gửi, 0 lần thử',
          'out/b.xml: đã nhận, ID',
          ...['MALK1', 'MALK2'].flatMap((key) => [
            `  ${key}: đã nhận, 57 tài nguyên`,
            '    province: đã giao 2026-11-22T08:00:05+07:00, 1 lần thử, mã bên nhận B-1',
            '    nation: chờ gửi, 0 lần thử',
          ]),
          'out/more/c.XML: đã nhận, ID',
          '  MALK4: đã nhận, 57 tài nguyên',
          '    province: đã giao 2026-11-22T08:00:05+07:00, 1 lần thử, mã bên nhận B-1',
          '    nation: chờ gửi, 0 lần thử',
          '3 tệp: 3 được nhận, 0 đã gửi trước đây, 0 có phần bị từ chối',
          '',
        ].join('\n'),
      );
      expect(gateway.tokens).toHaveLength(1);
    });

    it('can be repeated: what was sent before is told and not doubled', async () => {
      await run('send', 'out/b.xml');
      const { code, stdout } = await run('send', 'out', 'untitled', '--lang', 'en');
      expect(code).toBe(0);
      expect(stdout).toMatch(/^out\/b\.xml: accepted \(sent before, nothing doubled\), /m);
      expect(stdout).toMatch(/4 files: 3 taken, 1 sent before, 0 with refusals\n$/);
      expect(gateway.received.at(-1)?.type).toBe('application/xml');
    });

    it('names what was refused, at its place, and exits 1', async () => {
      const { code, stdout } = await run('send', 'bad.xml', 'whole.xml', 'out/b.xml', '--lang', 'en');
      expect(code).toBe(1);
      expect(stdout).toMatch(/^ {2}MALK5: accepted, 57 resources$/m);
      expect(stdout).toMatch(/^ {2}BAD1: refused, 0 resources$/m);
      expect(stdout).toMatch(
        /^ {4}LT-A028 error XML1\[1\]\.MA_LK: MA_LK of the client_assertion is missing or wrong\. /m,
      );
      expect(stdout).toMatch(/^whole\.xml: refused \(HTTP 400\)$/m);
      expect(stdout).toMatch(/3 files: 1 taken, 0 sent before, 2 with refusals\n$/);
    });

    it('tells the issues in Vietnamese by default', async () => {
      const { stdout } = await run('send', 'whole.xml');
      expect(stdout).toContain(
        'whole.xml: bị từ chối (HTTP 400)\n  LT-A028 lỗi XML1[1].MA_LK: MA_LK trong client_assertion',
      );
    });

    it('writes one JSON object per file with --json', async () => {
      const { code, stdout } = await run('send', 'out/b.xml', 'whole.xml', '--json');
      const lines = stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
      expect(code).toBe(1);
      expect(lines).toMatchObject([
        { file: 'out/b.xml', status: 201, replayed: false, receipt: { state: 'accepted' } },
        { file: 'whole.xml', status: 400, replayed: false, outcome: { resourceType: 'OperationOutcome' } },
      ]);
    });

    it('tries again after resets and busy answers, and waits as it is told', async () => {
      gateway.disturbances.push('reset', { status: 503, retryAfter: '0' }, { status: 429, retryAfter: '0' });
      const { code, stderr } = await run('send', 'out/b.xml');
      expect(code).toBe(0);
      expect(gateway.received).toHaveLength(1);
      expect(stderr).toContain('HTTP 503; trying again in 0 s');
      expect(stderr).toContain('HTTP 429; trying again in 0 s');
    });

    it('gets a new token when the one it has is refused', async () => {
      gateway.disturbances.push({ status: 401 });
      expect((await run('send', 'out/b.xml')).code).toBe(0);
      expect(gateway.tokens).toHaveLength(2);
    });

    it('stops at a gateway that stays busy, after it has told what was sent', async () => {
      const busy = Array.from({ length: 6 }, () => ({ status: 503, retryAfter: '0' }));
      gateway.tokenDisturbances.push(...busy);
      const { code, stdout, stderr } = await run('send', 'out');
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toContain(`no answer from ${gateway.url}: HTTP 503; try again later\n`);
      expect(gateway.received).toEqual([]);
    });

    it.each([
      [['nowhere'], 'nowhere cannot be read'],
      [['out/b.xml', 'nowhere'], 'nowhere cannot be read'],
      [['empty'], 'no .xml or .json file found'],
    ])('sends nothing for %j', async (paths, message) => {
      await mkdir(join(folder.path, 'empty'));
      const { code, stderr } = await run('send', ...paths);
      expect(code).toBe(1);
      expect(stderr).toContain(message);
      expect(gateway.received).toEqual([]);
    });
  });

  describe('status', () => {
    it('shows the receipts of an encounter and of a submission', async () => {
      await run('send', 'out/b.xml');
      const ofEncounter = await run('status', 'MALK2', '--json');
      const [receipt] = JSON.parse(ofEncounter.stdout) as [{ id: string }];
      const ofSubmission = await run('status', receipt.id);
      expect([ofEncounter.code, ofSubmission.code]).toEqual([0, 0]);
      expect(ofSubmission.stdout).toBe(
        [
          `${receipt.id} claim-xml 2026-11-22T08:00:00+07:00: đã nhận`,
          ...['MALK1', 'MALK2'].flatMap((key) => [
            `  ${key}: đã nhận, 57 tài nguyên`,
            '    province: đã giao 2026-11-22T08:00:05+07:00, 1 lần thử, mã bên nhận B-1',
            '    nation: chờ gửi, 0 lần thử',
          ]),
          '',
        ].join('\n'),
      );
      expect((await run('status', 'MALK2', '--lang', 'en')).stdout).toContain('province: delivered 2026-11-22');
    });

    it.each(['MALK9', '0198f000-0000-7000-8000-000000000000'])('exits 1 for the unknown %s', async (wanted) => {
      const { code, stdout, stderr } = await run('status', wanted);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toBe(`lien-thong: the gateway knows no ${wanted} of this facility\n`);
    });
  });
});
