import type { Resource } from '@medplum/fhirtypes';
import type { RecordToStore, SubmissionToStore } from './intake.ts';

/** A resource of a record as it is kept. */
export interface KeptResource {
  readonly type: string;
  readonly id: string;
  /** Of the JSON text. */
  readonly digest: Buffer;
}

/** A record's resources, serialised once: the same text is hashed and stored. */
export interface RecordContent {
  readonly resources: readonly KeptResource[];
  /** Those of types that many records speak of: the store looks into them, into the others never. */
  readonly shared: readonly Resource[];
  /** Over all resources and deletions, whatever their order: equal means the same record again. */
  readonly digest: Buffer;
  /** JSON array of the resources, compressed by zstd. */
  readonly payload: Buffer;
}

/** A record whose resources are packed. */
export type PackedRecord = Omit<RecordToStore, 'resources'>;

/** A submission with all that needs computing, done before the transaction holds up others. */
export interface PackedSubmission {
  readonly submission: Omit<SubmissionToStore, 'bytes' | 'response' | 'records'> & {
    readonly records: readonly PackedRecord[];
  };
  /** Compressed. */
  readonly bytes: Buffer;
  /** Compressed. */
  readonly response: Buffer | null;
  /** In the order of the records. */
  readonly contents: readonly RecordContent[];
  /** Bytes that will be written. */
  readonly size: number;
}
