import type { Bundle } from '@medplum/fhirtypes';
import type { Issue } from './issue.ts';
import type { FacilityCode, SubmissionFormat } from './submission.ts';

/**
 * One row of a national table. The map keeps the order of the document; an empty element has the value ''.
 * Names are the standard's own, upper case; a name that was mended (typo, lower case) stands under its right name.
 */
export interface SourceRow {
  /** Position in the table, from 1 (not STT, which senders renumber). */
  readonly number: number;
  readonly fields: ReadonlyMap<string, string>;
}

/** One national table of a record, e.g. XML3. */
export interface SourceTable {
  /** `XML1` … `XML15`: chosen by the inner root, not by LOAIHOSO. */
  readonly name: string;
  readonly rows: readonly SourceRow[];
}

/** One HOSO of a claim envelope: one MA_LK, one care episode. */
export interface ClaimRecord {
  readonly format: 'claim-xml';
  /** MA_LK; '' when it cannot be read (the record is refused then). */
  readonly key: string;
  /** MA_CSKCB of XML1 when present, else of the envelope. */
  readonly facility: FacilityCode;
  /** Position in the envelope, from 1. */
  readonly position: number;
  readonly tables: ReadonlyMap<string, SourceTable>;
  readonly issues: readonly Issue[];
}

/** One Bundle, or one entry of a batch, as sent. */
export interface FhirRecord {
  readonly format: 'fhir-json';
  /** Bundle.identifier.value, else the identifier or id of its Encounter or Composition, else the SHA-256 of the entry. */
  readonly key: string;
  /** The facility that the payload itself names, when it does. */
  readonly facility: FacilityCode | null;
  readonly position: number;
  readonly bundle: Bundle;
  /** Line and column (from 1) of an element in the sender's text, when it is known. */
  readonly placeOf?: (expression: string) => string | undefined;
  readonly issues: readonly Issue[];
}

export type SourceRecord = ClaimRecord | FhirRecord;

/** What is known of the submission as a whole, once all of it was read. */
export interface DecodedEnvelope {
  readonly format: SubmissionFormat;
  /** The facility that the envelope names (`MACSKCB`), when it does. */
  readonly facility: FacilityCode | null;
  /** Issues of the whole. One of severity `fatal` means: unreadable as a whole. */
  readonly issues: readonly Issue[];
  /** Bundle.identifier.value of a FHIR Bundle: an idempotency key when no header gave one. */
  readonly idempotencyKey?: string;
}

/** Reads one submission, record by record (a large envelope is never held decoded as a whole). */
export type DecodeStream = Generator<SourceRecord, DecodedEnvelope, void>;
