import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { main } from '../../../src/cli/main.ts';
import { openStore } from '../../../src/cli/open-store.ts';
import type { DeliveryRow, QueueDepth } from '../../../src/types/store.ts';
import { type CliRun, createFolder, runCli } from '../../support/run-cli.ts';
import { facilityOf, recordOf, submissionOf } from '../../support/store-fixtures.ts';

const START = Date.UTC(2026, 10, 22, 1);

describe('queue', () => {
  let folder: Awaited<ReturnType<typeof createFolder>>;
  let ids = 0;

  const ioOf = (out: string[] = [], err: string[] = []) => ({
    stdout: { write: (text: string) => out.push(text) },
    stderr: { write: (text: string) => err.push(text) },
    env: {},
    cwd: folder.path,
    clock: () => START,
    sleep: async () => {},
    newId: () => `id-${++ids}`,
  });

  async function run(...args: string[]): Promise<CliRun> {
    const [out, err]: [string[], string[]] = [[], []];
    return { code: await main(['queue', ...args], ioOf(out, err)), stdout: out.join(''), stderr: err.join('') };
  }

  async function list(...args: string[]) {
    const { stdout } = await run('list', '--json', ...args);
    return JSON.parse(stdout) as { depths: QueueDepth[]; deliveries: DeliveryRow[] };
  }

  const states = async () =>
    (await list()).deliveries.map(({ destination, recordKey, state }) => `${destination} ${recordKey} ${state}`).sort();

  beforeEach(async () => {
    folder = await createFolder();
    const store = await openStore(ioOf());
    await store.putFacility(facilityOf('99001'));
    for (const key of ['MALK1', 'MALK2']) {
      const records = [recordOf({ key, patient: `Patient/${key}` })];
      await store.accept(submissionOf({ records, destinations: ['nation', 'province'], receivedAt: START }));
    }
    await store.close();
  });
  afterEach(() => folder.remove());

  it('lists depths and deliveries, as a process of its own on ./data', async () => {
    const { code, stdout, stderr } = await runCli(['queue', 'list'], { cwd: folder.path });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const lines = stdout.split('\n').map((line) => line.split(/ {2,}/));
    expect(lines.slice(0, 3)).toEqual([
      ['destination', 'state', 'count', 'oldest queued'],
      ['nation', 'queued', '2', '2026-11-22T08:00:00+07:00'],
      ['province', 'queued', '2', '2026-11-22T08:00:00+07:00'],
    ]);
    expect(lines[4]).toEqual([
      'delivery',
      'destination',
      'facility',
      'record',
      'state',
      'attempts',
      'queued',
      'reason',
    ]);
    expect(lines.slice(5, -1)).toHaveLength(4);
  });

  it('filters the list', async () => {
    await run('park', '--destination', 'nation');
    expect((await list('--destination', 'nation')).deliveries).toHaveLength(2);
    expect((await list('--state', 'parked')).deliveries.map(({ destination }) => destination)).toEqual([
      'nation',
      'nation',
    ]);
    expect((await list('--limit', '3')).deliveries).toHaveLength(3);
  });

  it('parks and retries the deliveries of a destination', async () => {
    expect(await run('park', '--destination', 'nation')).toEqual({ code: 0, stdout: '2 deliveries\n', stderr: '' });
    expect(await states()).toEqual([
      'nation MALK1 parked',
      'nation MALK2 parked',
      'province MALK1 queued',
      'province MALK2 queued',
    ]);
    expect((await run('retry', '--destination', 'nation', '--json')).stdout).toBe('{"moved":2}\n');
    expect((await list()).depths.map(({ state }) => state)).toEqual(['queued', 'queued']);
  });

  it('parks and retries one delivery', async () => {
    const [delivery] = (await list()).deliveries;
    expect((await run('park', '--id', String(delivery?.id))).stdout).toBe('1 delivery\n');
    expect((await list('--state', 'parked')).deliveries.map(({ id }) => id)).toEqual([delivery?.id]);
    expect((await run('retry', '--id', String(delivery?.id))).code).toBe(0);
    expect((await list('--state', 'parked')).deliveries).toEqual([]);
  });

  it('exits 1 for a delivery that is not there, 0 for a destination with nothing to move', async () => {
    const missing = await run('retry', '--id', 'no-such');
    expect(missing).toEqual({ code: 1, stdout: '0 deliveries\n', stderr: 'there is no such delivery to retry\n' });
    expect((await run('retry', '--destination', 'nation')).code).toBe(0);
  });
});
