import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setCanonicalBase } from '../../../../scripts/structure/canonical-base.ts';
import { PATHS } from '../../../../src/config/paths.ts';
import { loadProfiles } from '../../../../src/validate/structure/profile-files.ts';
import { createStructureValidator } from '../../../../src/validate/structure/structure-validator.ts';
import { RULES } from '../../../support/structure.ts';

const BASE = 'https://fhir.so-y-te.example/lien-thong';

describe('setCanonicalBase', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'profiles-'));
    cpSync(PATHS.profiles, folder, { recursive: true });
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  function texts(): string[] {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.json'))
      .map((name) => readFileSync(join(folder, name), 'utf8'));
  }

  it('leaves no trace of the old base', () => {
    const changed = setCanonicalBase(folder, BASE);
    expect(changed).toEqual(expect.arrayContaining(['identifiers.json', 'package.json']));
    expect(texts().filter((text) => text.includes('https://lienthong.example/fhir'))).toEqual([]);
  });

  it('gives profiles and examples that still belong together', () => {
    setCanonicalBase(folder, BASE);
    const validator = createStructureValidator({ rules: RULES, profiles: loadProfiles(folder) });
    const example: unknown = JSON.parse(readFileSync(join(folder, 'examples', 'lt-patient.json'), 'utf8'));
    expect(example).toMatchObject({ meta: { profile: [`${BASE}/StructureDefinition/lt-patient`] } });
    expect(validator.validate(example)).toEqual([]);
  });

  it('can be turned back, to the letter', () => {
    const before = texts();
    setCanonicalBase(folder, `https://lienthong.example/fhir/tinh`);
    setCanonicalBase(folder, 'https://lienthong.example/fhir');
    expect(texts()).toEqual(before);
  });

  it.each([
    'lienthong.example',
    'ftp://a.example',
    'https://a.example/fhir/',
    'https://a.example/a b',
    'https://a.example/"x',
  ])('refuses %s', (base) => {
    expect(() => setCanonicalBase(folder, base)).toThrow('not an absolute URL');
  });
});
