import type { ElementDefinition, StructureDefinition } from '@medplum/fhirtypes';
import { isElementForm } from './element-form.ts';

/**
 * Whether the snapshot that a structure was published with can be used as it is: its elements are well formed, the first is
 * the root and the rest stands below it, and, where there is a differential to make a better one from, it has every child of the root that its type has
 * in R4. Some publishers leave out what the profile does not speak of.
 */
export function isUsableSnapshot(structure: StructureDefinition, type: StructureDefinition | undefined): boolean {
  const elements = structure.snapshot?.element;
  if (!Array.isArray(elements) || !isTreeShaped(elements)) return false;
  const isAnother = type !== undefined && type !== structure && structure.derivation === 'constraint';
  const isR4 = structure.fhirVersion === undefined || structure.fhirVersion.startsWith('4.0');
  if (!isAnother || !isR4 || structure.differential === undefined) return true;
  return hasChildren(elements, type.snapshot?.element ?? []);
}

function isTreeShaped(elements: readonly ElementDefinition[]): boolean {
  const [root] = elements;
  if (root === undefined || !elements.every(isElementForm) || root.path.includes('.')) return false;
  const below = `${root.path}.`;
  return elements.every((element) => element === root || element.path.startsWith(below));
}

function hasChildren(elements: readonly ElementDefinition[], type: readonly ElementDefinition[]): boolean {
  const names = childNames(elements);
  return [...childNames(type)].every((name) => names.has(name) || [...names].some((other) => isTyped(other, name)));
}

/** Names of the root's children. */
function childNames(elements: readonly ElementDefinition[]): ReadonlySet<string> {
  const paths = elements.map(({ path }) => path.split('.'));
  return new Set(paths.flatMap(([, name, deeper]) => (name !== undefined && deeper === undefined ? [name] : [])));
}

/** `valueQuantity` stands for `value[x]` in snapshots of some publishers. */
function isTyped(name: string, choice: string): boolean {
  return choice.endsWith('[x]') && name.startsWith(choice.slice(0, -'[x]'.length));
}
