/**
 * Time of the structure check per resource, beside JSON.parse of the same text in the same run.
 *
 *   npm run bench:validate
 *
 * Resources are the examples of profiles/: once as they are (R4 and their profile), once without meta.profile (R4).
 * The record has 60 resources: a Patient, an Encounter, a Claim of 30 lines, laboratory results, drugs, services,
 * charges. Each round works on 200 freshly parsed copies, as a gateway does. Absolute figures are those of the machine;
 * the ratios are what counts. Takes about 5 s.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PATHS } from '../src/config/paths.ts';
import { loadRuleCatalogue } from '../src/fhir/rule-catalogue.ts';
import { loadProfiles } from '../src/validate/structure/profile-files.ts';
import { createStructureValidator } from '../src/validate/structure/structure-validator.ts';

type Content = Readonly<Record<string, unknown>>;

const COPIES = 200;
const ROUNDS = 15;
const WARM_UP_ROUNDS = 10;

function example(name: string): Content {
  return JSON.parse(readFileSync(join(PATHS.profiles, 'examples', `lt-${name}.json`), 'utf8')) as Content;
}

function many(name: string, count: number): Content[] {
  return Array.from({ length: count }, (_, index) => ({ ...example(name), id: `99001-${name}-${index}` }));
}

function claimOf(lines: number): Content {
  const claim = example('claim');
  const [line] = claim['item'] as readonly Content[];
  return { ...claim, item: Array.from({ length: lines }, (_, index) => ({ ...line, sequence: index + 1 })) };
}

function recordOf60(): Content[] {
  return [
    example('patient'),
    example('encounter'),
    claimOf(30),
    ...many('condition', 3),
    ...many('observation', 20),
    ...many('medication-request', 12),
    ...many('service-request', 8),
    ...many('diagnostic-report', 6),
    ...many('charge-item', 8),
  ];
}

function withoutProfile({ meta: _meta, ...content }: Content): Content {
  return content;
}

/** Median of the rounds, in microseconds per call. */
function measure(run: (copy: number) => void): number {
  const times: number[] = [];
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round += 1) {
    const start = process.hrtime.bigint();
    for (let copy = 0; copy < COPIES; copy += 1) run(copy);
    if (round >= WARM_UP_ROUNDS) times.push(Number(process.hrtime.bigint() - start) / 1_000 / COPIES);
  }
  return times.sort((one, other) => one - other)[ROUNDS >> 1] ?? Number.NaN;
}

function line(name: string, figures: readonly (number | string)[]): string {
  const cells = figures.map((figure) => (typeof figure === 'number' ? figure.toFixed(2) : figure).padStart(12));
  return name.padEnd(22) + cells.join('');
}

const rules = loadRuleCatalogue(PATHS.rules);
const profiles = loadProfiles(PATHS.profiles);
const record = recordOf60();

const start = performance.now();
const validator = createStructureValidator({ rules, profiles });
validator.warmUp([...new Set(record.map(({ resourceType }) => String(resourceType)))]);
const ready = performance.now();
const faults = record.flatMap((resource) => validator.validate(resource));
const first = performance.now();
if (faults.length > 0) throw new Error('the record of the benchmark is not valid');

console.log(`ready after ${(ready - start).toFixed(0)} ms, first record ${(first - ready).toFixed(0)} ms later\n`);
console.log(line('µs', ['R4', 'R4+profile', 'JSON.parse', 'R4 / parse', '+profile / parse']));

const cases: Readonly<Record<string, readonly Content[]>> = {
  Patient: [example('patient')],
  Observation: [example('observation')],
  Encounter: [example('encounter')],
  'Claim of 30 lines': [claimOf(30)],
  'record of 60': record,
};
for (const [name, resources] of Object.entries(cases)) {
  const text = JSON.stringify(resources);
  const profiled = Array.from({ length: COPIES }, () => JSON.parse(text) as Content[]);
  const plain = profiled.map((copy) => copy.map(withoutProfile));
  const check = (copies: readonly (readonly Content[])[]) => (copy: number) => {
    for (const resource of copies[copy] ?? []) validator.validate(resource);
  };
  const r4 = measure(check(plain));
  const withProfiles = measure(check(profiled));
  const parsing = measure(() => JSON.parse(text));
  console.log(line(name, [r4, withProfiles, parsing, r4 / parsing, withProfiles / parsing]));
}
console.log(`\nRSS ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB`);
