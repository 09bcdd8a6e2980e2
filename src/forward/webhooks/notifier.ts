import type { Logger } from 'pino';
import type { LeasedNotice } from '../../types/delivery.ts';
import type { Store } from '../../types/store.ts';
import type { EpochMs, FacilityCode } from '../../types/submission.ts';
import { createBell } from '../bell.ts';
import type { Sleep } from '../sleep.ts';
import { within } from '../within.ts';
import { decideNotice, type NoticeOutcome } from './decide-notice.ts';
import { WEBHOOK_TIMEOUT_MS, type Webhook } from './webhook.ts';

/** Facilities that are being told at one time; each hears one notice after the other. */
const AT_ONCE = 64;
/** A lease outlives the exchange by this much: time to write how it ended before another process may tell again. */
const LEASE_MS = WEBHOOK_TIMEOUT_MS + 30_000;
const FIRST_POLL_MS = 250;
const MAX_POLL_MS = 1_000;
const STORE_WAIT_MS = 5_000;
/** Together below the 10 s in which a process has to end. */
const STOP_GRACE_MS = 5_000;
const STOP_SETTLE_MS = 1_000;
/** The facility had one when the delivery ended. */
const NO_WEBHOOK: Promise<NoticeOutcome> = Promise.resolve({ kind: 'gone', reason: 'no-webhook' });

export interface NotifierDeps {
  readonly store: Pick<Store, 'leaseNotices' | 'settleNotices'>;
  /** By facility; closed by `stop`. */
  readonly webhooks: ReadonlyMap<FacilityCode, Webhook>;
  /** Name of this process in leases. */
  readonly owner: string;
  readonly clock: () => EpochMs;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly sleep: Sleep;
  /** Told of each attempt, for metrics. */
  readonly onTold: (outcome: NoticeOutcome['kind']) => void;
  readonly logger: Logger;
}

export interface Notifier {
  /** No new lease from now on; exchanges under way get 5 s, then they are cut. Resolves within 6 s. */
  stop(): Promise<void>;
}

/**
 * Tells facilities what became of their records, until stopped: leases notices from the store, which gives a facility's
 * next one only when the one before is settled. It stands beside the relays and shares nothing with them but the store:
 * a webhook that is dead holds up the notices of its own facility and nothing else. A notice whose worker is lost is told
 * again under the same id.
 */
export function startNotifier(deps: NotifierDeps): Notifier {
  const { store, webhooks, owner, clock, sleep, logger } = deps;
  const stopping = new AbortController();
  const bell = createBell(sleep);
  const running = new Set<Promise<void>>();

  function start(notice: LeasedNotice): void {
    const telling = tell(notice, deps).finally(() => {
      running.delete(telling);
      bell.ring();
    });
    running.add(telling);
  }

  async function loop(): Promise<void> {
    let pollMs = FIRST_POLL_MS;
    while (!stopping.signal.aborted) {
      const limit = AT_ONCE - running.size;
      try {
        const leased = limit === 0 ? [] : await store.leaseNotices({ owner, now: clock(), leaseMs: LEASE_MS, limit });
        leased.forEach(start);
      } catch (error) {
        logger.error({ err: error }, 'store does not lease notices');
        await sleep(STORE_WAIT_MS, stopping.signal);
        continue;
      }
      const rung = await bell.wait(pollMs);
      pollMs = rung ? FIRST_POLL_MS : Math.min(2 * pollMs, MAX_POLL_MS);
    }
  }

  const looping = loop();

  async function end(): Promise<void> {
    stopping.abort();
    bell.ring();
    const settled = () => Promise.all(running);
    await within(STOP_GRACE_MS, looping.then(settled), sleep);
    await Promise.all([...webhooks.values()].map((webhook) => webhook.close()));
    await within(STOP_SETTLE_MS, settled(), sleep);
  }

  let ending: Promise<void> | undefined;
  return {
    stop() {
      ending ??= end();
      return ending;
    },
  };
}

/** Tells one notice and settles it. Never rejects: what is not settled is leased again when the lease runs out. */
async function tell(notice: LeasedNotice, { store, webhooks, clock, random, onTold, logger }: NotifierDeps) {
  const webhook = webhooks.get(notice.facility);
  const outcome = await (webhook?.tell(notice) ?? NO_WEBHOOK).catch((error: unknown): NoticeOutcome => {
    logger.error({ err: error, noticeId: notice.id }, 'telling failed in our own code');
    return { kind: 'failed', reason: 'internal-error' };
  });
  const settlement = decideNotice({ notice, outcome, now: clock(), random });
  onTold(outcome.kind);
  const about = { noticeId: notice.id, facility: notice.facility, attempt: notice.attempt, next: settlement.state };
  if (outcome.kind !== 'told') logger.warn({ ...about, reason: outcome.reason }, 'webhook not told');
  try {
    const effective = await store.settleNotices([settlement]);
    if (effective === 0) logger.warn(about, 'lease of a notice had been taken over');
  } catch (error) {
    logger.error({ err: error, ...about }, 'notice was not settled');
  }
}
