/**
 * `node bench/validate/start.ts NAME…`: how long a fresh process takes until every type and profile that is named is
 * compiled, and what it holds then. Prints JSON.
 */
import { createValidator } from 'lien-thong/validator';
import { PATHS } from '../../src/config/paths.ts';
import { allExamples } from './resources.ts';

/** Milliseconds and megabytes. */
export interface Start {
  /** Since the process began: Node itself, and reading the program. */
  readonly loadedMs: number;
  readonly createdMs: number;
  readonly compiledMs: number;
  readonly rssMb: number;
  /** After every example of profiles/ was decided a thousand times. */
  readonly rssAtWorkMb: number;
}

const PASSES = 1_000;
const rssMb = (): number => process.memoryUsage().rss / 1e6;

const loadedMs = performance.now();
const validator = await createValidator({ packages: [PATHS.profiles] });
const createdMs = performance.now();
validator.warmUp(process.argv.slice(2));
const compiled = { loadedMs, createdMs, compiledMs: performance.now(), rssMb: rssMb() };
const examples = allExamples();
for (let pass = 0; pass < PASSES; pass += 1) for (const example of examples) validator.validate(example);
const start: Start = { ...compiled, rssAtWorkMb: rssMb() };
console.log(JSON.stringify(start));
