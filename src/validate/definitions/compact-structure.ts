import type { ElementDefinition, ElementDefinitionConstraint, StructureDefinition } from '@medplum/fhirtypes';

/**
 * An element of a snapshot as src/validate/generated/ has it: `id` left out when it is the path, `base` when it says the
 * same as the element, constraints by their number in r4-constraints.json.
 */
export type CompactElement = Omit<ElementDefinition, 'constraint'> & {
  readonly path: string;
  readonly constraint?: readonly number[];
};

/** A StructureDefinition with compact elements instead of a snapshot. */
export type CompactStructure = Omit<StructureDefinition, 'snapshot'> & { readonly elements: readonly CompactElement[] };

/** The StructureDefinition again. Elements with the same constraint share one object. */
export function expandStructure(
  { elements, ...head }: CompactStructure,
  constraints: readonly ElementDefinitionConstraint[],
): StructureDefinition {
  return { ...head, snapshot: { element: elements.map((element) => expandElement(element, constraints)) } };
}

function expandElement(
  { constraint, ...element }: CompactElement,
  constraints: readonly ElementDefinitionConstraint[],
): ElementDefinition {
  const { path, min = 0, max = '*' } = element;
  const shared = constraint?.map((number) => constraints[number] as ElementDefinitionConstraint);
  return { id: path, base: { path, min, max }, ...element, ...(shared && { constraint: shared }) };
}
