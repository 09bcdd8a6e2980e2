import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { ElementDefinitionConstraint } from '@medplum/fhirtypes';
import { PATHS } from '../../../src/config/paths.ts';
import { loadRuleCatalogue } from '../../../src/fhir/rule-catalogue.ts';
import { readYamlFolder } from '../../../src/fhir/yaml-folder.ts';
import type { ConstraintText } from '../../../src/types/issue.ts';
import { expectBilingual } from '../../support/rule-texts.ts';

const R4 = JSON.parse(
  readFileSync(join(PATHS.root, 'src/validate/generated/r4-constraints.json'), 'utf8'),
) as ElementDefinitionConstraint[];

/** Key and text of each constraint of R4 that can be broken, once. */
const published = [...new Set(R4.map(({ key, human }) => `${key} ${human}`))];

describe('profiles/rules/constraints/r4.yaml', () => {
  const entries = readYamlFolder(join(PATHS.rules, 'constraints')).get('r4.yaml') as ConstraintText[];
  const { constraintText } = loadRuleCatalogue(PATHS.rules, 'V');

  it('has every constraint of R4, by its key and its text, once, and no other', () => {
    const named = entries.flatMap(({ keys, published: text }) => keys.map((key) => `${key} ${text}`));
    expect(named.toSorted()).toEqual(published.toSorted());
  });

  it.each(published)('%s', (constraint) => {
    const at = constraint.indexOf(' ');
    const text = constraintText(constraint.slice(0, at), constraint.slice(at + 1));
    expect(text).toBeDefined();
    const { vi = '', en = '' } = text ?? {};
    expect(vi).not.toBe(en);
    expect(`${vi}${en}`).not.toMatch(/[{}]/);
    expect(vi).toMatch(/\S.*\.$/);
    expect(en).not.toBe('');
  });

  it.each(
    entries.filter(({ en }) => en !== undefined).map(({ keys, vi, en = '' }) => [keys.join(), { vi, en }] as const),
  )('%s is written in both languages', (_keys, text) => expectBilingual(text));
});
