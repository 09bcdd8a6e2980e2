import type { ElementDefinition, StructureDefinition } from '@medplum/fhirtypes';
import type { Finding } from '../finding.ts';
import { constrainElement } from './constrain.ts';
import { buildRules, type Rule } from './differential-tree.ts';
import { type Generation, refuse } from './generation.ts';
import { listElements } from './list-elements.ts';
import { mergeElement } from './merge-element.ts';
import { SnapshotError } from './snapshot-error.ts';
import { specialise } from './specialise.ts';

/** Where the making of a snapshot finds other definitions and their snapshots. */
export type Library = Pick<Generation, 'structure' | 'treeOf' | 'rootOf'>;

/** A snapshot, and what in its differential loosens the base. */
export interface GeneratedSnapshot {
  readonly elements: readonly ElementDefinition[];
  readonly faults: readonly Finding[];
}

/**
 * The snapshot that the differential of a structure makes of the snapshot of its base. Refuses (throws `SnapshotError`) an
 * unknown base (LT-V250), a structure that is malformed, has no base or another type than its base (LT-V252), and whatever
 * `buildRules` and `constrainElement` refuse.
 * @source https://hl7.org/fhir/R4/profiling.html#snapshot
 */
export function generateSnapshot(structure: StructureDefinition, library: Library): GeneratedSnapshot {
  const generation = openGeneration(structure, library);
  const rules = rulesOf(structure);
  const base = library.treeOf(findBase(structure, library));
  const root =
    structure.derivation === 'specialization'
      ? specialise(base, rules, generation)
      : constrainElement(base, [rules], generation);
  const elements = listElements(root) ?? refuse(rules, 'LT-V259', generation);
  return { elements, faults: generation.faults };
}

/** Only the root element of a snapshot: it can be had while the snapshot itself is being made. Refuses as `generateSnapshot`. */
export function generateRoot(structure: StructureDefinition, library: Library): ElementDefinition {
  const root = library.rootOf(findBase(structure, library));
  return mergeElement(root, rulesOf(structure), openGeneration(structure, library));
}

function openGeneration(structure: StructureDefinition, library: Library): Generation {
  return { ...library, profile: structure.url, faults: [], budget: { touched: 0 } };
}

function rulesOf(structure: StructureDefinition): Rule {
  const { url, type, kind, differential } = structure;
  const elements = differential?.element ?? [];
  if (typeof type !== 'string' || !Array.isArray(elements)) throw unusable(structure);
  const rules = buildRules(url, type.slice(type.lastIndexOf('/') + 1), elements);
  const { slicing, type: types } = rules.element ?? {};
  const isTyped = types !== undefined && types.length > 0 && kind !== 'logical';
  if (slicing === undefined && !isTyped) return rules;
  throw new SnapshotError({
    rule: 'LT-V256',
    path: `.differential.element[${rules.index}]`,
    with: { profile: url, element: rules.path },
  });
}

function findBase(structure: StructureDefinition, library: Library): StructureDefinition {
  const { url, baseDefinition, derivation, type } = structure;
  if (typeof baseDefinition !== 'string') throw unusable(structure);
  const base = library.structure(baseDefinition);
  if (base === undefined) {
    throw new SnapshotError({ rule: 'LT-V250', path: '.baseDefinition', with: { profile: url, base: baseDefinition } });
  }
  if (derivation !== 'specialization' && base.type !== type) throw unusable(structure);
  return base;
}

function unusable({ url }: StructureDefinition): SnapshotError {
  return new SnapshotError({ rule: 'LT-V252', path: '', with: { profile: url } });
}
