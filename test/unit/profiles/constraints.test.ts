import { describe, expect, it } from '@jest/globals';
import type { StructureDefinition } from '@medplum/fhirtypes';
import { constraintWords } from '../../../src/validate/element/constraint-words.ts';
import { ownDefinitions } from '../../support/own-package.ts';
import { expectBilingual } from '../../support/rule-texts.ts';

const constraints = ownDefinitions('StructureDefinition').flatMap(([file, one]) => {
  const { differential } = one as unknown as StructureDefinition;
  const elements = differential?.element ?? [];
  return elements.flatMap(({ constraint = [] }) => constraint.map((each) => ({ file, key: each.key, each })));
});

describe("the package's own constraints", () => {
  it('are named as such', () => {
    expect(constraints.filter(({ key }) => !key?.startsWith('lt-'))).toEqual([]);
    expect(constraints.length).toBeGreaterThan(10);
  });

  it.each(constraints)('$key of $file says in Vietnamese and English what must be', ({ each }) => {
    const { human } = constraintWords(each, () => undefined);
    expectBilingual(human);
    expect(human.vi).toMatch(/\bphải\b/i);
    expect(human.en).toMatch(/\bmust\b/);
  });

  it('that have one key say one thing', () => {
    const said = new Map(constraints.map(({ key, each }) => [key, constraintWords(each, () => undefined)]));
    for (const { key, each } of constraints) expect(constraintWords(each, () => undefined)).toEqual(said.get(key));
  });
});
