import type { ElementDefinition, StructureDefinition } from '@medplum/fhirtypes';
import type { Finding } from '../finding.ts';
import { correctInvariants } from './corrected-invariants.ts';
import type { ConformanceResource, PackageResource } from './package.ts';
import { PackageError } from './package-error.ts';
import { isR4 } from './package-manifest.ts';

const KEPT: ReadonlySet<unknown> = new Set([
  'StructureDefinition',
  'ValueSet',
  'CodeSystem',
  'Questionnaire',
  'Measure',
  'ImplementationGuide',
]);

/** What a file of a package gives. */
export interface FileContent {
  readonly resources: readonly PackageResource[];
  readonly findings: readonly Finding[];
}

/** Parses a JSON file. Refuses (throws `PackageError`, LT-V237) what is no JSON in UTF-8. */
export function parseJsonFile(bytes: Buffer, file: string): unknown {
  try {
    // The decoder takes a byte order mark away.
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new PackageError({ rule: 'LT-V237', path: file }, { cause });
  }
}

/**
 * The conformance resource of a file, when it has one. Without its narrative, and as bytes until it is asked for, so that a
 * large terminology costs little. One without url (LT-V238) or for another FHIR than R4 (LT-V241) is left out.
 */
export function fileContent(json: unknown, file: string): FileContent {
  if (!isConformanceResource(json)) return { resources: [], findings: [] };
  const { resourceType, url } = json;
  if (typeof url !== 'string' || url === '') {
    return { resources: [], findings: [{ rule: 'LT-V238', path: file, with: { resourceType } }] };
  }
  if (resourceType === 'StructureDefinition' && json.fhirVersion !== undefined && !isR4(json.fhirVersion)) {
    return { resources: [], findings: [{ rule: 'LT-V241', path: file, with: { fhirVersion: json.fhirVersion } }] };
  }
  const bytes = withoutNarrative(json, file);
  return { resources: [indexed(json, file, () => JSON.parse(bytes.toString()))], findings: [] };
}

function withoutNarrative(resource: ConformanceResource, file: string): Buffer {
  try {
    return Buffer.from(JSON.stringify({ ...resource, text: undefined }));
  } catch (cause) {
    // What can be parsed but not written is nested beyond the stack.
    throw new PackageError({ rule: 'LT-V237', path: file }, { cause });
  }
}

/** Resources that are in memory already, in the form of those of a package. What has no url is left out. */
export function resourcesInMemory(resources: readonly unknown[]): PackageResource[] {
  return resources
    .filter(isConformanceResource)
    .filter(({ url }) => typeof url === 'string')
    .map((resource) => indexed(resource, '', () => resource));
}

function isConformanceResource(json: unknown): json is ConformanceResource {
  return typeof json === 'object' && json !== null && 'resourceType' in json && KEPT.has(json.resourceType);
}

function indexed(resource: ConformanceResource, file: string, parse: () => ConformanceResource): PackageResource {
  const { resourceType, url = '', version } = resource;
  let made: ConformanceResource | undefined;
  return {
    ...{ resourceType, file, url, version: typeof version === 'string' ? version : '' },
    ...(resourceType === 'StructureDefinition' && resource.kind === 'logical' && { logicalType: resource.type }),
    load() {
      made ??= corrected(parse());
      return made;
    },
  };
}

function corrected(resource: ConformanceResource): ConformanceResource {
  return resource.resourceType === 'StructureDefinition' ? correctStructure(resource) : resource;
}

function correctStructure(structure: StructureDefinition): StructureDefinition {
  const { snapshot, differential } = structure;
  return {
    ...structure,
    ...(snapshot && { snapshot: correctElements(snapshot) }),
    ...(differential && { differential: correctElements(differential) }),
  };
}

function correctElements<T extends { readonly element: ElementDefinition[] }>(part: T): T {
  return Array.isArray(part.element) ? { ...part, element: correctInvariants(part.element) } : part;
}
