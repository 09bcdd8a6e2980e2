import type { ElementDefinitionType, Extension } from '@medplum/fhirtypes';
import type { ElementNode } from './element-tree.ts';
import type { Generation } from './generation.ts';
import { mergeElement } from './merge-element.ts';

const PROFILE_ELEMENT = 'http://hl7.org/fhir/StructureDefinition/elementdefinition-profile-element';

/**
 * A node whose type asks for one element of a profile, `Composition.section:codeA`, with what that element asks for put in
 * its place: content, constraints, values. The type then names the profile no longer. Any other node stays as it is.
 * @source https://hl7.org/fhir/R4/extension-elementdefinition-profile-element.html
 */
export function embedProfileElement(node: ElementNode, generation: Generation): ElementNode {
  const [type, ...others] = node.definition.type ?? [];
  const id = type === undefined || others.length > 0 ? undefined : elementIdOf(type);
  const structure = id === undefined ? undefined : generation.structure(String(type?.profile?.[0]));
  const target = structure === undefined ? undefined : findById(generation.treeOf(structure), String(id));
  if (type === undefined || target === undefined) return node;
  const { min: _min, max: _max, type: _type, mustSupport: _mustSupport, ...element } = target.definition;
  const rule = { name: node.name, sliceName: undefined, path: '', index: 0, children: [], element, isInherited: true };
  const definition = mergeElement({ ...node.definition, type: [{ code: type.code }] }, rule, generation);
  return { ...node, definition, children: target.children };
}

/** The extension stands on the canonical itself, in JSON beside it. */
function elementIdOf(type: ElementDefinitionType): string | undefined {
  const { _profile } = type as {
    readonly _profile?: readonly ({ readonly extension?: readonly Extension[] } | null)[];
  };
  return _profile?.[0]?.extension?.find(({ url }) => url === PROFILE_ELEMENT)?.valueString;
}

function findById(node: ElementNode, id: string): ElementNode | undefined {
  if (node.definition.id === id) return node;
  for (const below of [...node.children, ...node.slices]) {
    const found = findById(below, id);
    if (found !== undefined) return found;
  }
  return undefined;
}
