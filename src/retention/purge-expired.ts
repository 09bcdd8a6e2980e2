import type { RetentionConfig } from '../types/retention.ts';
import type { Store } from '../types/store.ts';
import type { EpochMs } from '../types/submission.ts';
import { describeCutoffs, toRetentionRequest } from './cutoffs.ts';

/** Entries of one transaction: short, as intake waits for it. */
const BATCH = 200;
/** Between two of them others have their turn. */
const PAUSE_MS = 20;

export interface PurgeDeps {
  readonly store: Pick<Store, 'purge'>;
  readonly config: RetentionConfig;
  readonly now: EpochMs;
  /** Resolves after so many milliseconds. */
  readonly pause: (ms: number) => Promise<void>;
  /** True when it has to end before everything went. Default: never. */
  readonly isStopped?: () => boolean;
  /** Puts a line of facts into the audit log. */
  readonly audit: (details: Readonly<Record<string, string | number>>) => Promise<void>;
}

/**
 * Lets go of everything that may go at this instant, batch by batch; gives how many entries went. The audit log says up to which
 * days before the first one goes, and how many went at the end.
 */
export async function purgeExpired(deps: PurgeDeps): Promise<number> {
  const { store, config, now, pause, isStopped = () => false, audit } = deps;
  const request = toRetentionRequest(config, now, BATCH);
  const { records, messages, versions } = describeCutoffs(request);
  await audit({ ...records, messages, ...(versions === null ? {} : { versions }) });
  let gone = 0;
  while (!isStopped()) {
    const purged = await store.purge(request);
    if (purged === 0) break;
    gone += purged;
    await pause(PAUSE_MS);
  }
  await audit({ gone });
  return gone;
}
