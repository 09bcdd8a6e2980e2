import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CodeSystem, ElementDefinitionConstraint, StructureDefinition, ValueSet } from '@medplum/fhirtypes';
import { type CanonicalIndex, createCanonicalIndex } from './canonical-index.ts';
import { type CompactStructure, expandStructure } from './compact-structure.ts';
import type { Definitions } from './definitions.ts';
import { readResourceTable, type TableRow } from './resource-table.ts';

const GENERATED = join(import.meta.dirname, '..', 'generated');
const TABLES = ['r4-types.tsv', 'r4-profiles.tsv', 'r4-terminology.tsv'];
const TYPE_NAME = /^[A-Za-z][A-Za-z0-9]*$/;

/**
 * The definitions of FHIR R4 (4.0.1) that ship with the validator: types, resources, profiles, extensions, code systems and
 * value sets, with the parts that decide about instances, and with the corrections of docs/validator/. Only an index is made
 * here; a resource is made when it is first asked for. A type is also found by its name, `Patient`.
 * Refuses (throws) when a file of src/validate/generated/ is missing.
 * @source https://hl7.org/fhir/R4/downloads.html
 */
export function loadBaseDefinitions(): Definitions {
  const rows = TABLES.flatMap((name) => readResourceTable(join(GENERATED, name)));
  const constraints = JSON.parse(
    readFileSync(join(GENERATED, 'r4-constraints.json'), 'utf8'),
  ) as ElementDefinitionConstraint[];
  const structures = indexRows(rows, 'StructureDefinition', (json) =>
    expandStructure(json as CompactStructure, constraints),
  );
  const valueSets = indexRows(rows, 'ValueSet', (json) => json as ValueSet);
  const codeSystems = indexRows(rows, 'CodeSystem', (json) => json as CodeSystem);
  return {
    structure: (canonical) => structures.find(structureUrl(canonical))?.load(),
    valueSet: (canonical) => valueSets.find(canonical)?.load(),
    codeSystem: (canonical) => codeSystems.find(canonical)?.load(),
    questionnaire: () => undefined,
    measure: () => undefined,
    globalProfiles: () => [],
  };
}

function structureUrl(canonical: string): string {
  return TYPE_NAME.test(canonical) ? `http://hl7.org/fhir/StructureDefinition/${canonical}` : canonical;
}

function indexRows<T extends StructureDefinition | ValueSet | CodeSystem>(
  rows: readonly TableRow[],
  resourceType: T['resourceType'],
  make: (json: unknown) => T,
): CanonicalIndex<T> {
  const ofType = rows.filter((row) => row.resourceType === resourceType);
  return createCanonicalIndex(
    ofType.map(({ url, version, parse }) => {
      let made: T | undefined;
      return {
        url,
        version,
        load: () => {
          made ??= make(parse());
          return made;
        },
      };
    }),
  );
}
