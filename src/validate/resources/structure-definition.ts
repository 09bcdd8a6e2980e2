import type { StructureDefinition } from '@medplum/fhirtypes';
import type { Definitions } from '../definitions/definitions.ts';
import type { Compiler } from '../element/compiler.ts';
import type { Visit } from '../element/visit.ts';
import { isObject, type JsonObject, textOf } from '../reference/json-object.ts';
import { objectsIn } from './bundle-entries.ts';

/** Rule of the snapshots: what a profile builds on is not known. */
const UNKNOWN_BASE = 'LT-V250';

/**
 * A profile is one that a snapshot can be made of, and that narrows what it builds on; where that is not known this
 * cannot be told. Asked only when nothing else is wrong: the making of snapshots takes well-formed definitions.
 * @source https://hl7.org/fhir/R4/profiling.html#snapshot
 */
export function checkStructureDefinition(
  resource: JsonObject,
  visit: Visit,
  { definitionFaults, definitions }: Compiler,
): void {
  if (visit.errors > 0 || resource['derivation'] !== 'constraint' || !isObject(resource['differential'])) return;
  for (const { rule, path, with: words } of definitionFaults(resource as unknown as StructureDefinition)) {
    visit.report(rule === UNKNOWN_BASE ? 'LT-V080' : rule, words, path);
  }
  for (const { index, item: element } of objectsIn(resource['differential']['element'])) {
    const place = `.differential.element[${index}]`;
    checkTypeProfiles(element, place, definitions, visit);
    if (element['path'] === 'Extension.url') checkDerivedUrl(element, resource, place, definitions, visit);
  }
}

/** A profile that an element's type names is for that type. */
function checkTypeProfiles(element: JsonObject, place: string, { structure }: Definitions, visit: Visit): void {
  for (const { index, item: row } of objectsIn(element['type'])) {
    const code = textOf(row['code']);
    const profiles: unknown = row['profile'];
    for (const canonical of Array.isArray(profiles) ? profiles : []) {
      const type = structure(textOf(canonical))?.type;
      if (type === undefined || type === code || isAbstract(code, structure)) continue;
      visit.report('LT-V049', { type }, `${place}.type[${index}].profile`);
    }
  }
}

function isAbstract(type: string, structure: Definitions['structure']): boolean {
  return type.startsWith('http') || type === 'BackboneElement' || structure(type)?.abstract !== false;
}

/** An extension that builds on another one has the url of that one: it is fixed there. */
function checkDerivedUrl(
  element: JsonObject,
  { baseDefinition }: JsonObject,
  place: string,
  { structure }: Definitions,
  visit: Visit,
): void {
  const base = structure(textOf(baseDefinition));
  const elements = base?.snapshot?.element ?? base?.differential?.element ?? [];
  const fixed = elements.find(({ path }) => path === 'Extension.url')?.fixedUri;
  if (fixed === undefined || element['fixedUri'] === undefined || element['fixedUri'] === fixed) return;
  visit.report('LT-V024', { element: 'Extension.url', profile: textOf(baseDefinition) }, `${place}.fixedUri`);
}
