import type { ElementDefinition } from '@medplum/fhirtypes';
import type { ElementNode } from './element-tree.ts';

/** Most elements that a snapshot may have; the largest published ones have about 3,000. */
export const MAX_ELEMENTS = 20_000;

/** Path and id of an element, with a dot behind; both empty above the root. */
interface Above {
  readonly path: string;
  readonly id: string;
}

/**
 * The elements of a tree in the order of a snapshot: element, its content, its slices; ids and paths are written anew, and
 * an element that has its own already is not copied. Undefined for more than `MAX_ELEMENTS`.
 * @source https://hl7.org/fhir/R4/elementdefinition.html#id
 */
export function listElements(root: ElementNode): readonly ElementDefinition[] | undefined {
  const elements: ElementDefinition[] = [];
  listNode(root, root.name, { path: '', id: '' }, elements);
  return elements.length > MAX_ELEMENTS ? undefined : elements;
}

function listNode(node: ElementNode, idName: string, above: Above, elements: ElementDefinition[]): void {
  if (elements.length > MAX_ELEMENTS) return;
  const { definition, name, children, slices } = node;
  const path = above.path + name;
  const id = above.id + (definition.sliceName === undefined ? idName : `${idName}:${idSafe(definition.sliceName)}`);
  elements.push(definition.path === path && definition.id === id ? definition : { ...definition, id, path });
  const below = { path: `${path}.`, id: `${id}.` };
  for (const child of children) listNode(child, child.name, below, elements);
  for (const slice of slices) listNode(slice, idName, above, elements);
}

/** Dots and colons part an id; some publishers have them in slice names. */
function idSafe(sliceName: string): string {
  return sliceName.replaceAll(/[.:]/g, '-');
}
