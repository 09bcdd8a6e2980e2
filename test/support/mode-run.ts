import type { Relay } from '../../src/forward/relay.ts';
import { sleep } from '../../src/forward/sleep.ts';
import { type AcceptedRecord, checkEffects } from '../../src/simulate/check-effects.ts';
import type { AttemptRow, DeliveryRow } from '../../src/types/delivery.ts';
import type { Store } from '../../src/types/store.ts';
import { eventually } from './eventually.ts';
import { MODE_TIMEOUT_MS, type ModeStart, type ReceiverMode } from './receiver-modes.ts';
import { relayConfig, startTestRelay } from './relay.ts';
import { FACILITY, type SecretFiles } from './secret-files.ts';
import { acceptRecords, NOON, recordOf } from './store-fixtures.ts';

/** Small waits in place of seconds and minutes; the rules are the same. */
const RETRY = { firstDelayMs: 2, maxDelayMs: 20, maxAttempts: 2_000, maxRetryAfterMs: 30 };
/** Records of each round; the first two are of one patient where their order can be kept. */
export const RECORDS = 3;

/** A person looks so often before it is sent again. */
const PATIENT_LOOKS = 20;

/** A receiver, its relay and what it is owed, over a store that others use too. */
export interface ModeRun {
  readonly mode: ReceiverMode;
  readonly receiver: ModeStart['receiver'];
  readonly setPassword: ModeStart['setPassword'];
  /** Starts a relay; to another address in place of the receiver's own. */
  forward(url?: string): void;
  stop(): Promise<void>;
  /** Minutes go by for destination and receiver: what a failed sign-in holds back may be tried again. */
  letMinutesPass(): void;
  /** Accepts the next records; gives the key of the first. */
  accept(): Promise<string>;
  /** Resolves when so many more attempts have failed than at the last `accept`. */
  failed(count: number): Promise<void>;
  /** All is delivered, or, where only a person can tell, left to one who looks and sends again what is not there. */
  settled(): Promise<void>;
  /** What the sender's own log and the receiver's effects differ in; how many are in effect. */
  report(): ReturnType<typeof checkEffects>;
  /** Accepted up to now. */
  accepted(): number;
  /** Attempts that ended, in order. */
  attemptsOf(recordKey: string): Promise<readonly AttemptRow[]>;
}

/** `place` tells the runs over one store apart. */
export async function startModeRun(
  mode: ReceiverMode,
  place: number,
  { store, secrets }: { readonly store: Store; readonly secrets: SecretFiles },
): Promise<ModeRun> {
  /** The time at destination and receiver runs ahead, so that waits of minutes pass. */
  let ahead = 0;
  const started = await mode.start(secrets, () => Date.now() + ahead);
  const { receiver, setPassword, destinationAt } = started;
  const destination = `out-${place}`;
  const accepted: AcceptedRecord[] = [];
  const digests = new Map<string, string>();
  let failures = 0;
  let before = 0;
  let relay: Relay | undefined;
  /** The store's clock stands at `NOON`; what a relay leases is later, whatever today is. */
  const origin = Date.now();
  const clock = () => NOON + Date.now() - origin;
  /** How often in a row a parked delivery was looked for in vain. */
  const looks = new Map<string, number>();

  const isThere = ({ kind, recordKey }: DeliveryRow) =>
    receiver.effects().some(({ digest }) => digest === digests.get(`${kind}/${recordKey}`));

  async function isSettled(): Promise<boolean> {
    const waiting = await store.queueDepths(clock());
    const open = waiting.filter((depth) => depth.destination === destination && depth.state !== 'parked');
    if (open.some(({ count }) => count > 0)) return false;
    const parked = await store.deliveries({ destination, state: 'parked', limit: 1_000 });
    const odd = parked.find(({ reason }) => mode.settledBy !== 'person' || reason !== 'outcome-unknown');
    if (odd !== undefined) throw new Error(`parked: ${odd.reason}`);
    const missing = parked.filter((row) => !isThere(row));
    for (const { id } of missing) {
      looks.set(id, (looks.get(id) ?? 0) + 1);
      // On a busy machine the receiver may still be at work on it.
      if ((looks.get(id) ?? 0) < PATIENT_LOOKS) continue;
      looks.delete(id);
      await store.moveDeliveries({ action: 'retry', filter: { id }, now: clock() });
    }
    return missing.length === 0;
  }

  return {
    mode,
    receiver,
    setPassword,
    forward(url) {
      relay = startTestRelay(store, destinationAt(destination, url), {
        clock,
        // Pauses pass quickly; only the end of a stop waits for what is under way.
        sleep: (ms, signal) => sleep(ms > 1_000 ? ms : Math.min(ms, 5), signal),
        config: relayConfig({ concurrency: 8, timeoutMs: MODE_TIMEOUT_MS, retry: RETRY }),
        onAttempt({ outcome }) {
          if (outcome !== 'delivered' && outcome !== 'refused') failures += 1;
        },
      });
    },
    async stop() {
      await relay?.stop();
    },
    letMinutesPass() {
      ahead += 300_000;
    },
    async accept() {
      before = failures;
      const records = Array.from({ length: RECORDS }, (_, n) => {
        const { delivery, digest } = mode.make(place * 10_000 + accepted.length + 1);
        const { recordKey: key, kind, resources } = delivery;
        const shares = mode.settledBy !== 'person' && n > 0;
        const patient = shares ? (accepted.at(-1)?.patient ?? null) : `Patient/${place}-${accepted.length}`;
        accepted.push({ facility: FACILITY, recordKey: `${kind}/${key}`, patient, digest });
        digests.set(`${kind}/${key}`, digest);
        return recordOf({ key, kind, resources, patient });
      });
      await acceptRecords(store, records, { owed: [destination] });
      relay?.wake();
      return records[0]?.key ?? '';
    },
    failed: (count) => eventually(`${mode.name} failed`, () => failures >= before + count),
    settled: () => eventually(`everything at ${mode.name} came to an end`, isSettled),
    report: () => checkEffects(accepted, receiver.effects()),
    accepted: () => accepted.length,
    async attemptsOf(recordKey) {
      const [row] = await store.deliveries({ destination, recordKey, limit: 1 });
      return (await store.attempts(row?.id ?? '')).filter(({ endedAt }) => endedAt !== null);
    },
  };
}
