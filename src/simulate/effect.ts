import type { EpochMs } from '../types/submission.ts';

/** One transaction that took effect at a receiver: what an independent checker counts. */
export interface Effect {
  /** Idempotency-Key of the request, or the SHA-256 of its bytes when it had none. */
  readonly key: string;
  /** Order of commit at this receiver, from 1. */
  readonly order: number;
  readonly at: EpochMs;
  /** `digestRecord` of the resources that were put: which content this was. */
  readonly digest: string;
  /** `Type/id/_history/version` of each resource put, `Type/id` of each deleted one, in the order of the entries. */
  readonly resources: readonly string[];
  /** How many resources changed. 0: everything was there already, byte for byte. */
  readonly changed: number;
}
