import type { UnmappedCode } from './mapped-record.ts';
import type { EpochMs, FacilityCode } from './submission.ts';

/** A code of a record that its list, as loaded here, does not hold, with how often it stands in the record. */
export interface CodeSighting {
  readonly list: string;
  /** The code, or `~` and the shape of a text that is no code: nothing personal is kept. */
  readonly code: string;
  readonly form: string;
  readonly field: string;
  readonly reason: UnmappedCode['reason'];
  /** The record's own day, by which the version of the list was chosen. */
  readonly day: string | null;
  /** From 1. */
  readonly count: number;
}

/** An entry of the code worklist: a code of one facility, summed over the records that brought it. */
export interface WorklistEntry extends CodeSighting {
  readonly id: number;
  readonly facility: FacilityCode;
  /** Instants of receipt of the first and the last record that brought it; `reason` and `day` are those of the last. */
  readonly firstSeen: EpochMs;
  readonly lastSeen: EpochMs;
}

/** Which entries of the code worklist, from which one on. */
export interface WorklistFilter {
  readonly list?: string | undefined;
  readonly facility?: FacilityCode | undefined;
  readonly form?: string | undefined;
  readonly reason?: CodeSighting['reason'] | undefined;
  /** The last entry of the page before. */
  readonly after?: Pick<WorklistEntry, 'count' | 'id'> | undefined;
  readonly limit: number;
}
