import type { LeasedDelivery } from '../types/delivery.ts';
import type { FormRecord } from '../types/source-record.ts';

/** A record in the national form that it came in, rebuilt from its FHIR. */
export interface NationalForm {
  readonly record: FormRecord;
  /** The file as a sender would write it: XML, or JSON of the formats that are JSON. */
  readonly bytes: Buffer;
}

/** Texts of an envelope by path: `HEADER/REQUEST_ID`. */
export type EnvelopeTexts = ReadonlyMap<string, string>;

/**
 * Rebuilds the form of a delivery; undefined when it came as FHIR and tells of no form. `retext` is told the texts that stood
 * around the sender's record, and gives those that are written in their place; one that was not there stands behind the last
 * of the same parent.
 */
export type RebuildForm = (
  delivery: Pick<LeasedDelivery, 'resources'>,
  retext?: (sent: EnvelopeTexts) => EnvelopeTexts,
) => NationalForm | undefined;
