import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StructureDefinition } from '@medplum/fhirtypes';

/** StructureDefinitions of an unpacked FHIR package: every `StructureDefinition-*.json` in its folder, by name. */
export function loadProfiles(directory: string): StructureDefinition[] {
  const files = readdirSync(directory).filter((name) => /^StructureDefinition-.*\.json$/.test(name));
  return files.sort().map((name) => JSON.parse(readFileSync(join(directory, name), 'utf8')) as StructureDefinition);
}
