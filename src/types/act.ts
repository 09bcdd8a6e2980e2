import type { EpochMs } from './submission.ts';

/** What people do: to a record (`release`), to deliveries (`retry`, `park`, `settle`, `send-again`), to a destination (`stop`, `start`, and what moves many of its deliveries at once). */
export type ActKind = 'release' | 'retry' | 'park' | 'settle' | 'send-again' | 'stop' | 'start';

/** What is known of an act beside its words. */
export interface ActDetails {
  /** How many deliveries it moved. */
  readonly count?: number;
  /** State of the deliveries that it moved, where it took all of one state. */
  readonly state?: string;
  /** Code of their reason. */
  readonly held?: string;
  /** The receiver's own id: by which a delivery was settled, or which it had before it was sent again. */
  readonly receipt?: string;
  /** When it had arrived before it was sent again. */
  readonly deliveredAt?: EpochMs;
}

/** Something that a person did, as it is shown beside what it was done to. The audit log is the proof of it. */
export interface Act {
  /** UUIDv7. */
  readonly id: string;
  readonly at: EpochMs;
  /** As the audit log names them: `staff:Mai Lan`. */
  readonly by: string;
  readonly what: ActKind;
  /** Id of a record version, of a delivery, or of a destination. */
  readonly object: string;
  /** Their own words. */
  readonly reason: string | null;
  readonly told: ActDetails;
}

/** What people did. */
export interface ActPort {
  noteAct(act: Omit<Act, 'id'>): Promise<void>;
  /** Newest first, of any of these objects. */
  acts(objects: readonly string[], limit: number): Promise<readonly Act[]>;
}
