import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { sleep } from '../../../../src/forward/sleep.ts';
import { type Notifier, startNotifier } from '../../../../src/forward/webhooks/notifier.ts';
import { createWebhooks } from '../../../../src/forward/webhooks/webhook.ts';
import { eventually } from '../../../support/eventually.ts';
import { freePort } from '../../../support/free-port.ts';
import { createMemoryNoticeStore, type MemoryNoticeStore } from '../../../support/memory-notice-store.ts';
import { NOTICE, noticesOf } from '../../../support/notices.ts';
import { createFolder } from '../../../support/run-cli.ts';
import { isSignedBy, startWebhookReceiver, type WebhookReceiver } from '../../../support/webhook-receiver.ts';

const SECRETS = {
  '99001': `whsec_${Buffer.alloc(32, 1).toString('base64')}`,
  '99002': 'plain text of thirty-two signs..',
};
type Code = keyof typeof SECRETS;

let folder: Awaited<ReturnType<typeof createFolder>>;
const open: { stop(): Promise<void> }[] = [];
const secretFile = (facility: Code) => join(folder.path, `${facility}.secret`);

beforeAll(async () => {
  folder = await createFolder();
});
afterAll(() => folder.remove());
afterEach(async () => {
  for (const each of open.splice(0).toReversed()) await each.stop();
});

async function receiver(port?: number): Promise<WebhookReceiver> {
  const started = await startWebhookReceiver(port);
  open.push({ stop: () => started.close().catch(() => undefined) });
  return started;
}

/** Time stands while a notice is under way and goes on by half a minute when nothing is: no wait takes longer than a look. */
function start(
  store: MemoryNoticeStore,
  urls: Partial<Record<Code, string>>,
  { timeoutMs = 200, startsAt = NOTICE.at, lease = store.leaseNotices }: Partial<StartOptions> = {},
): Notifier {
  let now = startsAt;
  const clock = () => now;
  const webhooks = (Object.keys(urls) as Code[]).map((facility) => {
    writeFileSync(secretFile(facility), SECRETS[facility]);
    return { facility, url: String(urls[facility]), secretFile: secretFile(facility), states: ['delivered'] as const };
  });
  const notifier = startNotifier({
    store: {
      settleNotices: store.settleNotices,
      async leaseNotices(request) {
        const leased = await lease(request);
        if (store.inState('leased').length === 0) now += 30_000;
        return leased;
      },
    },
    webhooks: createWebhooks(webhooks, { clock, timeoutMs }),
    owner: 'test',
    clock,
    random: Math.random,
    sleep: (ms, signal) => sleep(Math.min(ms, 5), signal),
    onTold: () => undefined,
    logger: pino({ level: 'silent' }),
  });
  open.push(notifier);
  return notifier;
}

interface StartOptions {
  readonly timeoutMs: number;
  readonly startsAt: number;
  readonly lease: MemoryNoticeStore['leaseNotices'];
}

const keysOf = ({ received }: WebhookReceiver) => received.map(({ body }) => JSON.parse(body).data.record as string);

