import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { CheckRuntime, ValueCheck } from './check-runtime.ts';
import type { TypeTables, ValueSets } from './element-table.ts';

/** What scripts/generate-structure.ts made of R4; beside this folder in src/ and, built, in dist/. */
const GENERATED = join(import.meta.dirname, '..', 'generated');

/** Element tables of all R4 types. */
export function readTypeTables(): TypeTables {
  return JSON.parse(readFileSync(join(GENERATED, 'r4-elements.json'), 'utf8')) as TypeTables;
}

/** Codes of the value sets that R4 elements are bound to as `required`. */
export function readValueSets(): ValueSets {
  return JSON.parse(readFileSync(join(GENERATED, 'r4-value-sets.json'), 'utf8')) as ValueSets;
}

type GeneratedCheck = (fhir: CheckRuntime) => ValueCheck;

/** Loads the generated check of one type: a few milliseconds, once. The name must be one of `TypeSchemas.names`. */
export function loadCheck(name: string, runtime: CheckRuntime): ValueCheck {
  const require = createRequire(import.meta.url);
  return (require(join(GENERATED, 'checks', `${name}.cjs`)) as GeneratedCheck)(runtime);
}
