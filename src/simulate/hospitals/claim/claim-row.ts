import { toLocalInstant } from '../../../fhir/local-time.ts';
import type { EpochMs } from '../../../types/submission.ts';
import type { Amounts } from './amounts.ts';

/** One row of a national table by its field names; a field that is not named is sent empty. */
export interface ClaimRow {
  readonly fields: Readonly<Record<string, string>>;
  /** Of a row that costs something. */
  readonly amounts?: Amounts;
}

/** Tables that a synthetic hospital sends, in their order. */
export const TABLES = ['XML1', 'XML2', 'XML3', 'XML4', 'XML5', 'XML7', 'XML8', 'XML13', 'XML14'] as const;

/** The tables of one record; an empty one is not sent. */
export type ClaimTables = Readonly<Record<(typeof TABLES)[number], readonly ClaimRow[]>>;

/** `yyyymmddHHMM` in Việt Nam. */
export function toInstant12(instant: EpochMs): string {
  return toLocalInstant(instant).replace(/[-T:]/g, '').slice(0, 12);
}

/** `yyyymmdd` in Việt Nam. */
export function toDate8(instant: EpochMs): string {
  return toInstant12(instant).slice(0, 8);
}
