import type { ElementDefinition, ElementDefinitionConstraint, StructureDefinition } from '@medplum/fhirtypes';
import type { CompactElement, CompactStructure } from '../../src/validate/definitions/compact-structure.ts';

/** Compact forms of some StructureDefinitions, and the constraints that they have together. */
export interface CompactStructures {
  readonly structures: readonly CompactStructure[];
  readonly constraints: readonly ElementDefinitionConstraint[];
}

/** The inverse of `expandStructure`. */
export function compactStructures(definitions: readonly StructureDefinition[]): CompactStructures {
  const numbers = new Map<string, number>();
  const numberOf = (constraint: ElementDefinitionConstraint): number => {
    const text = JSON.stringify(constraint);
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  };
  const structures = definitions.map(({ snapshot, ...head }) => ({
    ...head,
    elements: (snapshot?.element ?? []).map((element) => compactElement(element, numberOf)),
  }));
  return { structures, constraints: [...numbers.keys()].map((text) => JSON.parse(text)) };
}

function compactElement(
  { id, base, constraint, ...rest }: ElementDefinition,
  numberOf: (constraint: ElementDefinitionConstraint) => number,
): CompactElement {
  const { path, min = 0, max = '*' } = rest;
  const isOwnBase = base?.path === path && base.min === min && base.max === max;
  return {
    ...(id === path ? {} : { id }),
    ...rest,
    ...(isOwnBase ? {} : { base }),
    ...(constraint && { constraint: constraint.map(numberOf) }),
  };
}
