import type { StructureDefinition } from '@medplum/fhirtypes';
import type { Compiler } from '../element/compiler.ts';
import type { Visit } from '../element/visit.ts';
import type { JsonObject } from '../reference/json-object.ts';

/** Rule of the snapshots: what a profile builds on is not known. */
const UNKNOWN_BASE = 'LT-V250';

/**
 * A profile is one that a snapshot can be made of, and that narrows what it builds on; where that is not known this
 * cannot be told. Asked only when nothing else is wrong: the making of snapshots takes well-formed definitions.
 * @source https://hl7.org/fhir/R4/profiling.html#snapshot
 */
export function checkStructureDefinition(resource: JsonObject, visit: Visit, { definitionFaults }: Compiler): void {
  if (visit.errors > 0 || resource['derivation'] !== 'constraint' || resource['differential'] === undefined) return;
  for (const { rule, path, with: words } of definitionFaults(resource as unknown as StructureDefinition)) {
    visit.report(rule === UNKNOWN_BASE ? 'LT-V080' : rule, words, path);
  }
}
