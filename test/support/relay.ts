import { pino } from 'pino';
import type { Destination } from '../../src/forward/destination.ts';
import { type Relay, type RelayDeps, startRelay } from '../../src/forward/relay.ts';
import { sleep } from '../../src/forward/sleep.ts';

/** Waits of milliseconds in place of seconds and minutes; the rules are the same. */
export const RELAY_RETRY = { firstDelayMs: 2, maxDelayMs: 20, maxAttempts: 4, maxRetryAfterMs: 1_000 };

export function relayConfig(given: Partial<RelayDeps['config']> = {}): RelayDeps['config'] {
  return {
    concurrency: 4,
    ratePerSecond: null,
    timeoutMs: 1_000,
    retry: RELAY_RETRY,
    maintenance: [],
    filter: { records: null, facilities: null, exceptFacilities: [], labels: [], consent: 'not-asked' },
    ...given,
  };
}

const relays: Relay[] = [];

/** Starts a relay whose polls and pauses pass quickly: what is tested is what happens, not when. */
export function startTestRelay(
  store: RelayDeps['store'],
  destination: Destination,
  overrides: Partial<RelayDeps> = {},
): Relay {
  const relay = startRelay({
    store,
    destination,
    config: relayConfig(),
    owner: 'test',
    notifies: () => false,
    clock: Date.now,
    random: Math.random,
    sleep: (ms, signal) => sleep(Math.min(ms, 5), signal),
    onAttempt: () => undefined,
    logger: pino({ level: 'silent' }),
    ...overrides,
  });
  relays.push(relay);
  return relay;
}

/** Stops all relays that were started; for `afterEach`. */
export async function stopTestRelays(): Promise<void> {
  await Promise.all(relays.splice(0).map((relay) => relay.stop()));
}
