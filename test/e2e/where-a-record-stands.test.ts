import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHospital, type Sent } from '../../src/simulate/hospitals/hospital.ts';
import { type Receiver, startReceiver } from '../../src/simulate/receivers/receiver.ts';
import type { DeliveryRow, QueueDepth } from '../../src/types/delivery.ts';
import type { DeliveryReceipt, Receipt } from '../../src/types/receipt.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { createHospitalDesk, type HospitalDesk } from '../support/hospital-desk.ts';
import { runCli } from '../support/run-cli.ts';

const DAY_MS = 86_400_000;
const INSTANT = '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\+07:00';

interface Queue {
  readonly depths: readonly QueueDepth[];
  readonly deliveries: readonly (DeliveryRow & { readonly waiting: { readonly for: string } | null })[];
}

describe('where a record stands, as its sender and the operator see it', () => {
  // What it sends is of ten days ago: late where three hours are given, in time where a year is.
  const hospital = createHospital({ facility: '99001', seed: 'stands', clock: () => Date.now() - 10 * DAY_MS });
  let province: Receiver;
  let ministry: Receiver;
  let portal: Receiver | undefined;
  let portalPort: number;
  let desk: HospitalDesk;
  let isStrict = true;

  beforeAll(async () => {
    province = await startReceiver({ name: 'province', port: 0, clock: Date.now });
    const validate = ({ resourceType }: { resourceType: string }) =>
      isStrict && resourceType === 'Patient' ? ['Patient.identifier is not known here'] : [];
    ministry = await startReceiver({ name: 'nation', port: 0, clock: Date.now, validate });
    portalPort = await freePort();
    desk = await createHospitalDesk('99001', [
      { id: 'province', url: province.url, deadlines: [{ records: ['claim'], hours: 3 }] },
      { id: 'ministry', url: ministry.url, deadlines: [{ records: ['claim'], hours: 8_784 }] },
      { id: 'portal', url: `http://127.0.0.1:${portalPort}/fhir` },
    ]);
  });
  afterAll(async () => {
    const code = await desk?.close();
    await Promise.all([province, ministry, portal].map((receiver) => receiver?.close()));
    expect(code).toBe(0);
  });

  const deliveriesOf = async (key: string): Promise<ReadonlyMap<string, DeliveryReceipt>> => {
    const { stdout } = await desk.asFacility('status', key, '--json');
    const receipts = JSON.parse(stdout) as Receipt[];
    return new Map(receipts[0]?.records[0]?.deliveries.map((each) => [each.destination, each]));
  };
  const list = async (...args: readonly string[]): Promise<Queue> =>
    JSON.parse((await desk.run('queue', 'list', '--json', ...args)).stdout) as Queue;

  /** Sends a file as the hospital does; gives the key of its only record. */
  async function send({ bytes, keys }: Sent): Promise<string> {
    const file = join(desk.folder, `${keys[0]}.xml`);
    writeFileSync(file, bytes);
    expect(await desk.asFacility('send', file)).toMatchObject({ code: 0, stderr: '' });
    return String(keys[0]);
  }

  it('from the file to each receiver’s own id', async () => {
    const key = await send(hospital.claimEnvelope());
    await eventually('one has it, one refused it, one was tried', async () => {
      const stand = await deliveriesOf(key);
      return (
        stand.get('province')?.state === 'delivered' &&
        stand.get('ministry')?.state === 'refused' &&
        stand.get('portal')?.reason !== undefined
      );
    });
    const text = (await desk.asFacility('status', key)).stdout;
    expect(text).toMatch(new RegExp(`^[0-9a-f-]{36} claim-xml ${INSTANT}: đã nhận$`, 'm'));
    expect(text).toMatch(new RegExp(`^  ${key}: đã nhận, \\d+ tài nguyên$`, 'm'));
    const due = `hạn ${INSTANT}`;
    expect(text).toMatch(
      new RegExp(`^    province: đã giao ${INSTANT}, 1 lần thử, mã bên nhận \\S+, ${due}, QUÁ HẠN$`, 'm'),
    );
    expect(text).toMatch(new RegExp(`^    ministry: bên nhận từ chối, 1 lần thử, ${due}$`, 'm'));
    expect(text).toMatch(/^ {4}portal: (chờ|đang) gửi, \d+ lần thử$/m);
    expect(text).toContain('      connect-refused: Nơi nhận không nhận kết nối.\n');

    const answer = await fetch(`${desk.gateway.url}/submissions?encounter=${key}`, {
      headers: { authorization: `Bearer ${await desk.token()}` },
    });
    const [receipt] = (await answer.json()) as Receipt[];
    const arrived = receipt?.records[0]?.deliveries.find(({ destination }) => destination === 'province');
    expect(arrived).toMatchObject({ state: 'delivered', attempts: 1, late: true });
    expect(text).toContain(`mã bên nhận ${arrived?.receipt},`);
    expect(text).toContain(`đã giao ${arrived?.deliveredAt?.replace(/\.\d+/, '')},`);
  });

  it('is measured: what waits, and what is late', async () => {
    const body = await (await fetch(`${desk.gateway.adminUrl}/metrics`)).text();
    expect(body).toContain('lienthong_queue_depth{destination="ministry",state="refused"} 1\n');
    expect(body).toMatch(/^lienthong_queue_depth\{destination="portal",state="(?:queued|sending)"\} 1$/m);
    expect(body).toContain('lienthong_queue_late{destination="ministry",state="refused"} 0\n');
    expect(body).toContain('lienthong_delivered_late_total{destination="province"} 1\n');
  });

  it('and why: in Vietnamese, in English, and for programs', async () => {
    const env = { DATA_DIR: join(desk.folder, 'data') };
    const vietnamese = await runCli(['queue', 'list'], { cwd: desk.folder, env });
    expect(vietnamese).toMatchObject({ code: 0, stderr: '' });
    expect(vietnamese.stdout).toMatch(/^ministry +bên nhận từ chối +1 +0 +/m);
    expect(vietnamese.stdout).toMatch(
      / portal .* (?:Gửi lại lúc|Đến lượt gửi|Đang gửi).* Nơi nhận không nhận kết nối\.$/m,
    );
    const english = (await desk.run('queue', 'list', '--lang', 'en', '--destination', 'ministry')).stdout;
    expect(english).toMatch(/ refused by the receiver +1 .*HTTP 422/m);
    expect(english).not.toMatch(/ portal .* claim /);
    const { deliveries } = await list('--reason', 'http-422');
    expect(deliveries.map(({ destination, waiting }) => [destination, waiting?.for])).toEqual([['ministry', 'final']]);
    expect((await list('--late')).deliveries).toEqual([]);
    const shown = (await desk.run('queue', 'show', String(deliveries[0]?.id), '--lang', 'en')).stdout;
    expect(shown).toMatch(/^attempt +started +ended +outcome/m);
    expect(shown).toMatch(new RegExp(`^1 +${INSTANT} +${INSTANT} +refused +422 +http-422`, 'm'));
  });

  it('what was refused goes again when a person says so, and then counts once', async () => {
    isStrict = false;
    expect((await desk.run('queue', 'retry', '--destination', 'ministry', '--lang', 'en')).stdout).toBe('1 delivery\n');
    await eventually(
      'the ministry has it',
      async () => (await list('--destination', 'ministry', '--state', 'delivered')).deliveries.length === 1,
    );
    expect(ministry.effects()).toHaveLength(1);
  });

  it('a stopped destination gets nothing until it is started', async () => {
    const why = ['--reason', 'moving house'];
    expect((await desk.run('queue', 'stop', 'portal', ...why)).stdout).toMatch(/^portal: đã dừng từ /);
    portal = await startReceiver({ name: 'nation', port: portalPort, clock: Date.now });
    await eventually('the relay has seen it', async () => {
      const metrics = await (await fetch(`${desk.gateway.adminUrl}/metrics`)).text();
      return metrics.includes('lienthong_destination_stopped{destination="portal"} 1');
    });
    const stopped = await list('--destination', 'portal');
    expect(stopped.deliveries.map(({ state, waiting }) => [state, waiting?.for])).toEqual([['queued', 'stopped']]);
    expect((await desk.run('queue', 'list')).stdout).toMatch(/^portal +\S+ +operator:lan +moving house$/m);
    expect(portal.effects()).toEqual([]);
    expect((await desk.run('queue', 'start', 'portal')).code).toBe(0);
    await eventually('it arrives', () => portal?.effects().length === 1);
  });

  it('what is parked waits for its retry', async () => {
    await desk.run('queue', 'stop', 'portal', '--reason', 'so that it stays');
    const key = await send(hospital.claimEnvelope());
    const park = ['queue', 'park', '--destination', 'portal', '--record', key, '--reason', 'asked by phone'];
    expect((await desk.run(...park, '--lang', 'en')).stdout).toBe('1 delivery\n');
    await desk.run('queue', 'start', 'portal');
    expect((await deliveriesOf(key)).get('portal')).toMatchObject({
      state: 'parked',
      attempts: 0,
      reason: { code: 'parked-by-operator' },
    });
    expect((await desk.run('queue', 'retry', '--record', key, '--facility', '99001')).code).toBe(0);
    await eventually('it arrives', async () => (await deliveriesOf(key)).get('portal')?.state === 'delivered');
    expect(portal?.effects()).toHaveLength(2);
  });

  it('what is in quarantine goes nowhere until somebody lets it go', async () => {
    const key = await send(hospital.faulty('end-before-start'));
    const held = (await desk.asFacility('status', key)).stdout;
    expect(held).toMatch(new RegExp(`^  ${key}: tạm giữ, \\d+ tài nguyên$`, 'm'));
    expect(held).toContain('LT-B030 lỗi XML1[1].NGAY_RA: ');
    expect((await deliveriesOf(key)).size).toBe(0);
    const release = ['queue', 'release', key, '--facility', '99001', '--reason', 'the ward says it is so'];
    expect((await desk.run(...release)).stdout).toBe(`${key}: đã thả, được gửi đi ngay\n`);
    await eventually('it arrives everywhere', async () => {
      const stand = await deliveriesOf(key);
      return [...stand.values()].filter(({ state }) => state === 'delivered').length === 3;
    });
  });
});
