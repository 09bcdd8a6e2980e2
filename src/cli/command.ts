import type { EpochMs } from '../types/submission.ts';

/** Where text goes; a writable stream is one. */
interface TextSink {
  /** Bytes are of a file that goes to a pipe. */
  write(text: string | Uint8Array): unknown;
}

/** The world of a command: what it may read, write and wait for. */
export interface CliIo {
  /** The result. */
  readonly stdout: TextSink;
  /** Messages about the work. */
  readonly stderr: TextSink;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Relative paths start here. */
  readonly cwd: string;
  readonly clock: () => EpochMs;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** A new UUIDv7. */
  readonly newId: () => string;
}

/** One command of the program. */
export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** What `--help` prints. */
  readonly usage: string;
  /**
   * Does the work; gives the exit code: 0 done, 1 the input or the operation failed.
   * Throws `UsageError` for wrong usage (exit 2) and `OperationFailed` for what cannot go on (exit 1).
   */
  run(args: readonly string[], io: CliIo): Promise<number>;
}
