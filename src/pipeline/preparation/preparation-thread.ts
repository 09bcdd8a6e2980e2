/** The program of a thread that prepares submissions, one message each. */
import { parentPort, workerData } from 'node:worker_threads';
import { v7 as newId } from 'uuid';
import { createLine } from '../../line.ts';
import type { PreparationAnswer, PreparationThreadData, StagePass } from './create-preparation.ts';
import { createLinePreparation, editionOf } from './line-preparation.ts';
import { toPackedMessage } from './packed-message.ts';
import type { PreparationTask } from './prepare.ts';

const { config, edition } = workerData as PreparationThreadData;
const line = await createLine(config.limits, config);
const isStale = editionOf(line) !== edition;
let passes: StagePass[] = [];

const prepare = createLinePreparation(line, config, {
  newId: () => newId(),
  timed(stage, run) {
    const start = performance.now();
    let outcome: StagePass['outcome'] = 'failed';
    try {
      const result = run();
      outcome = 'ok';
      return result;
    } finally {
      passes.push({ stage, outcome, seconds: (performance.now() - start) / 1_000 });
    }
  },
});

async function answer({ facility, raw }: PreparationTask): Promise<PreparationAnswer> {
  if (isStale) return { kind: 'stale' };
  passes = [];
  // Buffers arrive as plain arrays of bytes.
  const bytes = Buffer.from(raw.bytes.buffer, raw.bytes.byteOffset, raw.bytes.byteLength);
  try {
    const prepared = await prepare({ facility, raw: { ...raw, bytes } });
    if (prepared.kind === 'refused') return { ...prepared, passes };
    return { kind: 'prepared', message: toPackedMessage(prepared.packed), answers: prepared.answers, passes };
  } catch (error) {
    return { kind: 'failed', error: error as Error, passes };
  }
}

// One after the other: a task that takes turns with itself must not mix its passes with those of the next.
let last: Promise<void> = Promise.resolve();
parentPort?.on('message', (task: PreparationTask) => {
  last = last.then(async () => {
    const given = await answer(task);
    parentPort?.postMessage(given, given.kind === 'prepared' ? [given.message.block.buffer] : []);
  });
});
