import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { brief, STRUCTURE_CASES, validatorOf } from '../../../support/structure.ts';

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
const validator = validatorOf();

/**
 * The table is of structure alone: its values need not hold the constraints of R4, its extensions have no definition,
 * its entries no full URL.
 */
const OTHERS = /^LT-V0(?:30|50|53|60) /;

function check(resource: unknown): string[] {
  return brief(validator.validate(resource)).filter((issue) => !OTHERS.test(issue));
}

function build({ of, with: added = {}, without = [] }: FaultCase): unknown {
  const kept = Object.entries(resources[of] ?? {}).filter(([name]) => !without.includes(name));
  return { ...Object.fromEntries(kept), ...added };
}

it.each(Object.entries(resources))('%s, of which the cases are made, is valid', (_name, resource) => {
  expect(check(resource)).toEqual([]);
});

describe.each(Object.entries(cases))('%s', (_group, group) => {
  it.each(group.map((one) => [one.name, one] as const))('%s', (_name, one) => {
    expect(check(build(one)).sort()).toEqual([...one.issues].sort());
  });
});
