/**
 * `node bench/validate/start.ts MODULE NAME…`: how long a fresh process takes until every type and profile that is named is
 * compiled by the validator of a module, and what it holds then. Prints JSON.
 */
import type { createValidator } from 'lien-thong/validator';
import { PATHS } from '../../src/config/paths.ts';
import { allExamples } from './resources.ts';

/** Milliseconds since the process began, and megabytes. */
export interface Start {
  readonly begunMs: number;
  readonly loadedMs: number;
  readonly createdMs: number;
  readonly compiledMs: number;
  readonly rssMb: number;
  /** After every example of profiles/ was decided a thousand times. */
  readonly rssAtWorkMb: number;
}

const PASSES = 1_000;
const rssMb = (): number => process.memoryUsage().rss / 1e6;

const [module = '', ...names] = process.argv.slice(2);
const begunMs = performance.now();
const library = (await import(module)) as { createValidator: typeof createValidator };
const loadedMs = performance.now();
const validator = await library.createValidator({ packages: [PATHS.profiles] });
const createdMs = performance.now();
validator.warmUp(names);
const compiled = { begunMs, loadedMs, createdMs, compiledMs: performance.now(), rssMb: rssMb() };
const examples = allExamples();
for (let pass = 0; pass < PASSES; pass += 1) for (const example of examples) validator.validate(example);
const start: Start = { ...compiled, rssAtWorkMb: rssMb() };
console.log(JSON.stringify(start));
