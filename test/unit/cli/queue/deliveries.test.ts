import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { AttemptSettlement } from '../../../../src/types/delivery.ts';
import { createQueueCli, type QueueCli } from '../../../support/queue-cli.ts';
import { facilityOf, leaseAt, NOON, recordOf, settlementOf, submissionOf } from '../../../support/store-fixtures.ts';

const HOUR = 3_600_000;
const MESSAGE = { key: 'message-1', contentType: 'application/xml', bytes: Buffer.from('<exactly>this</exactly>') };

describe('queue with deliveries that were tried', () => {
  let cli: QueueCli;

  /** One record more of a patient, owed to the province by a deadline or without one. */
  const accept = (key: string, patient: string, deadline: number | null = null) =>
    cli.withStore((store) =>
      store.accept(
        submissionOf({ records: [recordOf({ key, patient, owed: [{ destination: 'province', deadline }] })] }),
      ),
    );

  /** Tries what is due, with a message that is kept. */
  const attempt = (changes: Partial<AttemptSettlement>) =>
    cli.withStore(async (store) => {
      for (const delivery of await leaseAt(store, cli.now)) {
        await store.keepMessage(delivery.id, delivery.fence, MESSAGE);
        await store.settle([settlementOf(delivery, changes)]);
      }
    });

  const waiting = async (...args: readonly string[]) =>
    (await cli.list(...args)).deliveries.map((row) => `${row.recordKey} ${row.waiting?.for ?? 'arrived'}`).sort();

  const idOf = async (key: string) => String((await cli.list('--record', key)).deliveries[0]?.id);

  beforeEach(async () => {
    cli = await createQueueCli();
    await cli.withStore((store) => store.putFacility(facilityOf('99001')));
  });
  afterEach(() => cli.remove());

  it('tells what each delivery waits for', async () => {
    await accept('LK1', 'Patient/p1');
    await accept('LK2', 'Patient/p1');
    await accept('LK3', 'Patient/p3');
    expect(await waiting()).toEqual(['LK1 next', 'LK2 turn', 'LK3 next']);
    await attempt({ state: 'retry', dueAt: NOON + HOUR, httpStatus: 503, reason: 'http-503' });
    expect(await waiting()).toEqual(['LK1 time', 'LK2 turn', 'LK3 time']);
    cli.now = NOON + HOUR;
    expect(await waiting()).toEqual(['LK1 next', 'LK2 turn', 'LK3 next']);
    await attempt({ state: 'unknown', dueAt: NOON + 2 * HOUR, reason: 'timeout' });
    expect(await waiting()).toEqual(['LK1 answer', 'LK2 turn', 'LK3 answer']);
    await cli.run('stop', 'province', '--reason', 'moved to a new address');
    expect(await waiting()).toEqual(['LK1 stopped', 'LK2 stopped', 'LK3 stopped']);
    await cli.run('start', 'province');
    cli.now = NOON + 2 * HOUR;
    await attempt({ state: 'parked', reason: 'outcome-unknown' });
    expect(await waiting('--state', 'parked')).toEqual(['LK1 final', 'LK3 final']);
    const { stdout } = await cli.run('list', '--state', 'parked', '--lang', 'en');
    expect(stdout).toContain('It was sent and nobody knows whether it arrived; a person has to look.');
  });

  it('shows what arrived only to who asks for it', async () => {
    await accept('LK1', 'Patient/p1');
    await attempt({ state: 'delivered', receipt: 'B-1' });
    expect((await cli.run('list')).stdout).toBe('Không có gì chờ gửi.\n');
    await accept('LK2', 'Patient/p2');
    expect(await waiting()).toEqual(['LK2 next']);
    expect(await waiting('--state', 'delivered')).toEqual(['LK1 arrived']);
    expect(await waiting('--record', 'LK1')).toEqual(['LK1 arrived']);
    expect(await waiting('--id', await idOf('LK1'))).toEqual(['LK1 arrived']);
  });

  it('says of what is next why its destination keeps it waiting', async () => {
    await accept('LK1', 'Patient/p1');
    await attempt({ state: 'retry', dueAt: NOON + HOUR, httpStatus: 503, reason: 'http-503' });
    await accept('LK2', 'Patient/p2');
    const { stdout } = await cli.run('list', '--lang', 'en');
    expect(stdout).toMatch(/ LK2 .* Is next\. The destination answered HTTP 503\.$/m);
  });

  it('tells what is late', async () => {
    await accept('LK1', 'Patient/p1', NOON + HOUR);
    await accept('LK2', 'Patient/p2', NOON + 3 * HOUR);
    await accept('LK3', 'Patient/p3');
    cli.now = NOON + 2 * HOUR;
    const { depths, deliveries } = await cli.list('--late');
    expect(depths).toMatchObject([{ destination: 'province', count: 3, late: 1 }]);
    expect(deliveries.map(({ recordKey }) => recordKey)).toEqual(['LK1']);
    const { stdout } = await cli.run('list', '--lang', 'en');
    expect(stdout).toContain('2026-11-22T09:00:00+07:00 LATE');
    expect(stdout).toMatch(/2026-11-22T11:00:00\+07:00 {2}/);
  });

  it('shows one delivery with its attempts', async () => {
    await accept('LK1', 'Patient/p1', NOON + HOUR);
    await attempt({ state: 'retry', dueAt: NOON, httpStatus: 503, reason: 'http-503' });
    await attempt({
      state: 'refused',
      httpStatus: 422,
      reason: 'fields-refused',
      faults: [{ field: 'HO_TEN', code: 'E1' }],
    });
    const { code, stdout } = await cli.run('show', await idOf('LK1'), '--lang', 'en');
    expect(code).toBe(0);
    const lines = stdout.split('\n').map((line) => line.split(/ {2,}/));
    expect(lines).toContainEqual(['record', 'LK1 (claim)']);
    expect(lines).toContainEqual(['due', '2026-11-22T09:00:00+07:00']);
    expect(lines).toContainEqual(['why', 'The destination refuses some fields.']);
    expect(lines).toContainEqual(['to do', 'The sender: mend the record and send it to the gateway again.']);
    const [second, first] = [...lines].reverse().slice(1);
    expect(first).toMatchObject({ 0: '1', 3: 'retry', 4: '503', 5: 'http-503' });
    expect(second).toMatchObject({ 0: '2', 3: 'refused', 4: '422', 5: 'fields-refused', 6: 'HO_TEN E1' });
    const { stdout: json } = await cli.run('show', await idOf('LK1'), '--json');
    expect(JSON.parse(json)).toMatchObject({
      delivery: { recordKey: 'LK1', state: 'refused', waiting: { for: 'final' } },
      attempts: [{ number: 1 }, { number: 2, message: { key: 'message-1' } }],
    });
  });

  it('writes exactly what was sent into a file that only its reader may read, and says so in the audit log', async () => {
    await accept('LK1', 'Patient/p1');
    await attempt({ state: 'unknown', dueAt: NOON, reason: 'timeout' });
    const id = await idOf('LK1');
    const { code, stdout, stderr } = await cli.run('show', id, '--bytes', '1', '--out', 'sent.xml');
    expect({ code, stdout, stderr }).toEqual({
      ...{ code: 0, stdout: '', stderr: `${MESSAGE.bytes.length} bytes, application/xml, key message-1\n` },
    });
    const file = join(cli.folder, 'sent.xml');
    expect(readFileSync(file)).toEqual(MESSAGE.bytes);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await cli.audited()).toEqual([
      { event: 'access', by: 'operator:lan', object: id, attempt: '1', destination: 'province', facility: '99001' },
    ]);
    expect((await cli.run('show', id, '--bytes', '1', '--out', 'sent.xml')).code).toBe(1);
    expect((await cli.run('show', id, '--bytes', '2', '--out', 'other.xml')).stderr).toContain(
      'attempt 2 sent nothing',
    );
    expect((await cli.run('show', 'no-such')).stderr).toContain('there is no such delivery');
  });

  it('releases a quarantined record, which is then owed', async () => {
    await cli.withStore((store) =>
      store.accept(
        submissionOf({ state: 'partly-accepted', records: [recordOf({ key: 'LK1', state: 'quarantined' })] }),
      ),
    );
    expect((await cli.list()).deliveries).toEqual([]);
    const args = ['release', 'LK1', '--facility', '99001', '--reason', 'checked by phone', '--lang', 'en'];
    expect(await cli.run(...args)).toEqual({ code: 0, stdout: 'LK1: released, it is forwarded now\n', stderr: '' });
    expect(await waiting()).toEqual(['LK1 next']);
    expect(await cli.audited()).toMatchObject([
      { event: 'amend', action: 'release', facility: '99001', record: 'LK1', reason: 'checked by phone' },
    ]);
    expect(await cli.run(...args)).toMatchObject({ code: 1 });
    expect((await cli.run('release', 'LK1', '--facility', '99002', '--reason', 'x')).stderr).toContain(
      '99002 has no record LK1 in quarantine',
    );
  });

  it('stops a destination and starts it', async () => {
    await accept('LK1', 'Patient/p1');
    expect((await cli.run('stop', 'province', '--reason', 'moved')).stdout).toBe(
      'province: đã dừng từ 2026-11-22T08:00:00+07:00; chạy tiếp: queue start province\n',
    );
    expect((await cli.list()).stops).toEqual([
      { destination: 'province', at: NOON, by: 'operator:lan', reason: 'moved' },
    ]);
    expect(await cli.withStore((store) => leaseAt(store, NOON))).toEqual([]);
    expect((await cli.run('list', '--lang', 'en')).stdout).toContain('operator:lan');
    expect((await cli.run('start', 'province', '--lang', 'en')).stdout).toBe('province goes on\n');
    expect(await cli.withStore((store) => leaseAt(store, NOON))).toHaveLength(1);
    expect((await cli.audited()).map(({ action }) => action)).toEqual(['stop', 'start']);
    expect(await cli.run('start', 'province')).toMatchObject({ code: 1 });
  });

  it('says that there is no store, and makes none', async () => {
    const nowhere = await createQueueCli({ DATA_DIR: 'elsewhere' });
    const { code, stderr } = await nowhere.run('list');
    expect([code, stderr]).toEqual([1, expect.stringMatching(/there is no store in \/.*elsewhere: set DATA_DIR/)]);
    expect(existsSync(join(nowhere.folder, 'elsewhere'))).toBe(false);
    await nowhere.remove();
  });

  it('refuses to stop what nobody knows, and takes what the configuration names', async () => {
    expect((await cli.run('stop', 'provinec', '--reason', 'x')).stderr).toContain(
      'nothing was ever owed to provinec, and LT_CONFIG names no such destination',
    );
    await cli.remove();
    cli = await createQueueCli({ LT_CONFIG: 'lt.yaml' });
    await cli.withStore(async () => {});
    const yaml = 'destinations: [{ id: ministry, kind: fhir, url: "https://m.example", tokenFile: /none }]';
    writeFileSync(join(cli.folder, 'lt.yaml'), yaml);
    expect(await cli.run('stop', 'ministry', '--reason', 'not ready')).toMatchObject({ code: 0 });
  });
});
