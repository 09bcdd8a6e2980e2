import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadForms } from '../../src/fhir/forms.ts';
import { loadMappingTables } from '../../src/map/load-mapping-tables.ts';
import { TABLE_FOLDERS } from '../../src/map/table-folders.ts';
import { codeListDefinitions } from './code-list-definitions.ts';
import { readCodeListFiles } from './code-list-file.ts';
import { type Definition, formatDefinition } from './definition-json.ts';
import { extensionDefinitions } from './extension-definitions.ts';
import { measureDefinitions, readMeasureFile } from './measure-definitions.ts';
import { readPackageFacts } from './package-facts.ts';
import { implementationGuide, packageIndex } from './package-index.ts';

/** Files that only the generator makes: what it makes no more is gone. */
const GENERATED = /^(?:CodeSystem|Measure|ValueSet)-.*\.json$/;

/** Definitions of code lists, form extensions and measures, as text by file name, from mappings/, measures.yaml and the facts of the package. */
export function generateDefinitions(profiles: string, mappings: string): ReadonlyMap<string, string> {
  const facts = readPackageFacts(profiles);
  const lists = readCodeListFiles(join(mappings, 'codes'));
  const tables = loadMappingTables(mappings, TABLE_FOLDERS);
  const { forms } = loadForms(join(mappings, 'forms'));
  const made: Definition[] = [
    ...codeListDefinitions(lists, facts),
    ...extensionDefinitions({ tables, forms, lists, facts }),
    ...measureDefinitions(readMeasureFile(join(profiles, 'measures.yaml')), facts),
  ];
  return new Map(made.map((one) => [`${one.resourceType}-${one.id}.json`, formatDefinition(one)]));
}

/** The guide and the index over what a profiles folder holds, as text by file name. The guide is part of the index. */
export function writePackageIndex(profiles: string): void {
  const facts = readPackageFacts(profiles);
  const guide = formatDefinition(implementationGuide(profiles, facts));
  writeFileSync(join(profiles, `ImplementationGuide-${facts.name}.json`), guide);
  writeFileSync(join(profiles, '.index.json'), formatDefinition(packageIndex(profiles)));
}

/** Brings a profiles folder up to date with mappings/: definitions, guide, index. Gives the number of definitions. */
export function generateProfiles(profiles: string, mappings: string): number {
  const made = generateDefinitions(profiles, mappings);
  mkdirSync(profiles, { recursive: true });
  const stale = readdirSync(profiles).filter((name) => GENERATED.test(name) && !made.has(name));
  for (const name of stale) rmSync(join(profiles, name));
  for (const [name, text] of made) writeFileSync(join(profiles, name), text);
  writePackageIndex(profiles);
  return made.size;
}
