import type { ElementDefinition, StructureDefinition } from '@medplum/fhirtypes';
import type { Definitions } from '../definitions/definitions.ts';
import type { Finding } from '../finding.ts';
import { BASE_TYPE } from './base-type.ts';
import { buildTree, type ElementNode } from './element-tree.ts';
import { type GeneratedSnapshot, generateRoot, generateSnapshot, type Library } from './generate-snapshot.ts';
import { listElements } from './list-elements.ts';
import { SnapshotError } from './snapshot-error.ts';
import { isUsableSnapshot } from './usable-snapshot.ts';

const TYPE_NAME = /^[A-Za-z][A-Za-z0-9]*$/;

/** Snapshots of structures: as published, or made from the differential over the base chain. */
export interface Snapshots {
  /**
   * The snapshot of a structure, made at the first call and kept. Throws `SnapshotError` when there is none, each time.
   * A value that is in a slice must meet the slice and the element that is sliced: what a profile says of the element itself
   * (its binding, its fixed value) is not written again on its slices; what it says of the content below it is.
   * @source https://hl7.org/fhir/R4/profiling.html#snapshot
   */
  snapshotOf(structure: StructureDefinition): readonly ElementDefinition[];
  /**
   * What is wrong with a differential, a published snapshot or not: why no snapshot can be made of it, or else where it
   * loosens its base. `path` of a finding is below the StructureDefinition.
   */
  faultsOf(structure: StructureDefinition): readonly Finding[];
}

/** Snapshots over a set of definitions. Keeps what it made as long as the structure itself is kept. */
export function createSnapshots(definitions: Definitions): Snapshots {
  const outcomes = new WeakMap<StructureDefinition, readonly ElementDefinition[] | SnapshotError>();
  const trees = new WeakMap<StructureDefinition, ElementNode>();
  /** Faults of differentials: asked with every resource that claims the profile. */
  const faults = new WeakMap<StructureDefinition, readonly Finding[]>();
  const making = new Set<StructureDefinition>();

  const library: Library = {
    structure: (canonical) => findStructure(canonical, definitions),
    treeOf(structure) {
      const known = trees.get(structure);
      if (known !== undefined) return known;
      const tree = buildTree(structure.url, snapshotOf(structure));
      trees.set(structure, tree);
      return tree;
    },
    rootOf: (structure) =>
      making.has(structure) ? generateRoot(structure, library) : (snapshotOf(structure)[0] as ElementDefinition),
  };

  function snapshotOf(structure: StructureDefinition): readonly ElementDefinition[] {
    const known = outcomes.get(structure);
    if (known instanceof SnapshotError) throw known;
    if (known !== undefined) return known;
    if (making.has(structure)) throw circular(structure);
    making.add(structure);
    try {
      const elements = publishedOr(structure, () => generate(structure).elements);
      outcomes.set(structure, elements);
      return elements;
    } catch (error) {
      if (error instanceof SnapshotError) outcomes.set(structure, error);
      throw error;
    } finally {
      making.delete(structure);
    }
  }

  function publishedOr(
    structure: StructureDefinition,
    make: () => readonly ElementDefinition[],
  ): readonly ElementDefinition[] {
    const type = typeof structure.type === 'string' ? library.structure(structure.type) : undefined;
    if (!isUsableSnapshot(structure, type)) return make();
    // Ids are made anew: those of older publishers cannot be relied on.
    const elements = structure.snapshot?.element ?? [];
    return listElements(buildTree(structure.url, elements)) ?? elements;
  }

  function generate(structure: StructureDefinition): GeneratedSnapshot {
    const generated = generateSnapshot(structure, library);
    faults.set(structure, generated.faults);
    return generated;
  }

  function faultsOf(structure: StructureDefinition): readonly Finding[] {
    try {
      return faults.get(structure) ?? generate(structure).faults;
    } catch (error) {
      if (!(error instanceof SnapshotError)) throw error;
      const found = [error.finding];
      faults.set(structure, found);
      return found;
    }
  }

  return { snapshotOf, faultsOf };
}

/** A type may be given by its name, `HumanName`. */
function findStructure(canonical: string, definitions: Definitions): StructureDefinition | undefined {
  const url = TYPE_NAME.test(canonical) ? `http://hl7.org/fhir/StructureDefinition/${canonical}` : canonical;
  return definitions.structure(url) ?? (url === BASE_TYPE.url ? BASE_TYPE : undefined);
}

function circular({ url }: StructureDefinition): SnapshotError {
  return new SnapshotError({ rule: 'LT-V251', path: '', with: { profile: url } });
}
