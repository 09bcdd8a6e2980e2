import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { main } from '../../../src/cli/main.ts';
import { openStore } from '../../../src/cli/open-store.ts';
import type { CliRun } from '../../support/run-cli.ts';
import { createFolder } from '../../support/run-cli.ts';
import { acceptRecords, facilityOf, recordOf } from '../../support/store-fixtures.ts';

const NOW = Date.parse('2026-11-22T08:00:00+07:00');
const SIGHTING = { list: 'MA_KHOA', form: 'XML3', field: 'MA_KHOA', reason: 'not-in-list', day: null } as const;

let folder: Awaited<ReturnType<typeof createFolder>>;
beforeEach(async () => {
  folder = await createFolder();
});
afterEach(() => folder.remove());

const world = () => ({ env: {}, cwd: folder.path, clock: () => NOW, sleep: async () => {}, newId: () => 'id' });

async function run(...args: string[]): Promise<CliRun> {
  const [out, err]: [string[], string[]] = [[], []];
  const to = (sink: string[]) => ({ write: (text: string) => sink.push(text) });
  const code = await main(['codes', 'unmapped', ...args], { ...world(), stdout: to(out), stderr: to(err) });
  return { code, stdout: out.join(''), stderr: err.join('') };
}

describe('codes unmapped', () => {
  it('shows the worklist of the store, page by page', async () => {
    const store = await openStore(world());
    await store.putFacility(facilityOf('99001'));
    const unmapped = [
      { ...SIGHTING, code: 'K97', count: 3 },
      { ...SIGHTING, code: '~x x', count: 2 },
    ];
    await acceptRecords(store, [recordOf({ unmapped })]);
    await store.close();
    const { stdout } = await run('--limit', '1');
    expect(stdout).toMatch(/^3 +MA_KHOA +K97 +99001 +XML3\.MA_KHOA +not-in-list +2026-11-22T08:00:00\+07:00 /m);
    const [, after = ''] = /^… more: --after (\S+)$/m.exec(stdout) ?? [];
    const next = JSON.parse((await run('--after', after, '--json')).stdout) as { codes: object[]; next: null };
    expect(next).toMatchObject({ codes: [{ code: '~x x', masked: true, count: 2 }], next: null });
    expect((await run('--list', 'ICD10_VN')).stdout.split('\n')).toHaveLength(2);
  });

  describe('from a gateway', () => {
    let server: Server;
    let url: string;
    const asked: (string | undefined)[] = [];
    const answer = { status: 200, body: {} as object };
    beforeEach(async () => {
      server = createServer((request, response) => {
        asked.push(request.url);
        response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
      }).listen(0, '127.0.0.1');
      await new Promise((resolve) => server.once('listening', resolve));
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });
    afterEach(() => new Promise((resolve) => server.close(resolve)));

    it('asks with its filters', async () => {
      Object.assign(answer, { status: 200, body: { codes: [], next: null } });
      expect(await run('--url', url, '--list', 'MA_KHOA', '--limit', '5', '--json')).toMatchObject({
        code: 0,
        stdout: '{"codes":[],"next":null}\n',
      });
      expect(asked.at(-1)).toBe('/codes/unmapped?list=MA_KHOA&limit=5');
    });

    it.each([
      [401, 'to staff only (HTTP 401)'],
      [400, 'does not know these filters'],
      [404, 'answered HTTP 404'],
    ])('tells of a refusal: %i', async (status, problem) => {
      Object.assign(answer, { status, body: {} });
      expect(await run('--url', url)).toMatchObject({ code: 1, stderr: expect.stringContaining(problem) });
    });
  });
});
