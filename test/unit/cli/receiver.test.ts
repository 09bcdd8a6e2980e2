import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { PATHS } from '../../../src/config/paths.ts';
import { startReceiverProcess } from '../../support/receiver-process.ts';
import { runCli } from '../../support/run-cli.ts';

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
});
