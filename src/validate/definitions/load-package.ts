import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Finding } from '../finding.ts';
import type { Package, PackageResource } from './package.ts';
import { archiveFiles } from './package-archive.ts';
import { PackageError } from './package-error.ts';
import type { PackageFile } from './package-file.ts';
import { folderFiles } from './package-folder.ts';
import { expectWithin, PACKAGE_LIMITS, type PackageLimits } from './package-limits.ts';
import { MANIFEST, manifestFindings, type PackageManifest, readManifest } from './package-manifest.ts';
import { fileContent, parseJsonFile } from './package-resources.ts';

/**
 * Reads a FHIR package of R4 from the disk: an archive (.tgz), an unpacked folder, or one JSON file, a resource or a Bundle
 * of them. Only StructureDefinitions, ValueSets, CodeSystems and Questionnaires are kept; examples are not looked at.
 * Refuses (throws `PackageError`) what cannot be read or is no package of R4: LT-V230 to LT-V235, LT-V237.
 * @source https://hl7.org/fhir/packages.html
 */
export async function loadPackage(path: string, limits: PackageLimits = PACKAGE_LIMITS): Promise<Package> {
  try {
    const about = await stat(path);
    if (about.isDirectory()) return await readPackage(folderFiles(path, limits), looseManifest(path));
    if (!about.isFile()) throw new PackageError({ rule: 'LT-V230', path: basename(path) });
    if (path.endsWith('.json')) return await readJsonPackage(path, about.size, limits);
    return await readPackage(archiveFiles(path, limits), undefined);
  } catch (error) {
    if (error instanceof PackageError) throw error;
    throw new PackageError({ rule: 'LT-V230', path: basename(path) }, { cause: error });
  }
}

/** What is known of resources that came without a package.json. */
function looseManifest(path: string): PackageManifest {
  return { name: basename(path), version: '', fhirVersions: [], dependencies: {} };
}

async function readPackage(files: AsyncIterable<PackageFile>, loose: PackageManifest | undefined): Promise<Package> {
  let manifest = loose;
  const resources: PackageResource[] = [];
  const findings: Finding[] = [];
  for await (const { name, read } of files) {
    if (!name.endsWith('.json') || name.startsWith('.')) continue;
    const json = parseJsonFile(await read(), name);
    if (name === MANIFEST) manifest = readManifest(json);
    const content = fileContent(json, name);
    resources.push(...content.resources);
    findings.push(...content.findings);
  }
  if (manifest === undefined) throw new PackageError({ rule: 'LT-V234', path: MANIFEST });
  return packageOf(manifest, resources, [...manifestFindings(manifest), ...findings]);
}

async function readJsonPackage(path: string, size: number, limits: PackageLimits): Promise<Package> {
  const name = basename(path);
  expectWithin(limits, 'fileBytes', size, name);
  const contents = resourcesOf(parseJsonFile(await readFile(path), name)).map((one) => fileContent(one, name));
  const resources = contents.flatMap((one) => one.resources);
  return packageOf(
    looseManifest(path),
    resources,
    contents.flatMap((one) => one.findings),
  );
}

function packageOf(manifest: PackageManifest, resources: PackageResource[], findings: readonly Finding[]): Package {
  const empty: Finding[] = resources.length === 0 ? [{ rule: 'LT-V242', path: manifest.name }] : [];
  return { ...manifest, resources, findings: [...findings, ...empty] };
}

/** The resources of a Bundle, else the one that it is. */
function resourcesOf(json: unknown): unknown[] {
  if (typeof json !== 'object' || json === null || !('resourceType' in json) || json.resourceType !== 'Bundle')
    return [json];
  const entries = 'entry' in json && Array.isArray(json.entry) ? json.entry : [];
  return entries.map((entry: unknown) => (entry as { readonly resource?: unknown } | null)?.resource);
}
