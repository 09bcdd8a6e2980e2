import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CodeSystem, Resource, ValueSet } from '@medplum/fhirtypes';
import { parse } from 'yaml';
import { PATHS } from '../../src/config/paths.ts';
import { createDefinitions } from '../../src/validate/definitions/create-definitions.ts';
import type { Definitions } from '../../src/validate/definitions/definitions.ts';
import type { FindingSink, Words } from '../../src/validate/terminology/bindings/finding-sink.ts';

/** No definitions at all. */
export const NO_DEFINITIONS: Definitions = {
  structure: () => undefined,
  valueSet: () => undefined,
  codeSystem: () => undefined,
  questionnaire: () => undefined,
  measure: () => undefined,
  globalProfiles: () => [],
};

/** Definitions that are these resources and nothing else. */
export function definitionsOf(resources: readonly Resource[]): Definitions {
  return createDefinitions({ base: NO_DEFINITIONS, resources });
}

/** Reads a table of test/cases/validate/terminology/. */
export function readTerminologyCases(name: string): unknown {
  return parse(readFileSync(join(PATHS.root, 'test/cases/validate/terminology', name), 'utf8'));
}

/** Canonical of a short name; what is one already stays. */
export function systemOf(name: string): string {
  return name.includes(':') ? name : `http://example.org/CodeSystem/${name}`;
}

/** Canonical of a short name. */
export function valueSetOf(name: string): string {
  return `http://example.org/ValueSet/${name}`;
}

/** A code system of a table: `id` instead of `url`. */
export function codeSystemOf({ id, ...rest }: Partial<CodeSystem> & { readonly id: string }): CodeSystem {
  return { resourceType: 'CodeSystem', url: systemOf(id), status: 'active', content: 'complete', ...rest };
}

/** A value set by name. */
export function namedValueSet(name: string, content: Pick<ValueSet, 'compose' | 'expansion' | 'version'>): ValueSet {
  return { resourceType: 'ValueSet', url: valueSetOf(name), status: 'active', ...content };
}

/** Takes findings as `LT-V213 .display`. */
export function collectFindings(): FindingSink & { readonly found: string[]; readonly words: Words[] } {
  const found: string[] = [];
  const words: Words[] = [];
  return {
    found,
    words,
    report(rule, filling = {}, child = '') {
      found.push(child === '' ? rule : `${rule} ${child}`);
      words.push(filling);
    },
  };
}
