import type { Bundle } from '@medplum/fhirtypes';
import type { Issue } from './issue.ts';
import type { FacilityCode, FormFormat, SubmissionFormat } from './submission.ts';

/**
 * One row of a national table. The map keeps the order of the document; an empty element has the value ''.
 * Names are the standard's own, upper case; a name that was mended (typo, lower case) stands under its right name, a
 * repeated one as `NAME#2`, text between the elements as `#text`.
 */
export interface SourceRow {
  /** Position in the table, from 1 (not STT, which senders renumber). */
  readonly number: number;
  readonly fields: ReadonlyMap<string, string>;
  /**
   * Names of the elements as sent, parallel to `fields`; absent when they are the names in `fields`. `X/`: the value of X
   * is markup, elements that stood in it.
   */
  readonly sentNames?: readonly string[];
  /** Row of another table that this one stands inside: `QD831.HOSOKHAMCHUABENH[2]`. Absent: the record itself. */
  readonly within?: string;
  /**
   * JSON types of values that are no strings in the sender's file: `number`, `boolean`, `null`; `array` and `object` for an
   * empty one, and for the member where the rows of another table stand.
   */
  readonly jsonTypes?: ReadonlyMap<string, string>;
  /** Texts as sent of the fields that an override of the facility corrected. */
  readonly corrected?: ReadonlyMap<string, string>;
}

/** One national table of a record, e.g. XML3. */
export interface SourceTable {
  /** `XML1` … `XML15`, `KSK.XML7`, `CT03`: chosen by the inner root, not by LOAIHOSO. */
  readonly name: string;
  readonly rows: readonly SourceRow[];
}

/** One FILEHOSO of a record: which rows of which table it held, in what wrapping. */
export interface SentFile {
  /** LOAIHOSO as sent. */
  readonly kind: string;
  /** '' when it could not be read. */
  readonly table: string;
  /** Root of the table as sent, where it is not that of the form: a list or a row alone, or another name. */
  readonly root?: string;
  /** True when the rows stood under the root, without the list that the form has around them. */
  readonly isUnlisted?: true;
  readonly rows: number;
  /** How the table stood in NOIDUNGFILE: base64, elements, or escaped text. */
  readonly content: 'base64' | 'elements' | 'text';
  /** Text of NOIDUNGFILE, when it could not be read as a table. */
  readonly unread?: string;
}

/** What stood around the tables of a record in the sender's file. */
export interface SentEnvelope {
  /** Root element: GIAMDINHHS, KHAMSUCKHOE, HSCHUNGTU, HSDLGBT, Data, HoSoBenhAn; of a table sent alone its own root. */
  readonly root: string;
  readonly syntax: 'xml' | 'json';
  /** Texts of the envelope's own elements by path, in order: `THONGTINDONVI/MACSKCB`, `HEADER/REQUEST_ID`, `CHUKYDONVI`. */
  readonly texts: ReadonlyMap<string, string>;
  /** JSON types of those that are no strings. */
  readonly jsonTypes?: ReadonlyMap<string, string>;
  /** Files of the HOSO in order; empty where the format has none. */
  readonly files: readonly SentFile[];
}

/** One record of a national form: one care episode (HOSO, MA_LK), one document, one person's health book. */
export interface FormRecord {
  readonly format: FormFormat;
  /** MA_LK, or what tells the document from others; '' when it cannot be read (the record is refused then). */
  readonly key: string;
  /** MA_CSKCB of the record when present, else of the envelope. */
  readonly facility: FacilityCode;
  /** Position in the envelope, from 1. */
  readonly position: number;
  readonly tables: ReadonlyMap<string, SourceTable>;
  readonly envelope: SentEnvelope;
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

export type SourceRecord = FormRecord | FhirRecord;

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
