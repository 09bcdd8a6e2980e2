import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { PATHS } from '../../../src/config/paths.ts';
import { loadSectionNames } from '../../../src/fhir/section-names.ts';

const nameOf = loadSectionNames(PATHS.emrSections);
const { kinds } = parse(readFileSync(PATHS.emrSections, 'utf8')) as {
  kinds: Readonly<Record<string, Readonly<Record<'always' | 'ordered', readonly string[]>>>>;
};
const sections = new Set(Object.values(kinds).flatMap(({ always, ordered }) => [...always, ...ordered]));

describe('loadSectionNames', () => {
  it.each([...sections])('names %s in both languages, and what brings it', (section) => {
    const name = nameOf(section);
    expect(name).toEqual({ vi: expect.any(String), en: expect.any(String), carriedBy: expect.stringContaining('XML') });
    expect(name.vi).not.toBe(name.en);
  });

  it('calls a section that is not listed by its id', () => {
    expect(nameOf('of-a-province')).toEqual({ vi: 'of-a-province', en: 'of-a-province' });
  });
});
