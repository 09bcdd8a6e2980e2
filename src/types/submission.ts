/**
 * Words of the house
 *
 * - **Facility**: an organisation that sends, known by its code (mã CSKCB, 5 characters; or GLN, 13 digits).
 * - **Submission**: what one call brought, kept byte for byte.
 * - **Record**: one encounter (`MA_LK`) or one document inside a submission.
 * - **Resource**: a FHIR R4 resource.
 * - **Destination**: a system that receives from us.
 * - **Delivery**: one version of a record owed to one destination; it has **attempts**.
 * - **Receipt**: what the sender is shown.
 * - **Quarantine**: kept, not forwarded, until mended or released.
 * - **Parked**: a delivery that a person must decide.
 * - **Coverage**: the share of facilities, and of encounters, with a proven electronic medical record.
 */

/** Facility code as the sender writes it: 5 characters (mã CSKCB, QĐ 384/2019) or 13 digits (GLN). */
export type FacilityCode = string;

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = number;

/** National formats, whose records are tables of rows. */
export type FormFormat =
  /** GIAMDINHHS and the check-in: QĐ 130/4750/3176/1931, QĐ 4210. */
  | 'claim-xml'
  /** KHAMSUCKHOE: QĐ 1551/2062. */
  | 'health-check-xml'
  /** HSCHUNGTU, HSDLGBT, HSDLGCS: documents of 2025. */
  | 'document-xml'
  /** Data/BODY/HOSOSUCKHOE: QĐ 831. */
  | 'health-book-xml'
  /** QĐ 808. */
  | 'prescription-json'
  /** HoSoBenhAn: CV 365, as XML or JSON. */
  | 'emr-export';

export type SubmissionFormat = FormFormat | 'fhir-json';

/** What a record is, whatever wrote it: by this it is routed, has its deadline and its time of keeping. */
export type RecordKind =
  /** XML1 with its tables, QĐ 4210. */
  | 'claim'
  /** XML0 alone. */
  | 'check-in'
  | 'health-check'
  /** HSCHUNGTU: CT03, CT04, … */
  | 'document'
  | 'death-notice'
  | 'birth-certificate'
  | 'health-book'
  | 'prescription'
  | 'emr-export'
  /** A Bundle that a sender wrote itself. */
  | 'fhir';

/** What one call brought, before anything was read into it. */
export interface RawSubmission {
  /** UUIDv7, made by the gateway. */
  readonly id: string;
  /** The entry it came through: `POST /submissions` or `POST /fhir`. */
  readonly channel: 'submissions' | 'fhir';
  /** The bytes received, unchanged. */
  readonly bytes: Buffer;
  /** SHA-256 of `bytes`, lower-case hex. */
  readonly sha256: string;
  /** Media type without parameters, lower case. */
  readonly contentType: string;
  /** `Idempotency-Key` or `X-Request-Id` as sent; null when the sender gave none (the hash is the key then). */
  readonly idempotencyKey: string | null;
  readonly receivedAt: EpochMs;
}

export type RecordState = 'accepted' | 'quarantined' | 'refused';
export type SubmissionState = 'accepted' | 'partly-accepted' | 'refused';
