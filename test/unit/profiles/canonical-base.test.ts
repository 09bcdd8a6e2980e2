import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setCanonicalBase } from '../../../scripts/profiles/canonical-base.ts';
import { generateProfiles } from '../../../scripts/profiles/generate.ts';
import { PATHS } from '../../../src/config/paths.ts';
import { createValidator } from '../../../src/validate/validator.ts';
import { briefOf } from '../../support/own-package.ts';

const BASE = 'https://fhir.so-y-te.example/lien-thong';

describe('setCanonicalBase', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'profiles-'));
    cpSync(PATHS.profiles, folder, { recursive: true });
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  function texts(): Record<string, string> {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));
    return Object.fromEntries(files.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
  }

  it('leaves no trace of the old base', () => {
    const changed = setCanonicalBase(folder, BASE);
    expect(changed).toEqual(expect.arrayContaining(['.index.json', 'identifiers.json', 'package.json']));
    const traces = Object.entries(texts()).filter(([, text]) => text.includes('https://lienthong.example/fhir'));
    expect(traces.map(([name]) => name)).toEqual([]);
  });

  it('says what the generator says with the new base', () => {
    setCanonicalBase(folder, BASE);
    const replaced = texts();
    generateProfiles(folder, PATHS.mappings);
    const made = texts();
    expect(Object.keys(made).filter((name) => made[name] !== replaced[name])).toEqual([]);
  });

  it('gives a package whose examples still belong to its profiles', async () => {
    setCanonicalBase(folder, BASE);
    const validator = await createValidator({ packages: [folder] });
    const example = JSON.parse(readFileSync(join(folder, 'examples', 'lt-patient.json'), 'utf8')) as object;
    expect(example).toMatchObject({ meta: { profile: [`${BASE}/StructureDefinition/lt-patient`] } });
    expect(briefOf(validator.issues(example))).toEqual([]);
    expect(briefOf(validator.issues({ ...example, name: undefined }))).not.toEqual([]);
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
