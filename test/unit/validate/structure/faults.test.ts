import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { createStructureValidator } from '../../../../src/validate/structure/structure-validator.ts';
import { brief, RULES, STRUCTURE_CASES } from '../../../support/structure.ts';

interface FaultCase {
  readonly name: string;
  readonly of: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly without?: readonly string[];
  readonly issues: readonly string[];
}

const { resources, cases } = parse(readFileSync(join(STRUCTURE_CASES, 'faults.yaml'), 'utf8')) as {
  readonly resources: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly cases: Readonly<Record<string, readonly FaultCase[]>>;
};
const validator = createStructureValidator({ rules: RULES });

function build({ of, with: added = {}, without = [] }: FaultCase): unknown {
  const kept = Object.entries(resources[of] ?? {}).filter(([name]) => !without.includes(name));
  return { ...Object.fromEntries(kept), ...added };
}

it.each(Object.entries(resources))('%s, of which the cases are made, is valid', (_name, resource) => {
  expect(brief(validator.validate(resource))).toEqual([]);
});

describe.each(Object.entries(cases))('%s', (_group, group) => {
  it.each(group.map((one) => [one.name, one] as const))('%s', (_name, one) => {
    expect(brief(validator.validate(build(one))).sort()).toEqual([...one.issues].sort());
  });
});
