import type { ElementDefinitionType, StructureDefinition } from '@medplum/fhirtypes';
import type { Rule } from './differential-tree.ts';
import type { ElementNode, Home } from './element-tree.ts';
import { type Generation, refuse } from './generation.ts';

/** Types that stand for every type below them: a profile on one of those is in its place here too. */
const OPEN_TYPES: ReadonlySet<string> = new Set(['Resource', 'DomainResource', 'Element', 'BackboneElement']);

const ELEMENT_CONTENT: ReadonlySet<string> = new Set(['id', 'extension']);

/**
 * A node with the content of its type, when its snapshot stops there: of the one profile on the type, of the type, or of the
 * element that a contentReference points to. An element with a choice of types has what all types have: id and extension.
 * Refuses (throws `SnapshotError`, LT-V254) a contentReference that points nowhere.
 * @source https://hl7.org/fhir/R4/elementdefinition.html#interpretation
 */
export function unfold(node: ElementNode, rule: Rule, generation: Generation): ElementNode {
  const { contentReference, type = [] } = node.definition;
  if (node.children.some(({ name }) => !ELEMENT_CONTENT.has(name))) return node;
  if (contentReference !== undefined) return unfoldReference(node, contentReference, rule, generation);
  const content = contentOfTypes(type, generation)?.children;
  if (content === undefined) return node;
  // A choice that had only id and extension may have been narrowed to one type since.
  const known = new Map(node.children.map((child) => [child.name, child]));
  return { ...node, children: content.map((child) => known.get(child.name) ?? child) };
}

function unfoldReference(node: ElementNode, reference: string, rule: Rule, generation: Generation): ElementNode {
  const hash = reference.indexOf('#');
  const path = reference.slice(hash + 1);
  const target = findByPath(rootOf(reference.slice(0, hash), node.home, generation), path);
  if (target === undefined) return refuse(rule, 'LT-V254', generation, { element: reference });
  const { contentReference: _, ...definition } = node.definition;
  const { type } = target.definition;
  return { ...node, definition: { ...definition, ...(type && { type }) }, children: target.children };
}

function rootOf(url: string, home: Home, generation: Generation): ElementNode {
  const structure = url === '' || url === home.url ? undefined : generation.structure(url);
  return structure === undefined ? home.root : generation.treeOf(structure);
}

function findByPath(root: ElementNode, path: string): ElementNode | undefined {
  const [first, ...names] = path.split('.');
  let found = first === root.name ? root : undefined;
  for (const name of names) found = found?.children.find((child) => child.name === name);
  return found;
}

function contentOfTypes(types: readonly ElementDefinitionType[], generation: Generation): ElementNode | undefined {
  const codes = new Set(types.map(({ code }) => code));
  const [code] = codes;
  if (code === undefined) return undefined;
  const profiles = types.flatMap(({ profile }) => profile ?? []);
  const profile =
    codes.size === 1 && profiles.length === 1 ? profileOn(code, profiles[0] as string, generation) : undefined;
  const structure = profile ?? generation.structure(codes.size === 1 ? code : 'Element');
  return structure === undefined ? undefined : generation.treeOf(structure);
}

/** The profile that a type is to meet; undefined when it is not loaded or is not one on that type. */
export function profileOn(code: string, canonical: string, generation: Generation): StructureDefinition | undefined {
  const structure = generation.structure(canonical);
  return structure?.type === code || OPEN_TYPES.has(code) ? structure : undefined;
}
