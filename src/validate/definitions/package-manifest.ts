import type { Finding } from '../finding.ts';
import type { Package } from './package.ts';
import { PackageError } from './package-error.ts';

/** What package.json says of a package. */
export type PackageManifest = Pick<Package, 'name' | 'version' | 'canonical' | 'fhirVersions' | 'dependencies'>;

export const MANIFEST = 'package.json';

/**
 * Reads package.json. Refuses (throws `PackageError`) one without name and version (LT-V234), and a package that is for other
 * versions of FHIR than R4, 4.0 (LT-V235).
 * @source https://hl7.org/fhir/packages.html
 */
export function readManifest(json: unknown): PackageManifest {
  const { name, version, canonical, fhirVersions, 'fhir-version-list': versionList, dependencies } = record(json);
  if (typeof name !== 'string' || typeof version !== 'string') {
    throw new PackageError({ rule: 'LT-V234', path: MANIFEST });
  }
  const versions = texts(fhirVersions ?? versionList);
  if (versions.length > 0 && !versions.some(isR4)) {
    throw new PackageError({ rule: 'LT-V235', path: MANIFEST, with: { fhirVersions: versions.join(', ') } });
  }
  return {
    ...{ name, version, fhirVersions: versions },
    ...(typeof canonical === 'string' && { canonical }),
    dependencies: Object.fromEntries(
      Object.entries(record(dependencies)).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])),
    ),
  };
}

/** Whether a version of FHIR is R4: 4.0.0 and 4.0.1. */
export function isR4(fhirVersion: string): boolean {
  return fhirVersion === '4.0' || fhirVersion.startsWith('4.0.');
}

/** Packages that do not say for which FHIR they are, are taken as R4. */
export function manifestFindings({ fhirVersions }: PackageManifest): Finding[] {
  return fhirVersions.length === 0 ? [{ rule: 'LT-V236', path: MANIFEST }] : [];
}

function record(json: unknown): Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Record<string, unknown>) : {};
}

function texts(json: unknown): string[] {
  return Array.isArray(json) ? json.filter((item) => typeof item === 'string') : [];
}
