import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PATHS } from '../../src/config/paths.ts';
import type { Receipt } from '../../src/types/receipt.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { type GatewayProcess, startGatewayProcess } from '../support/gateway-process.ts';
import { type ReceiverProcess, startReceiverProcess } from '../support/receiver-process.ts';
import { createFolder, runCli } from '../support/run-cli.ts';

const EXAMPLE = join(PATHS.root, 'examples', 'claim.xml');
const RESOURCES = 66;

describe('the walk of the README', () => {
  let folder: Awaited<ReturnType<typeof createFolder>>;
  let dataDir: string;
  let receivers: readonly ReceiverProcess[];
  let gateway: GatewayProcess;

  beforeEach(async () => {
    folder = await createFolder();
    dataDir = join(folder.path, 'data');
    await mkdir(dataDir);
    receivers = await Promise.all([startReceiverProcess('province'), startReceiverProcess('nation')]);
    const [province, nation] = receivers.map(({ url }) => url) as [string, string];
    const port = await freePort();
    const destinations = [
      { id: 'province', url: province },
      { id: 'nation', url: nation },
    ];
    gateway = await startGatewayProcess({ dataDir, port, destinations, publicUrl: `http://127.0.0.1:${port}` });
  });
  afterEach(async () => {
    const codes = await Promise.all([gateway.terminate(), ...receivers.map((receiver) => receiver.interrupt())]);
    await folder.remove();
    expect(codes).toEqual([0, 0, 0]);
  });

  const run = (...args: string[]) => runCli(args, { cwd: folder.path, env: { DATA_DIR: dataDir } });

  async function call(token: string, path: string, body?: Buffer): Promise<{ status: number; receipt: Receipt }> {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/xml' };
    const answer = await fetch(
      `${gateway.url}${path}`,
      body === undefined ? { headers } : { headers, method: 'POST', body },
    );
    return { status: answer.status, receipt: (await answer.json()) as Receipt };
  }

  it('takes examples/claim.xml without a finding and delivers it to both destinations', async () => {
    expect(await run('validate', EXAMPLE)).toEqual({ code: 0, stdout: `${EXAMPLE}: không có lỗi\n`, stderr: '' });
    expect((await run('map', EXAMPLE, '--to', 'fhir', '--loss')).stdout).toContain(
      `${RESOURCES} resources, 0 fields lost`,
    );

    expect((await run('keys', 'generate', '--out', 'keys')).code).toBe(0);
    const facility = ['--code', '99001', '--name', 'Bệnh viện Mẫu', '--kind', 'hospital'];
    const added = await run('facility', 'add', ...facility, '--jwks', 'keys/public-keys.jwks.json');
    expect(added.stdout).toBe('99001 added, 1 keys registered\n');
    const session = ['--url', gateway.url, '--facility', '99001', '--key', 'keys/private-key.jwk.json'];
    const token = (await run('token', ...session)).stdout.trim();

    const bytes = await readFile(EXAMPLE);
    const sent = await call(token, '/submissions', bytes);
    expect(sent).toMatchObject({ status: 201, receipt: { state: 'accepted', records: [{ resources: RESOURCES }] } });
    const { id } = sent.receipt;
    await eventually('both destinations have the record', async () => {
      const [record] = (await call(token, `/submissions/${id}`)).receipt.records;
      const done = record?.deliveries
        .filter(({ state }) => state === 'delivered')
        .map(({ destination }) => destination);
      return done?.toSorted().join() === 'nation,province';
    });
    expect(await call(token, '/submissions', bytes)).toMatchObject({ status: 200, receipt: { id } });
    for (const { url } of receivers) {
      const { stats } = (await (await fetch(new URL('/_effects', url))).json()) as { stats: object };
      expect(stats).toMatchObject({ committed: 1, resources: RESOURCES });
    }
  });
});
