import type { ElementDefinition } from '@medplum/fhirtypes';

/** The snapshot that a node stands in; a contentReference is looked up there. */
export interface Home {
  readonly url: string;
  readonly root: ElementNode;
}

/** One element of a snapshot with what stands below it. Never changes once its tree is built. */
export interface ElementNode {
  /** Its `id` and `path` are those of the snapshot it was taken from; `listElements` writes them anew. */
  readonly definition: ElementDefinition;
  /** Last part of the path: `identifier`, `value[x]`. */
  readonly name: string;
  readonly home: Home;
  /** Empty when the snapshot stops here: the content is that of the type. */
  readonly children: readonly ElementNode[];
  /** Slices of this element, or of this slice (re-slicing). */
  readonly slices: readonly ElementNode[];
}

interface OpenNode extends ElementNode {
  readonly children: OpenNode[];
  readonly slices: OpenNode[];
}

/**
 * The tree of a snapshot, by the order and the paths of its elements; ids are not trusted. The first element must be the
 * root and every other must stand below it (`isUsableSnapshot`).
 */
export function buildTree(url: string, elements: readonly ElementDefinition[]): ElementNode {
  const [first, ...rest] = elements;
  if (first === undefined) throw new Error(`empty snapshot of ${url}`);
  const home = { url } as { url: string; root: OpenNode };
  const root = openNode(first, first.path, home);
  home.root = root;
  const open = [root];
  for (const element of rest) {
    const parts = element.path.split('.');
    const depth = Math.min(parts.length - 1, open.length);
    open.length = depth;
    const node = openNode(element, parts[parts.length - 1] as string, home);
    attach(node, open[depth - 1] as OpenNode);
    open.push(node);
  }
  return root;
}

function openNode(definition: ElementDefinition, name: string, home: Home): OpenNode {
  return { definition, name, home, children: [], slices: [] };
}

function attach(node: OpenNode, parent: OpenNode): void {
  const { sliceName } = node.definition;
  const siblings = parent.children;
  const sliced = sliceName === undefined ? undefined : siblings.findLast((sibling) => isSliceOf(node.name, sibling));
  if (sliceName === undefined || sliced === undefined) siblings.push(node);
  else holderOf(sliced, sliceName).slices.push(node);
}

/** Some publishers write a slice by type as `Observation.valueQuantity` beside `Observation.value[x]`. */
function isSliceOf(name: string, sibling: ElementNode): boolean {
  return sibling.name === name || (isChoice(sibling.name) && name.startsWith(choiceStem(sibling.name)));
}

/** The slice `a` for `a/b`, where there is one; else the element itself. */
function holderOf(sliced: OpenNode, sliceName: string): OpenNode {
  const outer = sliced.slices.find(({ definition }) => sliceName.startsWith(`${definition.sliceName}/`));
  return outer === undefined ? sliced : holderOf(outer, sliceName);
}

/** Whether a name is that of an element with a choice of types, `value[x]`. */
export function isChoice(name: string): boolean {
  return name.endsWith('[x]');
}

/** `value` for `value[x]`. */
export function choiceStem(name: string): string {
  return name.slice(0, -'[x]'.length);
}
