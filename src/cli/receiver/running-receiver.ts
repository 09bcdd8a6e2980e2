import type { EpochMs, FacilityCode } from '../../types/submission.ts';

/** Kinds of receivers that sign senders in. */
export type SignedInKind = 'province-warehouse' | 'moh-hub' | 'claim-portal' | 'e-prescription';

/** What a receiver of such a kind is started with. */
export interface ReceiverStart {
  readonly port: number;
  /** At least one. */
  readonly facilities: readonly FacilityCode[];
  /** ma_lien_thong_bac_si of doctors who may sign in. */
  readonly doctors: readonly string[];
  /** Folder for passwords and keys, absolute: those that are there are used again. */
  readonly out: string;
  readonly clock: () => EpochMs;
}

/** A receiver that runs. */
export interface RunningReceiver {
  readonly url: string;
  /** What a gateway is configured with to send to it, as it stands under `destinations` in LT_CONFIG. */
  readonly destination: object;
  close(): Promise<void>;
}
