import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { OperationAnswer, OperationRequest, ValidateOperation } from '../../types/validate-operation.ts';
import type { JsonTextLimits } from '../json/parse-json-text.ts';
import type { ValidatorSettings } from '../load-instance-validator.ts';
import { createWorkerPool } from '../pool/worker-pool.ts';
import type { TextCheck } from '../text-check.ts';
import { runOperation } from './run-operation.ts';

/** Bodies above this size would keep everybody else waiting: they are checked in a thread of their own. */
const MAX_INLINE_BYTES = 256 * 1024;

/** One more than half of two cores would leave too little to the gateway itself. */
const THREADS = 1;
const MAX_WAITING = 8;
const TIMEOUT_MS = 30_000;
/** A body of the largest size takes about a tenth. */
const MAX_HEAP_MB = 512;

/** One call, for a thread. */
export interface OperationTask {
  readonly bytes: Uint8Array;
  readonly request: OperationRequest;
}

/** What a thread is started with. */
export interface OperationThreadData {
  readonly settings: ValidatorSettings;
  readonly rulesFolder: string;
  readonly limits: JsonTextLimits;
}

/** `$validate`, and the end of its threads. */
export interface RunningOperation extends ValidateOperation {
  close(): Promise<void>;
}

/**
 * `$validate` by a validator of this thread, and for large bodies by the same one made anew in a thread of its own, which
 * is started when the first large body comes.
 *
 * @param maxInlineBytes what is larger goes to that thread.
 */
export function createValidateOperation(
  check: TextCheck,
  settings: ValidatorSettings,
  rulesFolder: string,
  maxInlineBytes = MAX_INLINE_BYTES,
): RunningOperation {
  const workerData: OperationThreadData = { settings, rulesFolder, limits: check.limits };
  // As this file: .ts in a working copy, .js in the build.
  const program = join(import.meta.dirname, `operation-thread${extname(import.meta.filename)}`);
  const pool = createWorkerPool<OperationTask, OperationAnswer>({
    start: () => new Worker(program, { workerData, resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB } }),
    threads: THREADS,
    maxWaiting: MAX_WAITING,
    timeoutMs: TIMEOUT_MS,
  });
  return {
    isType: check.validator.isType,
    run: async (bytes, request) =>
      bytes.byteLength <= maxInlineBytes
        ? runOperation(bytes, request, check)
        : ((await pool.run({ bytes, request })) ?? { kind: 'busy' }),
    close: pool.close,
  };
}
