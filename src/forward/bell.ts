import type { Sleep } from './sleep.ts';

/** Lets one sleeper be woken. A ring that nobody heard is kept, so none is lost between two waits. */
export interface Bell {
  ring(): void;
  /** Resolves on a ring, or after `ms` milliseconds. True when it was rung. */
  wait(ms: number): Promise<boolean>;
}

/** Starts silent. */
export function createBell(sleep: Sleep): Bell {
  let rung = false;
  let alarm = new AbortController();
  return {
    ring() {
      if (rung) return;
      rung = true;
      alarm.abort('rung');
    },
    async wait(ms) {
      if (!rung) {
        alarm = new AbortController();
        await sleep(ms, alarm.signal);
      }
      const heard = rung;
      rung = false;
      return heard;
    },
  };
}
