import type { Store } from '../types/store.ts';
import type { EpochMs } from '../types/submission.ts';
import { readWitness, type WitnessStore } from './read-witness.ts';
import { type AuditCheckpoint, type ChainVerdict, followChain, verifyChain } from './verify-chain.ts';

export interface ChainWatchDeps {
  readonly log: Pick<Store, 'audit'> & WitnessStore;
  readonly clock: () => EpochMs;
  /** Resolves after `ms` milliseconds, or at once when `signal` is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Told once for each bad entry that becomes the first one. */
  readonly onBroken: (verdict: Extract<ChainVerdict, { readonly ok: false }>) => void;
  /** Told of a look that failed, as when the store is down: the next one comes. */
  readonly onFailure: (cause: unknown) => void;
}

/** How the audit log stands, as far as this process has looked. */
export interface ChainStanding {
  /** Number of the newest entry that was seen; null: none was looked at yet. */
  readonly entries: number | null;
  /** Number of the first bad entry; null: none was found. */
  readonly firstBad: number | null;
  /** When the whole log was last found intact; null: not yet. */
  readonly wholeAt: EpochMs | null;
}

/** A watch over the audit log while the gateway runs. */
export interface ChainWatch {
  standing(): ChainStanding;
  stop(): Promise<void>;
}

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;
/** Between two pages of the whole log: others get their turn. */
const PAUSE_MS = 20;

/**
 * Verifies the whole audit log at the start and once a day, in small steps, and every minute what was added since. What was seen
 * is remembered, so that a log that is cut off or put back to an earlier state under a running gateway is found, too.
 */
export function startChainWatch({ log, clock, sleep, onBroken, onFailure }: ChainWatchDeps): ChainWatch {
  const stopping = new AbortController();
  const { signal } = stopping;
  let head: AuditCheckpoint | null = null;
  let firstBad: number | null = null;
  let wholeAt: EpochMs | null = null;

  async function walkWhole(): Promise<ChainVerdict> {
    const witness = await readWitness(log);
    return verifyChain(log, { ...witness, checkpoint: head ?? undefined }, async () => {
      await sleep(PAUSE_MS, signal);
      signal.throwIfAborted();
    });
  }

  async function look(): Promise<void> {
    const isWhole = head === null || firstBad !== null || wholeAt === null || clock() - wholeAt >= DAY_MS;
    const verdict = await (head !== null && !isWhole ? followChain(log, head) : walkWhole());
    if (!verdict.ok) {
      if (verdict.sequence !== firstBad) onBroken(verdict);
      firstBad = verdict.sequence;
      return;
    }
    head = verdict.head.sequence === 0 ? null : verdict.head;
    firstBad = null;
    if (isWhole) wholeAt = clock();
  }

  async function loop(): Promise<void> {
    while (!signal.aborted) {
      await look().catch((cause: unknown) => signal.aborted || onFailure(cause));
      // What is broken stays so until a person acts: it is not read again every minute.
      await sleep(firstBad === null ? MINUTE_MS : 60 * MINUTE_MS, signal);
    }
  }

  const looping = loop();
  return {
    standing: () => ({ entries: head?.sequence ?? (wholeAt === null ? null : 0), firstBad, wholeAt }),
    stop() {
      stopping.abort();
      return looping;
    },
  };
}
