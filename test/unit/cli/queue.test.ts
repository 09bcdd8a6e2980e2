import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createQueueCli, type QueueCli } from '../../support/queue-cli.ts';
import { runCli } from '../../support/run-cli.ts';
import {
  facilityOf,
  leaseAt,
  messageOf,
  NOON,
  recordOf,
  settlementOf,
  submissionOf,
} from '../../support/store-fixtures.ts';

describe('queue list, retry, park', () => {
  let cli: QueueCli;

  const states = async () =>
    (await cli.list()).deliveries
      .map(({ destination, recordKey, state }) => `${destination} ${recordKey} ${state}`)
      .sort();

  beforeEach(async () => {
    cli = await createQueueCli({ LT_CONFIG: 'config.yaml' });
    writeFileSync(join(cli.folder, 'config.yaml'), '');
    await cli.withStore(async (store) => {
      await store.putFacility(facilityOf('99001'));
      for (const key of ['MALK1', 'MALK2']) {
        const records = [recordOf({ key, patient: `Patient/${key}` })];
        await store.accept(submissionOf({ records, owed: ['nation', 'province'] }));
      }
    });
  });
  afterEach(() => cli.remove());

  it('lists depths and deliveries, as a process of its own on ./data', async () => {
    const { code, stdout, stderr } = await runCli(['queue', 'list', '--lang', 'en'], { cwd: cli.folder });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const lines = stdout.split('\n').map((line) => line.split(/ {2,}/));
    expect(lines.slice(0, 3)).toEqual([
      ['destination', 'state', 'count', 'late', 'oldest queued'],
      ['nation', 'queued', '2', '0', '2026-11-22T08:00:00+07:00'],
      ['province', 'queued', '2', '0', '2026-11-22T08:00:00+07:00'],
    ]);
    expect(lines[4]).toEqual([
      ...['delivery', 'destination', 'facility', 'record', 'kind', 'state', 'attempts', 'due', 'why'],
    ]);
    expect(lines.slice(5, -1)).toHaveLength(4);
    expect(stdout).toContain('Is next.');
  });

  it('speaks Vietnamese by itself', async () => {
    const { stdout } = await cli.run('list');
    expect(stdout).toContain('nơi nhận  trạng thái');
    expect(stdout).toContain('Đến lượt gửi.');
  });

  it('filters the list', async () => {
    await cli.run('park', '--destination', 'nation');
    expect((await cli.list('--destination', 'nation')).deliveries).toHaveLength(2);
    expect((await cli.list('--state', 'parked')).deliveries.map(({ destination }) => destination)).toEqual([
      'nation',
      'nation',
    ]);
    expect((await cli.list('--reason', 'parked-by-operator')).deliveries).toHaveLength(2);
    expect((await cli.list('--record', 'MALK2')).deliveries.map(({ recordKey }) => recordKey)).toEqual([
      'MALK2',
      'MALK2',
    ]);
    expect((await cli.list('--facility', '99002')).deliveries).toEqual([]);
    expect((await cli.list('--limit', '3')).deliveries).toHaveLength(3);
  });

  it('parks and retries the deliveries of a destination, and says so in the audit log', async () => {
    expect(await cli.run('park', '--destination', 'nation', '--reason', 'they asked for it', '--lang', 'en')).toEqual({
      ...{ code: 0, stdout: '2 deliveries\n', stderr: '' },
    });
    expect(await states()).toEqual([
      'nation MALK1 parked',
      'nation MALK2 parked',
      'province MALK1 queued',
      'province MALK2 queued',
    ]);
    expect((await cli.run('retry', '--destination', 'nation', '--json')).stdout).toBe('{"moved":2}\n');
    expect((await cli.list()).depths.map(({ state }) => state)).toEqual(['queued', 'queued']);
    const by = 'operator:lan';
    expect(await cli.audited()).toEqual([
      { event: 'amend', by, object: 'queue', action: 'park', destination: 'nation', why: 'they asked for it' },
      { event: 'transmit', by, object: 'queue', action: 'retry', destination: 'nation' },
    ]);
  });

  it('parks and retries one delivery, and those of a facility’s record', async () => {
    const [delivery] = (await cli.list()).deliveries;
    expect((await cli.run('park', '--id', String(delivery?.id), '--lang', 'en')).stdout).toBe('1 delivery\n');
    expect((await cli.list('--state', 'parked')).deliveries.map(({ id }) => id)).toEqual([delivery?.id]);
    expect((await cli.run('retry', '--id', String(delivery?.id))).code).toBe(0);
    expect((await cli.list('--state', 'parked')).deliveries).toEqual([]);
    expect((await cli.run('park', '--facility', '99001', '--record', 'MALK1', '--json')).stdout).toBe('{"moved":2}\n');
    expect(await states()).toEqual([
      'nation MALK1 parked',
      'nation MALK2 queued',
      'province MALK1 parked',
      'province MALK2 queued',
    ]);
  });

  it('exits 1 for a delivery that is not there, 0 for a destination with nothing to move', async () => {
    const missing = await cli.run('retry', '--id', 'no-such', '--lang', 'en');
    expect(missing).toEqual({ code: 1, stdout: '0 deliveries\n', stderr: 'there is no such delivery to move\n' });
    expect((await cli.run('retry', '--destination', 'nation')).code).toBe(0);
  });

  it('settles one of unknown end that a person found there, tells its facility, and says so in the audit log', async () => {
    writeFileSync(
      join(cli.folder, 'config.yaml'),
      'webhooks: [{ facility: "99001", url: "http://127.0.0.1:9/", secretFile: secret }]\n',
    );
    const id = await cli.withStore(async (store) => {
      const [one] = await leaseAt(store, NOON);
      if (one === undefined) throw new Error('nothing was leased');
      await store.keepMessage(one.id, one.fence, messageOf('maybe there'));
      await store.settle([settlementOf(one, { state: 'parked', reason: 'outcome-unknown' })]);
      return one.id;
    });
    const args = ['--receipt', 'GD-7', '--reason', 'asked by phone', '--lang', 'en'];
    cli.now = NOON + 1_000;
    expect(await cli.run('settle', '--id', id, ...args)).toEqual({
      ...{ code: 0, stdout: `${id} is delivered, receiver's id GD-7\n`, stderr: '' },
    });
    const shown = (await cli.run('show', id, '--lang', 'en')).stdout;
    expect(shown).toMatch(/^receiver's id +GD-7$/m);
    expect(shown).toMatch(/^why +An operator asked the destination: it has this record\.$/m);
    const [notice] = await cli.withStore((store) =>
      store.leaseNotices({ owner: 'n', now: cli.now, leaseMs: 1, limit: 10 }),
    );
    expect(notice).toMatchObject({ facility: '99001', state: 'delivered', receipt: 'GD-7' });
    const of = { destination: 'province', facility: '99001', receipt: 'GD-7', reason: 'asked by phone' };
    const deed = { event: 'amend', by: 'operator:lan', object: id, action: 'settle', ...of };
    expect(await cli.audited()).toEqual([deed]);
    const line = 'only a parked or unknown delivery is settled whose message may have arrived\n';
    const [queued] = (await cli.list('--destination', 'nation')).deliveries;
    await cli.run('park', '--id', String(queued?.id));
    for (const each of [id, String(queued?.id)]) {
      const { code, stdout, stderr } = await cli.run('settle', '--id', each, ...args);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toContain(line);
    }
    expect(await cli.run('settle', '--id', 'none', ...args)).toMatchObject({
      ...{ code: 1, stderr: expect.stringContaining('there is no such delivery') },
    });
  });

  it.each([
    [['retry'], 'give --id, --destination or --facility'],
    [['park', '--state', 'queued'], 'give --id, --destination or --facility'],
    [['list', '--state', 'lost'], '--state must be one of queued, sending'],
    [['list', '--limit', '0'], '--limit must be 1 to 10000'],
    [['list', 'extra'], "unexpected argument 'extra'"],
    [['show', 'x', '--bytes', '1'], 'give --bytes N with --out FILE'],
    [['release', 'MALK1', '--facility', '99001'], '--reason is required'],
    [['stop', 'province'], '--reason is required'],
    [['settle', '--id', 'x', '--reason', 'why'], '--receipt is required'],
    [['settle', '--id', 'x', '--receipt', 'GD1'], '--reason is required'],
    [['settle', '--receipt', 'GD1', '--reason', 'why'], '--id is required'],
    [['settle', '--id', 'x', '--receipt', 'GD\n1', '--reason', 'why'], '--receipt must be'],
    [['settle', '--destination', 'nation', '--receipt', 'GD1', '--reason', 'why'], 'Unknown option'],
    [['start'], 'DESTINATION is required'],
    [['drain'], "expected 'queue' and one of list, show, retry, park, settle, release, stop, start"],
    [[], "expected 'queue' and one of list, show"],
  ])('refuses %j', async (args, line) => {
    const { code, stderr } = await cli.run(...args);
    expect(code).toBe(2);
    expect(stderr).toContain(line);
  });
});
