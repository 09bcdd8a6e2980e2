/**
 * How long a small call of $validate waits while Bundles of 5 MB are checked without a pause: in the same thread, and in
 * the thread that the gateway has for large bodies.
 *
 *   npm run bench:large-body
 *
 * A small call (one Patient) is due every 5 ms; its time counts from then, so that one that could not even begin counts as
 * waiting. Takes about half a minute.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { PATHS } from '../src/config/paths.ts';
import { loadRuleCatalogue } from '../src/fhir/rule-catalogue.ts';
import { loadInstanceValidator } from '../src/validate/load-instance-validator.ts';
import { createValidateOperation, type RunningOperation } from '../src/validate/operation/create-validate-operation.ts';
import { DEFAULT_STRICTNESS } from '../src/validate/validator.ts';
import { allExamples } from './validate/resources.ts';

const LARGE_BYTES = 5_000_000;
const WARM_UP_MS = 3_000;
const WINDOW_MS = 6_000;
const EVERY_MS = 5;
const REQUEST = { type: null, profiles: [], mode: null };

const examples = allExamples().filter(({ resourceType }) => resourceType !== 'Bundle');
const small = Buffer.from(JSON.stringify(examples.find(({ resourceType }) => resourceType === 'Patient')));

function largeBundle(): Buffer {
  const entry: object[] = [];
  for (let bytes = 0; bytes < LARGE_BYTES; ) {
    const resource = { ...examples[entry.length % examples.length], id: `r${entry.length}` };
    bytes += JSON.stringify(resource).length + 70;
    entry.push({ fullUrl: `https://hospital.example/fhir/${resource.resourceType}/${resource.id}`, resource });
  }
  return Buffer.from(JSON.stringify({ resourceType: 'Bundle', type: 'collection', entry }));
}

interface Window {
  /** Milliseconds of small calls, in ascending order. */
  readonly waits: readonly number[];
  readonly largeDone: number;
}

async function measure(operation: RunningOperation, large: Buffer | undefined, milliseconds: number): Promise<Window> {
  const end = performance.now() + milliseconds;
  let largeDone = 0;
  const keepLarge = async (): Promise<void> => {
    while (large !== undefined && performance.now() < end) {
      await operation.run(large, REQUEST);
      largeDone += 1;
      await delay(0);
    }
  };
  const waits: number[] = [];
  const calls: Promise<unknown>[] = [keepLarge()];
  for (let due = performance.now(); due < end; due += EVERY_MS) {
    const wait = due - performance.now();
    if (wait > 0) await delay(wait);
    calls.push(operation.run(small, REQUEST).then(() => waits.push(performance.now() - due)));
    // What was due meanwhile begins at once.
    await Promise.resolve();
  }
  await Promise.all(calls);
  return { waits: waits.sort((one, other) => one - other), largeDone };
}

function print(name: string, { waits, largeDone }: Window): void {
  const quantile = (share: number): string => (waits[Math.floor(share * (waits.length - 1))] ?? Number.NaN).toFixed(1);
  const figures = [quantile(0.5), quantile(0.99), quantile(1), String(largeDone)];
  console.log(name.padEnd(36) + figures.map((figure) => figure.padStart(10)).join(''));
}

const rules = loadRuleCatalogue(PATHS.rules, 'V');
const settings = { packages: [PATHS.profiles], strictness: DEFAULT_STRICTNESS };
const { validator } = await loadInstanceValidator(settings, rules);
const check = { validator, rules, limits: { maxBytes: 10 * 1024 * 1024, maxDepth: 64 } };
const large = largeBundle();

console.log(
  `${large.length} bytes; small calls, ms`.padEnd(36) +
    ['p50', 'p99', 'longest', 'large'].map((name) => name.padStart(10)).join(''),
);
for (const [name, bundle, maxInlineBytes] of [
  ['small calls alone', undefined, undefined],
  ['large ones in the same thread', large, Number.POSITIVE_INFINITY],
  ['large ones in their own thread', large, undefined],
] as const) {
  const operation = createValidateOperation(check, settings, PATHS.rules, maxInlineBytes);
  await measure(operation, bundle, WARM_UP_MS);
  print(name, await measure(operation, bundle, WINDOW_MS));
  await operation.close();
}
