import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { EpochMs } from '../../types/submission.ts';
import { createWorkerPool } from '../../validate/pool/worker-pool.ts';
import type { RecordAnswer } from '../response-bundle.ts';
import type { PreparationConfig } from './line-preparation.ts';
import { fromPackedMessage, type PackedMessage } from './packed-message.ts';
import type { PreparationTask, Prepare, Prepared } from './prepare.ts';

/** Bodies above this size would keep everybody else waiting: they never take the time of the thread that answers. */
const LARGE_BYTES = 256 * 1024;
/** Preparing a smaller body costs less than handing it over and taking what comes back (bench/README.md). */
const WORTH_BYTES = 32 * 1024;
/** With fewer submissions under way than this nobody waits for the processor: a thread would gain nothing. */
const BUSY_FROM = 4;
/** Bytes that lie with a thread: work for the while that this one is at a transaction, and not for longer. */
const DEPTH_BYTES = 512 * 1024;
const MAX_WAITING = 64;
/** The largest envelope takes about a tenth. */
const TIMEOUT_MS = 300_000;
/** Of one thread: what needs more is lost with the thread, and not with the gateway. */
const MAX_HEAP_MB = 1_024;
/** After a thread that could not start none is tried for this long, but for a large body. */
const PAUSE_MS = 60_000;

/** One pass through a stage, as a thread measured it. */
export interface StagePass {
  readonly stage: 'decode' | 'map' | 'validate';
  readonly outcome: 'ok' | 'failed';
  readonly seconds: number;
}

/** What a thread is started with. */
export interface PreparationThreadData {
  readonly config: PreparationConfig;
  /** Of the line that the gateway started with. */
  readonly edition: string;
}

/** What a thread says to a task. `stale`: it would decide by other data than the gateway that started it. */
export type PreparationAnswer =
  | {
      readonly kind: 'prepared';
      readonly message: PackedMessage;
      readonly answers: readonly RecordAnswer[];
      readonly passes: readonly StagePass[];
    }
  | (Extract<Prepared, { kind: 'refused' }> & { readonly passes: readonly StagePass[] })
  | { readonly kind: 'failed'; readonly error: Error; readonly passes: readonly StagePass[] }
  | { readonly kind: 'stale' };

export interface PreparationParts extends PreparationThreadData {
  /** In this thread. */
  readonly inline: Prepare;
  /** 0: everything in this thread. */
  readonly threads: number;
  readonly onPass: (pass: StagePass) => void;
  /** Told once that threads are of no use any more: what they read has changed on disk since the start. */
  readonly onStale: () => void;
  readonly clock: () => EpochMs;
  /** Old generation of one thread. Default 1,024. */
  readonly maxHeapMb?: number;
  /** Large bodies that may wait for a thread. Default 64. */
  readonly maxWaiting?: number;
}

/** Preparing, and the end of its threads. */
export interface Preparation {
  /**
   * `busy`: as many large bodies wait as may. Rejects when a thread is lost on the way.
   * @param underWay submissions that are being worked on, this one included
   */
  prepare(task: PreparationTask, underWay: number): Promise<Prepared | { readonly kind: 'busy' }>;
  close(): Promise<void>;
}

/**
 * Prepares submissions in this thread, and in others when there is more to do: large bodies always, small ones never, those
 * between while several are under way and a thread has room. What finds no room is prepared here, so both are at work and neither
 * waits for the other. Threads are started by the first need and kept.
 */
export function createPreparation(parts: PreparationParts): Preparation {
  const { inline, threads, config, edition, onPass, onStale, clock } = parts;
  const { maxHeapMb = MAX_HEAP_MB, maxWaiting = MAX_WAITING } = parts;
  // As this file: .ts in a working copy, .js in the build.
  const program = join(import.meta.dirname, `preparation-thread${extname(import.meta.filename)}`);
  const workerData: PreparationThreadData = { config, edition };
  const pool = createWorkerPool<PreparationTask, PreparationAnswer>({
    start: () => new Worker(program, { workerData, resourceLimits: { maxOldGenerationSizeMb: maxHeapMb } }),
    threads,
    depth: DEPTH_BYTES,
    maxWaiting,
    timeoutMs: TIMEOUT_MS,
  });
  let isStale = false;
  let warmAgainAt = 0;

  /** Starts a thread by a task that this one does itself: nobody waits for the start. */
  function warmUp(task: PreparationTask): void {
    if (!pool.canGrow() || clock() < warmAgainAt) return;
    pool.run(task)?.catch(() => {
      warmAgainAt = clock() + PAUSE_MS;
    });
  }

  async function take(answer: PreparationAnswer, task: PreparationTask): Promise<Prepared> {
    if (answer.kind === 'stale') {
      if (!isStale) onStale();
      isStale = true;
      return inline(task);
    }
    for (const pass of answer.passes) onPass(pass);
    if (answer.kind === 'failed') throw answer.error;
    if (answer.kind === 'refused') return { kind: 'refused', refusal: answer.refusal };
    return { kind: 'prepared', packed: fromPackedMessage(answer.message), answers: answer.answers };
  }

  return {
    async prepare(task, underWay) {
      const { length } = task.raw.bytes;
      const isLarge = length > LARGE_BYTES;
      if (threads === 0 || isStale || (!isLarge && (length < WORTH_BYTES || underWay < BUSY_FROM))) return inline(task);
      if (!isLarge && !pool.hasRoom()) {
        warmUp(task);
        return inline(task);
      }
      // A large one fills its thread: no other one is to wait behind it.
      const answer = pool.run(task, isLarge ? DEPTH_BYTES : length);
      return answer === undefined ? { kind: 'busy' } : take(await answer, task);
    },
    close: pool.close,
  };
}
