import type { RegistryPort } from '../types/registry.ts';
import type { EpochMs, FacilityCode } from '../types/submission.ts';

const WINDOW_MS = 60_000;
/** The store is asked for this share of the quota at a time: 20 writes a facility and minute, however many calls. */
const CHUNKS = 20;

/** Whether a facility may call once more. `waitMs`: how long until it may again. */
export type QuotaAnswer = { readonly granted: true } | { readonly granted: false; readonly waitMs: number };

/** What one process has left of a facility's quota in a window. */
interface Share {
  readonly window: EpochMs;
  left: number;
  isSpent: boolean;
  asking: Promise<void> | undefined;
}

/**
 * Calls that facilities may make in a minute of the clock, shared by all processes on one store. A process takes its part in
 * chunks and counts it down in memory, so a call costs no write. Never more is granted in a minute than the quota; a little less
 * when several processes each have a rest of their chunk. 0 is no limit. Rejects when the store does.
 */
export function createCallQuota(options: {
  readonly takeQuota: RegistryPort['takeQuota'];
  readonly callsPerMinute: number;
  readonly clock: () => EpochMs;
}): (facility: FacilityCode) => Promise<QuotaAnswer> {
  const { takeQuota, callsPerMinute, clock } = options;
  const chunk = Math.ceil(callsPerMinute / CHUNKS);
  const shares = new Map<FacilityCode, Share>();

  /** The share of the minute that the clock shows; of the newest seen when the clock was set back. */
  function shareOf(facility: FacilityCode, now: EpochMs): Share {
    const window = now - (now % WINDOW_MS);
    const known = shares.get(facility);
    if (known !== undefined && known.window >= window) return known;
    const share: Share = { window, left: 0, isSpent: false, asking: undefined };
    shares.set(facility, share);
    return share;
  }

  async function ask(facility: FacilityCode, share: Share): Promise<void> {
    try {
      const granted = await takeQuota(facility, share.window, chunk, callsPerMinute);
      share.left += granted;
      share.isSpent = granted < chunk;
    } finally {
      share.asking = undefined;
    }
  }

  return async (facility) => {
    for (;;) {
      if (callsPerMinute === 0) return { granted: true };
      const now = clock();
      const share = shareOf(facility, now);
      if (share.left > 0) {
        share.left -= 1;
        return { granted: true };
      }
      if (share.isSpent) return { granted: false, waitMs: share.window + WINDOW_MS - now };
      share.asking ??= ask(facility, share);
      await share.asking;
    }
  };
}
