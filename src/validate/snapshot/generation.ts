import type { ElementDefinition, StructureDefinition } from '@medplum/fhirtypes';
import type { Finding } from '../finding.ts';
import type { Rule } from './differential-tree.ts';
import type { ElementNode } from './element-tree.ts';
import { SnapshotError } from './snapshot-error.ts';

/** Most elements that one differential may touch: slices in slices multiply what it says. */
const MAX_TOUCHED = 20_000;

/** The making of one snapshot: what it draws on, and what was found on the way. */
export interface Generation {
  /** Canonical of the profile, without version. */
  readonly profile: string;
  /** A definition by canonical, or a type by its name. */
  structure(canonical: string): StructureDefinition | undefined;
  /** The snapshot of another definition. Throws `SnapshotError` when there is none. */
  treeOf(structure: StructureDefinition): ElementNode;
  /** The root of that snapshot, also of one that is being made. Throws `SnapshotError` likewise. */
  rootOf(structure: StructureDefinition): ElementDefinition;
  /** Rules of the differential that a profile may not have, though a snapshot can be made. */
  readonly faults: Finding[];
  readonly budget: { touched: number };
}

type Words = Readonly<Record<string, string>>;

function findingAt(rule: Rule, id: string, words: Words, { profile }: Generation): Finding {
  const { sliceName } = rule;
  const isInPath = sliceName === undefined || rule.path.endsWith(`.${sliceName}`);
  const element = isInPath ? rule.path : `${rule.path}:${sliceName}`;
  return { rule: id, path: `.differential.element[${rule.index}]`, with: { profile, element, ...words } };
}

/** Refuses the profile (throws `SnapshotError`) for what a rule of its differential says. */
export function refuse(rule: Rule, id: string, generation: Generation, words: Words = {}): never {
  throw new SnapshotError(findingAt(rule, id, words, generation));
}

/** Notes what a rule may not say; the snapshot keeps what was stricter. */
export function note(rule: Rule, id: string, generation: Generation, words: Words = {}): void {
  if (!rule.isInherited) generation.faults.push(findingAt(rule, id, words, generation));
}

/** Counts an element. Refuses (LT-V259) a differential whose slices in slices would make too many. */
export function countTouched(rule: Rule, generation: Generation): void {
  generation.budget.touched += 1;
  if (generation.budget.touched > MAX_TOUCHED) refuse(rule, 'LT-V259', generation);
}
