import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generateProfiles } from '../../../scripts/profiles/generate.ts';
import { PATHS } from '../../../src/config/paths.ts';
import { loadBaseDefinitions } from '../../../src/validate/definitions/base-definitions.ts';
import { createDefinitions } from '../../../src/validate/definitions/create-definitions.ts';
import { loadPackage } from '../../../src/validate/definitions/load-package.ts';
import { createSnapshots } from '../../../src/validate/snapshot/snapshots.ts';
import { createValidator } from '../../../src/validate/validator.ts';
import { briefOf, errorsOf, ownDefinitions, readOwn } from '../../support/own-package.ts';

const validator = await createValidator({ packages: [PATHS.profiles] });
const own = await loadPackage(PATHS.profiles);
const definitions = createDefinitions({ base: loadBaseDefinitions(), packages: [own] });
const snapshots = createSnapshots(definitions);

const manifest = readOwn('package.json');
const everything = [
  ...['StructureDefinition', 'CodeSystem', 'ValueSet', 'Questionnaire', 'Measure', 'ImplementationGuide'],
].flatMap(ownDefinitions);

describe('the package', () => {
  it('is for R4 and has the canonical base of identifiers.json', () => {
    expect(manifest['fhirVersions']).toEqual(['4.0.1']);
    expect(manifest['dependencies']).toEqual({ 'hl7.fhir.r4.core': '4.0.1' });
    expect(manifest['canonical']).toBe(readOwn('identifiers.json')['base']);
  });

  it('can be loaded, and nothing about it is remarkable', () => {
    expect(own).toMatchObject({ name: manifest['name'], version: manifest['version'], findings: [] });
  });

  it.each(everything)('%s belongs to it, is valid, and is named after its id', (file, one) => {
    const { resourceType, id, url } = one;
    expect(file).toBe(`${resourceType}-${id}.json`);
    expect(String(url).startsWith(`${manifest['canonical']}/${resourceType}/`)).toBe(true);
    expect(briefOf(errorsOf(validator.issues(one)))).toEqual([]);
  });

  it.each(everything)('%s speaks Vietnamese and English', (_file, one) => {
    const spoken = [one['_title'], ...(one['description'] === undefined ? [] : [one['_description']])];
    expect(one).toMatchObject({ language: 'vi', title: expect.any(String) });
    expect(JSON.stringify(spoken).match(/"valueCode":"en"/g)).toHaveLength(spoken.length);
  });

  it.each(ownDefinitions('StructureDefinition'))('%s makes a snapshot that loosens nothing', (_file, one) => {
    const structure = definitions.structure(String(one['url']));
    if (structure === undefined) throw new Error('not loaded');
    expect(one).toMatchObject({ version: manifest['version'], fhirVersion: '4.0.1' });
    expect(snapshots.snapshotOf(structure).length).toBeGreaterThan(3);
    expect(snapshots.faultsOf(structure)).toEqual([]);
  });

  it('has the definitions that its elements are bound to or typed by', () => {
    const texts = ownDefinitions('StructureDefinition').map(([, one]) => JSON.stringify(one));
    const named = texts.flatMap((text) => [...text.matchAll(/"(?:valueSet|(?:p|targetP)rofile)":\[?"([^"]+)"/g)]);
    const unknown = named
      .map(([, canonical = '']) => canonical)
      .filter((canonical) => (definitions.valueSet(canonical) ?? definitions.structure(canonical)) === undefined);
    expect([...new Set(unknown)]).toEqual([]);
  });
});

describe('what is generated', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'package-'));
    cpSync(PATHS.profiles, folder, { recursive: true });
    generateProfiles(folder, PATHS.mappings);
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  it('is up to date: node scripts/generate-profiles.ts changes no file', () => {
    const filesOf = (at: string) =>
      Object.fromEntries(
        readdirSync(at)
          .filter((name) => name.endsWith('.json'))
          .map((name) => [name, readFileSync(join(at, name), 'utf8')]),
      );
    const now = filesOf(PATHS.profiles);
    const then = filesOf(folder);
    expect(Object.keys(then)).toEqual(Object.keys(now));
    expect(Object.keys(now).filter((name) => now[name] !== then[name])).toEqual([]);
  });

  it('the index tells of every resource in the folder', () => {
    const { files } = readOwn('.index.json') as unknown as { files: readonly { filename: string }[] };
    expect(files.map(({ filename }) => filename).sort()).toEqual(everything.map(([file]) => file).sort());
  });

  it('the guide tells of every definition and every example', () => {
    const guide = readOwn(`ImplementationGuide-${manifest['name']}.json`) as unknown as {
      definition: { resource: readonly { exampleCanonical?: string }[] };
    };
    const examples = readdirSync(join(PATHS.profiles, 'examples'));
    expect(guide.definition.resource).toHaveLength(everything.length - 1 + examples.length);
    expect(guide.definition.resource.filter(({ exampleCanonical }) => exampleCanonical)).toHaveLength(examples.length);
  });
});
