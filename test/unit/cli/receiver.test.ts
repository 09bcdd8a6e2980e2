import { readFileSync } from 'node:fs';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { stringify } from 'yaml';
import { loadConfig } from '../../../src/config/load-config.ts';
import { PATHS } from '../../../src/config/paths.ts';
import { startReceiverProcess, startSignedInReceiverProcess } from '../../support/receiver-process.ts';
import { createFolder, runCli } from '../../support/run-cli.ts';

const TRANSACTION = {
  resourceType: 'Bundle',
  type: 'transaction',
  entry: [{ resource: { resourceType: 'Patient', id: '99001-1' }, request: { method: 'PUT', url: 'Patient/99001-1' } }],
};

function post(url: string): Promise<Response> {
  const headers = { 'content-type': 'application/fhir+json' };
  return fetch(url, { method: 'POST', headers, body: JSON.stringify(TRANSACTION) });
}

describe('receiver', () => {
  it.each([
    ['province', 'province-00000001'],
    ['nation', 'VN/00000001'],
  ] as const)(
    '%s takes transactions at the address it prints until Ctrl-C; its receipt is %s',
    async (name, receipt) => {
      const receiver = await startReceiverProcess(name);
      try {
        const answer = await post(receiver.url);
        const { type, id } = (await answer.json()) as { type: string; id?: string };
        expect({ status: answer.status, type }).toEqual({ status: 200, type: 'transaction-response' });
        expect(id ?? answer.headers.get('x-receipt-id')).toBe(receipt);
        expect((await fetch(`${receiver.url}/Patient/99001-1`)).status).toBe(200);
      } finally {
        expect(await receiver.interrupt()).toBe(0);
      }
      await expect(post(receiver.url)).rejects.toThrow();
    },
  );

  it('says in one line that the port is taken, and exits 1', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const args = ['receiver', '--name', 'province', '--port', String(port)];
    const { code, stdout, stderr } = await runCli(args, { cwd: PATHS.root });
    other.close();
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(new RegExp(`^lien-thong: .*EADDRINUSE.*${port}\n$`));
  });

  it.each(['province-warehouse', 'moh-hub', 'claim-portal', 'e-prescription'] as const)(
    '%s prints a destination that the gateway takes, keeps its secrets to the owner, and its accounts over a restart',
    async (kind) => {
      const folder = await createFolder();
      const out = join(folder.path, 'secrets');
      try {
        const first = await startSignedInReceiverProcess(kind, ['99001', '99002'], out);
        expect(await first.interrupt()).toBe(0);
        const files = await readdir(out);
        expect(files.length).toBeGreaterThanOrEqual(2);
        const secrets = await Promise.all(files.map((file) => readFile(join(out, file), 'utf8')));
        for (const file of files) expect((await stat(join(out, file))).mode & 0o777).toBe(0o600);

        const second = await startSignedInReceiverProcess(kind, ['99001', '99002'], out);
        expect((await fetch(`${second.url}/_effects`)).status).toBe(200);
        expect(await second.interrupt()).toBe(0);
        expect(await Promise.all(files.map((file) => readFile(join(out, file), 'utf8')))).toEqual(secrets);

        const config = join(folder.path, 'lt.yaml');
        await writeFile(config, stringify({ destinations: [second.destination] }));
        const { destinations } = loadConfig({ LT_CONFIG: config }, (file) => readFileSync(file, 'utf8'));
        expect(destinations).toMatchObject([{ id: kind, kind, url: second.url }]);
      } finally {
        await folder.remove();
      }
    },
  );

  it.each([
    [['--kind', 'claim-portal', '--port', '0', '--out', 'x'], '--facility'],
    [['--kind', 'claim-portal', '--port', '0', '--facility', '99001'], '--out'],
    [['--kind', 'claim-portal', '--port', '0', '--facility', '../x', '--out', 'x'], '--facility'],
    [['--kind', 'claim-portal', '--port', '0', '--facility', '99001', '--out', 'x', '--doctor', 'a'], '--doctor'],
    [['--kind', 'moh-hub', '--port', '0', '--facility', '9900A', '--out', 'x'], '--facility'],
    [['--name', 'province', '--port', '0', '--facility', '99001'], '--facility'],
    [['--kind', 'file', '--port', '0'], '--kind'],
  ])('%j is wrong usage', async (args, option) => {
    const folder = await createFolder();
    const { code, stdout, stderr } = await runCli(['receiver', ...args], { cwd: folder.path });
    await folder.remove();
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(option);
  });
});
