import type { MappedRecord } from '../../types/mapped-record.ts';

/** A file after `map`. */
export interface MappedFile {
  readonly path: string;
  /** What is remarkable about it, for people. */
  readonly messages: readonly string[];
  /** True when nothing could be made of it. */
  readonly failed: boolean;
  readonly text: string;
  /** Of a file that holds the text: `.ndjson`, `.xml`. */
  readonly extension: string;
  /** The records of a form, mapped. */
  readonly records: readonly MappedRecord[];
  /** What is there and what is missing, for programs. */
  readonly report: unknown;
}

/** Maps one file. */
export type MapFile = (path: string) => Promise<MappedFile>;