describe('notifier', () => {
  it('tells each facility in order, signed with its own secret', async () => {
    const [one, other] = [await receiver(), await receiver()];
    const store = createMemoryNoticeStore();
    store.add(...noticesOf('99001', 20), ...noticesOf('99002', 20));
    start(store, { '99001': one.url, '99002': other.url });
    await eventually('all told', () => store.inState('told').length === 40);
    expect(keysOf(one)).toEqual(noticesOf('99001', 20).map(({ recordKey }) => recordKey));
    expect(keysOf(other)).toEqual(noticesOf('99002', 20).map(({ recordKey }) => recordKey));
    for (const call of one.received) {
      expect([isSignedBy(SECRETS['99001'], call), isSignedBy(SECRETS['99002'], call)]).toEqual([true, false]);
      expect(call.path).toBe('/told?by=gateway');
      expect(call.headers['content-type']).toBe('application/json');
    }
    expect(other.received.every((call) => isSignedBy(SECRETS['99002'], call))).toBe(true);
  });

  it.each([
    ['an error', { status: 500 }],
    ['a redirect, which is not followed', { status: 307, headers: { location: 'http://127.0.0.1:1/' } }],
    ['too many requests', { status: 429, headers: { 'retry-after': '7' } }],
    ['a broken connection', 'reset'],
    ['no answer', 'hang'],
  ] as const)('repeats after %s: the same id and bytes, a new time', async (_what, fault) => {
    const hospital = await receiver();
    hospital.answers.push(fault);
    const store = createMemoryNoticeStore();
    store.add(...noticesOf('99001', 2));
    start(store, { '99001': hospital.url });
    await eventually('both told', () => store.inState('told').length === 2);
    const [first, second, third] = hospital.received;
    expect(hospital.received).toHaveLength(3);
    expect([second?.id, second?.body]).toEqual([first?.id, first?.body]);
    expect(third?.id).not.toBe(first?.id);
    expect(Number(second?.headers['webhook-timestamp'])).toBeGreaterThan(Number(first?.headers['webhook-timestamp']));
    expect(hospital.received.every((call) => isSignedBy(SECRETS['99001'], call))).toBe(true);
  });

  it('gives up a day after the end, each notice after at least one attempt; what is younger is told', async () => {
    const port = await freePort();
    const store = createMemoryNoticeStore();
    const day = 86_400_000;
    store.add(...noticesOf('99001', 2, NOTICE.at - 2 * day), ...noticesOf('99001', 1));
    start(store, { '99001': `http://127.0.0.1:${port}/` });
    await eventually('the old ones given up', () => store.inState('given-up').length === 2);
    expect(store.settlements.filter(({ state }) => state === 'given-up').map(({ fence }) => fence)).toEqual([1, 1]);
    await receiver(port);
    await eventually('the young one told', () => store.inState('told').length === 1);
  });

  it('stops telling one who answers 410, and one who has no webhook any more', async () => {
    const hospital = await receiver();
    hospital.always({ status: 410 });
    const store = createMemoryNoticeStore();
    store.add(...noticesOf('99001', 1), ...noticesOf('99002', 1));
    start(store, { '99001': hospital.url });
    await eventually('both given up', () => store.inState('given-up').length === 2);
  });

  it('a webhook that is dead holds up nobody else', async () => {
    const [dead, living] = [await receiver(), await receiver()];
    dead.always('hang');
    const store = createMemoryNoticeStore();
    store.add(...noticesOf('99001', 50), ...noticesOf('99002', 50));
    start(store, { '99001': dead.url, '99002': living.url }, { timeoutMs: 15_000 });
    await eventually('the other told', () => store.inState('told').length === 50);
    expect(dead.received).toHaveLength(1);
  });

  it('waits for the secret, which is read at each attempt', async () => {
    const hospital = await receiver();
    const store = createMemoryNoticeStore();
    start(store, { '99001': hospital.url });
    writeFileSync(secretFile('99001'), 'short');
    store.add(...noticesOf('99001', 1));
    await eventually('one attempt', () => store.settlements.length > 0);
    expect(hospital.received).toEqual([]);
    writeFileSync(secretFile('99001'), SECRETS['99001']);
    await eventually('told', () => store.inState('told').length === 1);
  });

  it('outlives a store that fails', async () => {
    const hospital = await receiver();
    const store = createMemoryNoticeStore();
    store.add(...noticesOf('99001', 3));
    let calls = 0;
    const lease: MemoryNoticeStore['leaseNotices'] = async (request) => {
      calls += 1;
      if (calls % 2 === 1) throw new Error('store down');
      return store.leaseNotices(request);
    };
    start(store, { '99001': hospital.url }, { lease });
    await eventually('all told', () => store.inState('told').length === 3);
  });

  it('a notice whose worker was lost is told again under the same id', async () => {
    const hospital = await receiver();
    const store = createMemoryNoticeStore();
    store.add(...noticesOf('99001', 1));
    const [lost] = await store.leaseNotices({ owner: 'lost', now: NOTICE.at, leaseMs: 1_000, limit: 1 });
    start(store, { '99001': hospital.url }, { startsAt: NOTICE.at + 2_000 });
    await eventually('told', () => store.inState('told').length === 1);
    expect(hospital.received.map(({ id }) => id)).toEqual([lost?.id]);
    expect(
      await store.settleNotices([{ noticeId: String(lost?.id), fence: Number(lost?.fence), state: 'retry' }]),
    ).toBe(0);
  });

  it('stops with an exchange under way, which is repeated by the next start', async () => {
    const hospital = await receiver();
    hospital.always('hang');
    const store = createMemoryNoticeStore();
    store.add(...noticesOf('99001', 1));
    const notifier = start(store, { '99001': hospital.url }, { timeoutMs: 15_000 });
    await eventually('under way', () => hospital.received.length === 1);
    await notifier.stop();
    expect(store.inState('retry')).toHaveLength(1);
    hospital.always(undefined);
    start(store, { '99001': hospital.url }, { startsAt: NOTICE.at + 3_600_000 });
    await eventually('told', () => store.inState('told').length === 1);
    expect(new Set(hospital.received.map(({ id }) => id)).size).toBe(1);
  });
});
