import type { Rule } from './differential-tree.ts';
import { choiceStem, type ElementNode, isChoice } from './element-tree.ts';
import { type Generation, note } from './generation.ts';

const ELEMENT_NAME = /^[A-Za-z][A-Za-z0-9]*$/;

/**
 * Notes (LT-V256) a discriminator whose path does not begin with a child of the element that is sliced. What begins with a
 * function or `$this` is not looked at, nor are choices of several types.
 * @source https://hl7.org/fhir/R4/profiling.html#discriminator
 */
export function noteUnknownPaths(sliced: ElementNode, own: readonly Rule[], generation: Generation): void {
  for (const rule of own) {
    for (const { path } of rule.element?.slicing?.discriminator ?? []) {
      const [name = ''] = String(path).split('.', 1);
      if (ELEMENT_NAME.test(name) && childNames(sliced, generation)?.every((child) => !isNamed(child, name))) {
        note(rule, 'LT-V256', generation);
      }
    }
  }
}

/** Undefined when they are not known, or not the same for all types. */
function childNames({ children, definition }: ElementNode, generation: Generation): string[] | undefined {
  if (children.length > 0) return children.map(({ name }) => name);
  const [type, ...others] = definition.type ?? [];
  const structure = type === undefined || others.length > 0 ? undefined : generation.structure(type.code);
  return structure && generation.treeOf(structure).children.map(({ name }) => name);
}

/** FHIRPath names a choice without its `[x]`. */
function isNamed(child: string, name: string): boolean {
  return child === name || (isChoice(child) && choiceStem(child) === name);
}
