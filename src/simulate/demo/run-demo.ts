import { createLine } from '../../line.ts';
import type { EpochMs } from '../../types/submission.ts';
import { createLedger } from './ledger.ts';
import { createSteppingClock } from './stepping-clock.ts';
import { summarise } from './summary.ts';
import { createTraffic } from './traffic.ts';
import { startWorld, type World } from './world.ts';

export interface DemoParts {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly out: { write(text: string): unknown };
  readonly clock: () => EpochMs;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly newId: () => string;
  readonly random: () => number;
  /** Aborted by Ctrl-C. */
  readonly stop: AbortSignal;
}

/** Rounds of live traffic before the summary; the nation's receiver is down for the middle ones. */
const ROUNDS = 12;
const DOWN_FROM_ROUND = 3;
const DOWN_UNTIL_ROUND = 7;
/** Between rounds while the demo keeps running. */
const IDLE_ROUND_MS = 20_000;
const DRAIN_LIMIT_MS = 60_000;

/**
 * The main job on sample data: nine weeks of synthetic hospitals through the real door (token, XML and FHIR in, two
 * destinations out), one receiver that fails and heals, then a count of what arrived. Runs until stopped; with
 * `DEMO_EXIT=1` it ends by itself. Gives 0 only when the receivers' effects equal what was promised.
 */
export async function runDemo(parts: DemoParts): Promise<number> {
  const { env, out, sleep, newId, random, stop } = parts;
  const clock = createSteppingClock(parts.clock);
  const world = await startWorld({ clock, newId, random, env });
  try {
    const ledger = createLedger(await createLine(world.config.limits));
    const traffic = createTraffic({
      clock,
      senderOf: world.senderOf,
      ledger,
      drained: () => drain(world, sleep),
      stop,
    });
    out.write(describeAddresses(world));
    await traffic.playHistory(parts.clock(), (daysAgo) => {
      if (daysAgo % 8 === 0) out.write(`  ${daysAgo} days ago: ${ledger.accepted.length} records accepted\n`);
    });
    await playToday(world, traffic.playRound, out, stop);
    await drain(world, sleep);
    const { text, whole } = summarise(ledger, world.receivers);
    out.write(`${text}\n`);
    if (env['DEMO_EXIT'] !== '1') await keepRunning(traffic.playRound, sleep, out, stop);
    return whole ? 0 : 1;
  } finally {
    await world.close();
  }
}

async function playToday(
  world: World,
  playRound: (round: number) => Promise<void>,
  out: DemoParts['out'],
  stop: AbortSignal,
): Promise<void> {
  const nation = world.receivers.find(({ name }) => name === 'nation');
  for (let round = 0; round < ROUNDS && !stop.aborted; round++) {
    if (round === DOWN_FROM_ROUND) {
      out.write('  the nation’s receiver fails (503)\n');
      await nation?.setFault('http-503', { retryAfterSeconds: 1 });
    }
    if (round === DOWN_UNTIL_ROUND) {
      out.write('  the nation’s receiver has healed\n');
      await nation?.setFault(null);
    }
    await playRound(round);
  }
}

async function keepRunning(
  playRound: (round: number) => Promise<void>,
  sleep: DemoParts['sleep'],
  out: DemoParts['out'],
  stop: AbortSignal,
): Promise<void> {
  out.write('Đang chạy; nhấn Ctrl-C để dừng / running, Ctrl-C to stop\n');
  for (let round = 0; !stop.aborted; round++) {
    for (let waited = 0; waited < IDLE_ROUND_MS && !stop.aborted; waited += 250) await sleep(250);
    if (!stop.aborted) await playRound(round);
  }
}

/** Waits until every delivery has ended. Throws after a minute: something that should flow does not. */
async function drain({ gateway: { store } }: World, sleep: DemoParts['sleep']): Promise<void> {
  for (let waited = 0; waited < DRAIN_LIMIT_MS; waited += 20) {
    const open = (await store.queueDepths(0)).filter(({ state }) => ['queued', 'sending', 'unknown'].includes(state));
    if (open.every(({ count }) => count === 0)) return;
    await sleep(20);
  }
  throw new Error('deliveries are still open after a minute');
}

function describeAddresses({ gateway, receivers, key }: World): string {
  const lines = [
    'Liên Thông: bản trình diễn với dữ liệu giả lập / demo on synthetic data (facility codes 99xxx are placeholders)',
    `  console       ${gateway.url}/`,
    `  API           ${gateway.url}/submissions   ${gateway.url}/fhir/metadata`,
    `  metrics       ${gateway.adminUrl}/metrics`,
    ...receivers.map(({ name, url }) => `  ${name.padEnd(13)} ${url}`),
    '  once the days are told, in another terminal:',
    `  npx lien-thong send examples/claim.xml --url ${gateway.url} --facility ${key.facility} --key ${key.file}`,
  ];
  return `${lines.join('\n')}\n`;
}
