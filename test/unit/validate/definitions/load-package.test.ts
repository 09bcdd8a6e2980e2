import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from '@jest/globals';
import { PATHS } from '../../../../src/config/paths.ts';
import { loadPackage } from '../../../../src/validate/definitions/load-package.ts';
import { PACKAGE_LIMITS } from '../../../../src/validate/definitions/package-limits.ts';
import { packArchive } from '../../../support/tar-archive.ts';

type Files = Readonly<Record<string, unknown>>;

const FOLDER = mkdtempSync(join(tmpdir(), 'packages-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));

const MANIFEST = {
  ...{ name: 'own.fhir', version: '1.2.0', canonical: 'urn:own', fhirVersions: ['4.0.1'] },
  dependencies: { 'hl7.fhir.r4.core': '4.0.1' },
};
const PROFILE = { resourceType: 'StructureDefinition', url: 'urn:own:patient', version: '1.2.0', fhirVersion: '4.0.1' };
const VALUE_SET = { resourceType: 'ValueSet', url: 'urn:own:set', text: { status: 'generated', div: '<div/>' } };
const GOOD = { 'package/package.json': MANIFEST, 'package/p.json': PROFILE, 'package/v.json': VALUE_SET };

let count = 0;
function newPath(end: string): string {
  count += 1;
  return join(FOLDER, `${count}${end}`);
}

const textOf = (content: unknown) => (typeof content === 'string' ? content : JSON.stringify(content));

function archiveOf(files: Files): string {
  const path = newPath('.tgz');
  writeFileSync(
    path,
    packArchive(Object.entries(files).map(([name, content]) => ({ name, content: textOf(content) }))),
  );
  return path;
}

function folderOf(files: Files): string {
  const path = newPath('');
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), textOf(content));
  }
  return path;
}

function fileOf(content: string | Buffer, end: string): string {
  const path = newPath(end);
  writeFileSync(path, content);
  return path;
}

const urlsOf = async (path: string) => (await loadPackage(path)).resources.map(({ url }) => url);
const refused = (path: string, rule: string) =>
  expect(loadPackage(path)).rejects.toMatchObject({ name: 'PackageError', finding: { rule } });

describe.each([
  ['an archive', archiveOf],
  ['a folder', folderOf],
])('%s', (_name, make) => {
  it('is read with what package.json says', async () => {
    const { resources, ...about } = await loadPackage(make(GOOD));
    expect(about).toEqual({ ...MANIFEST, findings: [] });
    expect(resources.map(({ resourceType, url, version, file }) => [resourceType, url, version, file])).toEqual([
      ['StructureDefinition', 'urn:own:patient', '1.2.0', 'p.json'],
      ['ValueSet', 'urn:own:set', '', 'v.json'],
    ]);
  });

  it('gives resources without their narrative, the same one each time', async () => {
    const [, valueSet] = (await loadPackage(make(GOOD))).resources;
    expect(valueSet?.load()).toEqual({ resourceType: 'ValueSet', url: 'urn:own:set' });
    expect(valueSet?.load()).toBe(valueSet?.load());
  });

  it('may have its files at the root', async () => {
    expect(await urlsOf(make({ 'package.json': MANIFEST, 'p.json': PROFILE }))).toEqual(['urn:own:patient']);
  });

  it('keeps no examples, indexes, other resources or other files', async () => {
    const others = {
      'package/example/e.json': PROFILE,
      'package/.index.json': { 'index-version': 1, files: [] },
      'package/patient.json': { resourceType: 'Patient' },
      'package/list.json': ['x'],
      'package/null.json': 'null',
      'package/readme.md': 'text',
    };
    expect(await urlsOf(make({ ...GOOD, ...others }))).toEqual(['urn:own:patient', 'urn:own:set']);
  });

  it('may have a byte order mark', async () => {
    const files = { 'package/package.json': MANIFEST, 'package/p.json': `\uFEFF${JSON.stringify(PROFILE)}` };
    expect(await urlsOf(make(files))).toEqual(['urn:own:patient']);
  });

  it('names what it leaves out', async () => {
    const left = {
      'package/r5.json': { ...PROFILE, fhirVersion: '5.0.0' },
      'package/u.json': { resourceType: 'ValueSet' },
    };
    const { findings, resources } = await loadPackage(make({ ...GOOD, ...left }));
    expect(resources).toHaveLength(2);
    expect(findings).toEqual([
      { rule: 'LT-V241', path: 'r5.json', with: { fhirVersion: '5.0.0' } },
      { rule: 'LT-V238', path: 'u.json', with: { resourceType: 'ValueSet' } },
    ]);
  });

  it('that names no version of FHIR is taken as R4, and says so', async () => {
    const { fhirVersions: _, ...manifest } = MANIFEST;
    const { findings } = await loadPackage(make({ ...GOOD, 'package/package.json': manifest }));
    expect(findings).toEqual([{ rule: 'LT-V236', path: 'package.json' }]);
  });

  it('of the old form names its version of FHIR otherwise', async () => {
    const { fhirVersions: _, ...rest } = MANIFEST;
    const old = { ...rest, 'fhir-version-list': ['4.0.0'] };
    expect((await loadPackage(make({ ...GOOD, 'package/package.json': old }))).fhirVersions).toEqual(['4.0.0']);
  });

  it.each([
    ['for another FHIR', { 'package.json': { ...MANIFEST, fhirVersions: ['5.0.0'] } }, 'LT-V235'],
    ['for R4B', { 'package.json': { ...MANIFEST, fhirVersions: ['4.3.0'] } }, 'LT-V235'],
    ['without a name', { 'package.json': { version: '1' } }, 'LT-V234'],
    ['whose package.json is a list', { 'package.json': [] }, 'LT-V234'],
    ['with broken JSON', { 'package.json': MANIFEST, 'p.json': '{' }, 'LT-V237'],
    ['nested too deep', { 'package.json': MANIFEST, 'p.json': deepResource(200_000) }, 'LT-V237'],
  ])('is refused %s', async (_reason, files, rule) => {
    await refused(make(files), rule);
  });
});

