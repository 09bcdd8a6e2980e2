import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bilingual } from './bilingual.ts';
import type { Definition } from './definition-json.ts';
import { JURISDICTION, type PackageFacts } from './package-facts.ts';

type Content = Readonly<Record<string, unknown>>;

/** Members of a resource that a package index repeats, in its order. */
const INDEXED = [
  'resourceType',
  'id',
  'url',
  'version',
  'kind',
  'type',
  'supplements',
  'content',
  'valueSet',
  'derivation',
] as const;

/** A resource of the package with the name of its file; examples stand in a folder of their own. */
interface PackageFile {
  readonly filename: string;
  readonly resource: Content;
}

/**
 * `.index.json`: what stands in the package, so that a validator finds a canonical without reading every file.
 * @source https://hl7.org/fhir/packages.html; https://confluence.hl7.org/display/FHIR/NPM+Package+Specification
 */
export function packageIndex(profiles: string): object {
  const files = resourcesOf(profiles).map(({ filename, resource }) => {
    const told = INDEXED.filter((name) => typeof resource[name] === 'string');
    return { filename, ...Object.fromEntries(told.map((name) => [name, resource[name]])) };
  });
  return { 'index-version': 2, files };
}

/** The ImplementationGuide of the package: every definition, and every example with the profile that it is of. */
export function implementationGuide(profiles: string, facts: PackageFacts): Definition {
  const definitions = resourcesOf(profiles).filter(
    ({ resource }) => resource['resourceType'] !== 'ImplementationGuide',
  );
  return {
    resourceType: 'ImplementationGuide',
    id: facts.name,
    language: 'vi',
    url: `${facts.systems.base}/ImplementationGuide/${facts.name}`,
    version: facts.version,
    name: 'LienThong',
    ...bilingual('title', { vi: 'Liên Thông: hồ sơ FHIR R4', en: 'Liên Thông: FHIR R4 profiles' }),
    status: 'active',
    publisher: facts.publisher,
    jurisdiction: JURISDICTION,
    packageId: facts.name,
    license: facts.license,
    fhirVersion: ['4.0.1'],
    definition: {
      resource: [
        ...definitions.map(({ resource }) => ({
          reference: { reference: `${resource['resourceType']}/${resource['id']}` },
          name: String(resource['title']),
          exampleBoolean: false,
        })),
        ...examplesOf(profiles).map(({ resource }) => ({
          reference: { reference: `${resource['resourceType']}/${resource['id']}` },
          exampleCanonical: (resource['meta'] as { profile: string[] }).profile[0] ?? '',
        })),
      ],
    },
  };
}

/** FHIR resources in the package's own folder, by file name. */
function resourcesOf(profiles: string): PackageFile[] {
  return readFolder(profiles).filter(({ filename }) => filename.charAt(0) !== '.');
}

function examplesOf(profiles: string): PackageFile[] {
  return readFolder(join(profiles, 'examples'));
}

function readFolder(folder: string): PackageFile[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return names
    .sort()
    .map((filename) => ({ filename, resource: JSON.parse(readFileSync(join(folder, filename), 'utf8')) as Content }))
    .filter(({ resource }) => typeof resource['resourceType'] === 'string');
}
