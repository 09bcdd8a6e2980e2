import { Gauge, type Registry } from 'prom-client';
import type { QueueDepth } from '../types/delivery.ts';
import type { EpochMs } from '../types/submission.ts';

export interface QueueGaugesOptions {
  /** Asked once a scrape. When it fails the queue gauges are left out of that scrape. */
  readonly queueDepths: (now: EpochMs) => Promise<readonly QueueDepth[]>;
  readonly clock: () => EpochMs;
}

/** States in which a delivery waits for the gateway and not for a person. */
const WAITING: ReadonlySet<QueueDepth['state']> = new Set(['queued', 'sending', 'unknown']);

/** Depth of the queue, the age of the oldest that waits and what is late, by destination. */
export function registerQueueGauges(registry: Registry, { queueDepths, clock }: QueueGaugesOptions): void {
  let running: Promise<readonly QueueDepth[]> | undefined;
  const ask = () => {
    running ??= queueDepths(clock())
      .catch(() => [])
      .finally(() => {
        running = undefined;
      });
    return running;
  };
  const registers = [registry];
  new Gauge({
    name: 'lienthong_queue_depth',
    help: 'Deliveries by destination and state',
    labelNames: ['destination', 'state'],
    registers,
    async collect() {
      const depths = await ask();
      this.reset();
      for (const { destination, state, count } of depths) this.set({ destination, state }, count);
    },
  });
  new Gauge({
    name: 'lienthong_queue_late',
    help: 'Deliveries past their deadline, by destination and state',
    labelNames: ['destination', 'state'],
    registers,
    async collect() {
      const depths = await ask();
      this.reset();
      for (const { destination, state, late } of depths) this.set({ destination, state }, late);
    },
  });
  new Gauge({
    name: 'lienthong_queue_oldest_seconds',
    help: 'Age of the oldest delivery that waits for the gateway',
    labelNames: ['destination'],
    registers,
    async collect() {
      const depths = await ask();
      this.reset();
      for (const [destination, at] of oldestOf(depths)) {
        this.set({ destination }, Math.max(0, (clock() - at) / 1_000));
      }
    },
  });
}

function oldestOf(depths: readonly QueueDepth[]): ReadonlyMap<string, EpochMs> {
  const oldest = new Map<string, EpochMs>();
  for (const { destination, state, oldestQueuedAt } of depths) {
    if (!WAITING.has(state) || oldestQueuedAt === null) continue;
    oldest.set(destination, Math.min(oldestQueuedAt, oldest.get(destination) ?? oldestQueuedAt));
  }
  return oldest;
}
