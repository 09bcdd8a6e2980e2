import type { EpochMs } from '../types/submission.ts';

/** One transaction that took effect at a receiver: what an independent checker counts. */
export interface Effect {
  /** Idempotency-Key of the request, or the SHA-256 of its bytes when it had none. */
  readonly key: string;
  /** Order of commit at this receiver, from 1. */
  readonly order: number;
  readonly at: EpochMs;
  /** `digestRecord` of the resources that were put: which record version this was. */
  readonly digest: string;
  /** `Type/id/_history/version` of each resource put, `Type/id` of each deleted one, in the order of the entries. */
  readonly resources: readonly string[];
  /** How many of the record's own resources changed (`isShared` ones do not count). 0: all was there, byte for byte. */
  readonly changed: number;
}
