import type { EpochMs } from '../../types/submission.ts';

/** A clock that runs like the real one and can be put to another time: the demo lives through weeks in seconds. */
export interface SteppingClock {
  readonly now: () => EpochMs;
  set(time: EpochMs): void;
  /** Puts the clock back to the real time. */
  follow(): void;
}

/** `real` is the machine's clock; until the first `set` both agree. */
export function createSteppingClock(real: () => EpochMs): SteppingClock {
  let offset = 0;
  return {
    now: () => real() + offset,
    set(time) {
      offset = time - real();
    },
    follow() {
      offset = 0;
    },
  };
}
