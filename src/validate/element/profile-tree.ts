import type { ElementDefinition } from '@medplum/fhirtypes';

/** An element of a snapshot with those below it: the dots and colons of its id, made into a tree. */
export interface ProfileNode {
  readonly element: ElementDefinition;
  /** Last part of its path: `identifier`, `value[x]`; the type for the root. */
  readonly name: string;
  /** Name of the slice that it is. */
  readonly slice: string | undefined;
  readonly children: ReadonlyMap<string, ProfileNode>;
  /** Slices of the element; of a slice, the slices that it is divided into again. In the order of the snapshot. */
  readonly slices: readonly ProfileNode[];
}

interface GrowingNode extends ProfileNode {
  readonly children: Map<string, GrowingNode>;
  readonly slices: GrowingNode[];
}

/**
 * Makes the tree of a snapshot. Every element has an id (https://hl7.org/fhir/R4/elementdefinition.html#id); one whose
 * parent is missing is refused (throws).
 */
export function buildProfileTree(elements: readonly ElementDefinition[]): ProfileNode {
  const [first] = elements;
  if (first === undefined) throw new Error('a snapshot without elements');
  const root = createNode(first);
  const byId = new Map<string, GrowingNode>([[first.id ?? first.path ?? '', root]]);
  for (const element of elements.slice(1)) {
    const id = element.id ?? element.path ?? '';
    const node = createNode(element);
    const parent = byId.get(id.slice(0, id.lastIndexOf('.')));
    if (parent === undefined) throw new Error(`element ${id} has no parent in its snapshot`);
    byId.set(id, node);
    if (node.slice === undefined) parent.children.set(node.name, node);
    else addSlice(parent, node, byId, id);
  }
  return root;
}

function createNode(element: ElementDefinition): GrowingNode {
  const path = element.path ?? '';
  const id = element.id ?? path;
  const last = id.slice(id.lastIndexOf('.') + 1);
  const colon = last.indexOf(':');
  return {
    element,
    name: path.slice(path.lastIndexOf('.') + 1),
    slice: colon === -1 ? undefined : last.slice(colon + 1),
    children: new Map(),
    slices: [],
  };
}

/** `a/b` divides the slice `a` again. */
function addSlice(parent: GrowingNode, node: GrowingNode, byId: ReadonlyMap<string, GrowingNode>, id: string): void {
  const slash = id.lastIndexOf('/');
  const divided = slash > id.lastIndexOf(':') ? byId.get(id.slice(0, slash)) : undefined;
  const sliced = divided ?? parent.children.get(node.name);
  if (sliced === undefined) throw new Error(`slice ${id} has no element to be a slice of`);
  sliced.slices.push(node);
}

/** The node of an element id, `Composition.section:codeA`; undefined when the tree has none. */
export function findNode(node: ProfileNode, id: string): ProfileNode | undefined {
  if (node.element.id === id) return node;
  for (const below of [...node.children.values(), ...node.slices]) {
    const found = findNode(below, id);
    if (found !== undefined) return found;
  }
  return undefined;
}