function deepResource(depth: number): string {
  return `{"resourceType":"ValueSet","url":"urn:deep","x":${'['.repeat(depth)}${']'.repeat(depth)}}`;
}

describe('an archive is refused', () => {
  it.each(['../x.json', 'package/../../x.json', '/etc/x.json', 'package\\..\\x.json'])(
    'with the name %s',
    async (name) => {
      await refused(archiveOf({ ...GOOD, [name]: {} }), 'LT-V233');
    },
  );

  it.each([
    ['without package.json', () => archiveOf({ 'package/p.json': PROFILE }), 'LT-V234'],
    ['that is no gzip', () => fileOf('text', '.tgz'), 'LT-V231'],
    ['that is empty', () => fileOf('', '.tgz'), 'LT-V231'],
    ['that is gzip of something else', () => fileOf(gzipSync('text'.repeat(500)), '.tgz'), 'LT-V231'],
    ['that is cut off', () => fileOf(packArchive([{ name: 'x', content: 'abc' }]).subarray(0, 60), '.tgz'), 'LT-V231'],
    ['that is a device', () => devNull, 'LT-V230'],
    ['that is not there', () => join(FOLDER, 'none.tgz'), 'LT-V230'],
  ])('%s', async (_reason, make, rule) => {
    await refused(make(), rule);
  });

  it('that unpacks to more than it may', async () => {
    const bomb = archiveOf({ ...GOOD, 'package/zeros.bin': '0'.repeat(2_000_000) });
    const limits = { ...PACKAGE_LIMITS, totalBytes: 1_000_000 };
    await expect(loadPackage(bomb, limits)).rejects.toMatchObject({ finding: { rule: 'LT-V232' } });
  });
});

describe('a folder', () => {
  it('without package.json is a package under its own name', async () => {
    const path = folderOf({ 'p.json': PROFILE });
    const { name, version, resources, findings } = await loadPackage(path);
    expect([name, version, resources.length]).toEqual([String(count), '', 1]);
    expect(findings.map(({ rule }) => rule)).toEqual(['LT-V236']);
  });

  it('does not follow links', async () => {
    const path = folderOf(GOOD);
    symlinkSync(fileOf(JSON.stringify(VALUE_SET), '.txt'), join(path, 'package', 'link.json'));
    expect(await urlsOf(path)).toEqual(['urn:own:patient', 'urn:own:set']);
  });

  it.each([
    ['fileBytes', 100],
    ['totalBytes', 200],
    ['entries', 2],
  ])('is refused over the limit %s', async (of, limit) => {
    const limits = { ...PACKAGE_LIMITS, [of]: limit };
    await expect(loadPackage(folderOf(GOOD), limits)).rejects.toMatchObject({
      finding: { rule: 'LT-V232', with: { of, limit } },
    });
  });

  it('is refused when it is not there', async () => {
    await refused(join(FOLDER, 'none'), 'LT-V230');
  });

  it('of this project is such a package', async () => {
    const { name, resources, findings } = await loadPackage(PATHS.profiles);
    expect([name, findings]).toEqual(['lienthong.fhir.r4', []]);
    expect(resources.map(({ url }) => url)).toContain('https://lienthong.example/fhir/StructureDefinition/lt-patient');
  });
});

describe('a JSON file', () => {
  const jsonFile = (content: unknown) => fileOf(textOf(content), '.json');

  it('is one resource', async () => {
    expect(await urlsOf(jsonFile(PROFILE))).toEqual(['urn:own:patient']);
  });

  it('or a Bundle of them', async () => {
    const entry = [{ resource: PROFILE }, {}, null, { resource: { resourceType: 'Patient' } }, { resource: VALUE_SET }];
    expect(await urlsOf(jsonFile({ resourceType: 'Bundle', entry }))).toEqual(['urn:own:patient', 'urn:own:set']);
  });

  it.each([{ resourceType: 'Bundle' }, { resourceType: 'Patient' }, [], 'null'])(
    'in which there is nothing to check by says so: %j',
    async (content) => {
      expect((await loadPackage(jsonFile(content))).findings.map(({ rule }) => rule)).toEqual(['LT-V242']);
    },
  );

  it('is refused when it is no JSON, or too large', async () => {
    const path = jsonFile('{"resourceType":');
    await refused(path, 'LT-V237');
    await expect(loadPackage(path, { ...PACKAGE_LIMITS, fileBytes: 5 })).rejects.toMatchObject({
      finding: { rule: 'LT-V232' },
    });
  });
});
