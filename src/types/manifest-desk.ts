import type { FacilityPrincipal } from './principal.ts';
import type { DeliveryState } from './receipt.ts';
import type { ManifestLine } from './reconciliation.ts';
import type { FacilityCode, RecordState } from './submission.ts';

/**
 * What a comparison says of one record.
 *
 * - `equal`: it is here, and what the list tells of it holds.
 * - `differing`: it is here with another count, or came with other bytes.
 * - `missing`: it is on the list and never came here.
 * - `unlisted`: it was received here on that day and is not on the list.
 */
export type ManifestStatus = 'equal' | 'differing' | 'missing' | 'unlisted';

/** Where a record stands here: its newest version of any state. */
export interface RecordHere {
  /** What it is known by here: the key, behind its format where the same key may name another record too. */
  readonly identity: string;
  readonly state: RecordState;
  readonly version: number;
  /** ISO 8601 with +07:00. */
  readonly receivedAt: string;
  /** Id of the submission that brought it. */
  readonly submission: string;
  readonly count: number;
  /** Of the newest call that brought this content, hex. */
  readonly sha256: string | null;
  readonly deliveries: readonly { readonly destination: string; readonly state: DeliveryState }[];
}

export interface ComparedRecord {
  readonly key: string;
  readonly status: ManifestStatus;
  /** What differs; empty unless `differing`. */
  readonly differs: readonly ('count' | 'sha256')[];
  /** As the list has it; null when it is not on the list. */
  readonly listed: Omit<ManifestLine, 'key'> | null;
  /** Null when it is missing here. */
  readonly here: RecordHere | null;
}

export interface ManifestSummary extends Readonly<Record<ManifestStatus, number>> {
  /** Lines of the list. */
  readonly listed: number;
  /** Records that are here, by state. */
  readonly states: Readonly<Record<RecordState, number>>;
  /** Their deliveries, by destination and state. */
  readonly deliveries: readonly {
    readonly destination: string;
    readonly state: DeliveryState;
    readonly count: number;
  }[];
}

/** One page of a comparison, which is made anew for each. */
export interface ManifestComparison {
  readonly id: string;
  readonly facility: FacilityCode;
  readonly day: string;
  /** ISO 8601 with +07:00. */
  readonly receivedAt: string;
  readonly comparedAt: string;
  readonly summary: ManifestSummary;
  /** Which records are shown. */
  readonly status: readonly ManifestStatus[];
  /** From 1. */
  readonly page: number;
  /** At least 1. */
  readonly pages: number;
  readonly size: number;
  readonly records: readonly ComparedRecord[];
}

export interface PageAsked {
  readonly status: readonly ManifestStatus[];
  readonly page: number;
  readonly size: number;
}

/** Why a day list is not taken. */
export type ManifestFault =
  /** Not JSON as the strict reader takes it. */
  | { readonly kind: 'unreadable'; readonly line: number }
  /** What is not as it should be, or has a member that is not known: `records[3].sha256`, `records[3]`; '' for the whole. */
  | { readonly kind: 'shape'; readonly place: string }
  | { readonly kind: 'too-many'; readonly limit: number }
  /** No day of the calendar, or one that has not begun. */
  | { readonly kind: 'day' };

export type ManifestAnswer =
  | { readonly kind: 'kept' | 'known'; readonly comparison: ManifestComparison }
  | { readonly kind: 'refused'; readonly fault: ManifestFault };

/** Day lists of senders, compared with what is here. Own facility only. */
export interface ManifestDesk {
  /** Keeps a list and compares it. The same list again is the one that is there (`known`). */
  keep(principal: FacilityPrincipal, bytes: Buffer, page: PageAsked): Promise<ManifestAnswer>;
  /** Undefined when this facility has no such list. */
  compare(principal: FacilityPrincipal, id: string, page: PageAsked): Promise<ManifestComparison | undefined>;
}
