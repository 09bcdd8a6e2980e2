import type { EpochMs } from '../types/submission.ts';

/** Whether this process should be given work. (Liveness needs no object: a process that answers is alive.) */
export interface Health {
  /** False while draining, when the probe fails, and when it does not answer in time. */
  ready(): Promise<boolean>;
  /** From now on `ready` is false, for good: the balancer takes this process out before it stops. */
  drain(): void;
}

export interface HealthOptions {
  /** Resolves when the store can take records. */
  readonly probe: () => Promise<void>;
  /** Longest wait for the probe, in milliseconds. */
  readonly timeoutMs: number;
  /** How long one answer of the probe is good for, in milliseconds: anybody may ask, the store is asked seldom. */
  readonly keepMs: number;
  readonly clock: () => EpochMs;
}

/** Readiness after a probe of which at most one runs at a time. */
export function createHealth({ probe, timeoutMs, keepMs, clock }: HealthOptions): Health {
  let draining = false;
  let running: Promise<boolean> | undefined;
  let last: { readonly at: EpochMs; readonly ready: boolean } | undefined;

  async function runProbe(): Promise<boolean> {
    const ready = await probe().then(
      () => true,
      () => false,
    );
    last = { at: clock(), ready };
    running = undefined;
    return ready;
  }

  return {
    async ready() {
      if (last !== undefined && clock() - last.at < keepMs) return last.ready && !draining;
      running ??= runProbe();
      const ready = await Promise.race([running, falseAfter(timeoutMs)]);
      return ready && !draining;
    },
    drain() {
      draining = true;
    },
  };
}

function falseAfter(ms: number): Promise<false> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(false), ms).unref();
  });
}
