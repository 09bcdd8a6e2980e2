import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bundle, ElementDefinition, Resource, StructureDefinition } from '@medplum/fhirtypes';
import { parse } from 'yaml';
import type { ElementRow, ElementType, TypeTable, TypeTables } from '../../src/validate/structure/element-table.ts';

const STRUCTURE_DEFINITION = 'http://hl7.org/fhir/StructureDefinition/';
const FHIR_TYPE = `${STRUCTURE_DEFINITION}structuredefinition-fhir-type`;
const SYSTEM_TYPE = 'http://hl7.org/fhirpath/System.';

/** Differences of the definitions at hand from R4 as published: r4-overlay.yaml. */
export interface Overlay {
  readonly removeTypes: readonly string[];
  readonly removeElements: readonly string[];
  readonly elements: Readonly<Record<string, ElementRow>>;
}

/** Reads the overlay that stands beside this file. */
export function readOverlay(): Overlay {
  return parse(readFileSync(join(import.meta.dirname, 'r4-overlay.yaml'), 'utf8')) as Overlay;
}

/** StructureDefinitions of the types that instances can have, and SimpleQuantity, which R4's own elements use. */
export function typeDefinitions(bundles: readonly Bundle[]): StructureDefinition[] {
  return resourcesOf(bundles)
    .filter((resource) => resource.resourceType === 'StructureDefinition')
    .filter(({ kind }) => kind === 'complex-type' || kind === 'resource')
    .filter(({ derivation, name }) => derivation !== 'constraint' || name === 'SimpleQuantity');
}

/** All resources of some Bundles. */
export function resourcesOf(bundles: readonly Bundle[]): Resource[] {
  return bundles.flatMap(({ entry = [] }) => entry.flatMap(({ resource }) => resource ?? []));
}

/**
 * Element tables of the types, with the overlay applied. Refuses (throws) an overlay entry that finds nothing
 * to remove: the definitions have changed then, and the overlay must be looked at again.
 */
export function buildTypeTables(definitions: readonly StructureDefinition[], overlay: Overlay): TypeTables {
  const tables: Record<string, TypeTable> = {};
  const unused = new Set([...overlay.removeTypes, ...overlay.removeElements]);
  for (const definition of definitions) {
    if (unused.delete(definition.name) && overlay.removeTypes.includes(definition.name)) continue;
    tables[definition.name] = {
      kind: definition.kind as TypeTable['kind'],
      abstract: definition.abstract,
      elements: elementRows(definition, overlay, unused),
    };
  }
  if (unused.size > 0) throw new Error(`r4-overlay.yaml removes what is not there: ${[...unused].join(', ')}`);
  return tables;
}

function elementRows(definition: StructureDefinition, overlay: Overlay, unused: Set<string>) {
  const rows: Record<string, ElementRow> = {};
  for (const element of definition.snapshot?.element.slice(1) ?? []) {
    // A constraint's paths start with the type it constrains; its own name keeps the tables apart.
    const path = element.path.replace(/^[^.]+/, definition.name);
    const removed = overlay.removeElements.find((root) => path === root || path.startsWith(`${root}.`));
    if (removed === undefined) rows[path] = overlay.elements[path] ?? elementRow(element);
    else unused.delete(removed);
  }
  for (const [path, row] of Object.entries(overlay.elements)) {
    if (path.startsWith(`${definition.name}.`)) rows[path] = row;
  }
  return rows;
}

/** One row of the table from an ElementDefinition of a snapshot. */
export function elementRow(element: ElementDefinition): ElementRow {
  const { min = 0, max = '*', type = [], contentReference, binding } = element;
  const { strength, valueSet } = binding ?? {};
  const bare = type.some(({ code }) => code === 'xhtml' || code.startsWith(SYSTEM_TYPE));
  return {
    min,
    max,
    types: type.map((one) => elementType(one, element.base?.path)),
    ...(contentReference === undefined ? {} : { contentReference: contentReference.replace('#', '') }),
    ...(strength === undefined || strength === 'example' || valueSet === undefined
      ? {}
      : { binding: { strength, valueSet: valueSet.replace(/\|.*$/, '') } }),
    ...(bare ? { bare } : {}),
  };
}

function elementType(type: NonNullable<ElementDefinition['type']>[number], basePath: string | undefined): ElementType {
  const { code, profile, targetProfile } = type;
  if (code.startsWith(SYSTEM_TYPE)) return { code: basePath === 'Resource.id' ? 'id' : systemTypeCode(type) };
  const targets = targetProfile?.map((url) => url.replace(STRUCTURE_DEFINITION, ''));
  return {
    code,
    ...(profile?.includes(`${STRUCTURE_DEFINITION}SimpleQuantity`) ? { profile: 'SimpleQuantity' } : {}),
    ...(targets === undefined || targets.includes('Resource') ? {} : { targets }),
  };
}

/** FHIR type behind a FHIRPath system type. R4 calls a resource's own id a string there, against its text. */
function systemTypeCode({ extension = [] }: NonNullable<ElementDefinition['type']>[number]): string {
  return extension.find(({ url }) => url === FHIR_TYPE)?.valueUrl ?? 'string';
}
