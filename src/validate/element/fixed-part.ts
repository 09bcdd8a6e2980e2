import type { ElementDefinition } from '@medplum/fhirtypes';
import { choiceValue } from './fixed-pattern.ts';
import type { ProfileNode } from './profile-tree.ts';

/** Whether something is fixed in the elements below a node. */
export function isFixedBelow({ children, slices }: ProfileNode): boolean {
  return [...children.values(), ...slices].some(isFixed);
}

function isFixed(node: ProfileNode): boolean {
  const { element } = node;
  return (
    choiceValue(element, 'fixed') !== undefined || choiceValue(element, 'pattern') !== undefined || isFixedBelow(node)
  );
}

/** A node with no more in it than what is fixed there and below, and must stand: what else is asked tells no slice. */
export function fixedPartOf({ element, children, slices, ...node }: ProfileNode): ProfileNode {
  const left = [...children].filter(([, child]) => isFixed(child));
  return {
    ...node,
    element: fixedElement(element),
    children: new Map(left.map(([name, child]) => [name, fixedPartOf(child)])),
    slices: slices.filter(isFixed).map(fixedPartOf),
  };
}

const KEPT = /^(?:id|path|min|base|contentReference|_?fixed.*|pattern.*)$/;

function fixedElement(element: ElementDefinition): ElementDefinition {
  const { type, slicing } = element;
  return {
    ...(Object.fromEntries(Object.entries(element).filter(([name]) => KEPT.test(name))) as ElementDefinition),
    ...(type && { type: type.map(({ code }) => ({ code })) }),
    ...(slicing && { slicing: { ...slicing, rules: 'open' } }),
  };
}
