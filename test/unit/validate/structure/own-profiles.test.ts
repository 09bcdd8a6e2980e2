import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { PATHS } from '../../../../src/config/paths.ts';
import { loadProfiles } from '../../../../src/validate/structure/profile-files.ts';
import { createStructureValidator } from '../../../../src/validate/structure/structure-validator.ts';
import { brief, RULES } from '../../../support/structure.ts';

type Content = Readonly<Record<string, unknown>>;

interface BrokenExample {
  readonly with?: Content;
  readonly without?: readonly string[];
  readonly issues: readonly string[];
}

const profiles = loadProfiles(PATHS.profiles);
const validator = createStructureValidator({ rules: RULES, profiles });
const ids = profiles.map(({ id }) => id ?? '');
const broken = parse(
  readFileSync(join(PATHS.root, 'test', 'cases', 'profiles', 'broken-examples.yaml'), 'utf8'),
) as Readonly<Record<string, readonly BrokenExample[]>>;

function readJson(...path: readonly string[]): Content {
  return JSON.parse(readFileSync(join(PATHS.profiles, ...path), 'utf8')) as Content;
}

describe('the package', () => {
  const { canonical, version, fhirVersions } = readJson('package.json');

  it('is for R4 and has the canonical base of identifiers.json', () => {
    expect(fhirVersions).toEqual(['4.0.1']);
    expect(canonical).toBe(readJson('identifiers.json')['base']);
  });

  it.each(profiles.map((profile) => [profile.id, profile] as const))('%s belongs to it', (id, profile) => {
    expect(profile).toMatchObject({ url: `${canonical}/StructureDefinition/${id}`, version, fhirVersion: '4.0.1' });
  });

  it('has an example and broken examples of every profile', () => {
    const examples = readdirSync(join(PATHS.profiles, 'examples'));
    expect(examples.sort()).toEqual(ids.map((id) => `${id}.json`).sort());
    expect(Object.keys(broken).sort()).toEqual([...ids].sort());
  });
});

describe.each(profiles.map((profile) => [profile.id ?? '', profile] as const))('%s', (id, profile) => {
  const example = readJson('examples', `${id}.json`);

  it('is itself a valid StructureDefinition', () => {
    expect(brief(validator.validate(profile))).toEqual([]);
  });

  it('speaks Vietnamese and English', () => {
    const spoken = profile as unknown as Record<string, unknown>;
    expect(profile).toMatchObject({ language: 'vi', title: expect.any(String), description: expect.any(String) });
    expect(JSON.stringify([spoken['_title'], spoken['_description']]).match(/"valueCode":"en"/g)).toHaveLength(2);
  });

  it('has an example that claims it and is valid', () => {
    expect(example['meta']).toEqual({ profile: [profile.url] });
    expect(brief(validator.validate(example))).toEqual([]);
  });

  it.each((broken[id] ?? []).map((one) => [one.issues.join(', '), one] as const))('refuses %s', (_name, one) => {
    const kept = Object.entries(example).filter(([name]) => !one.without?.includes(name));
    const issues = validator.validate({ ...Object.fromEntries(kept), ...one.with });
    expect(brief(issues)).toEqual(one.issues);
  });
});
