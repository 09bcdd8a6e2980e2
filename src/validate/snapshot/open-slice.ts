import type { ElementDefinition } from '@medplum/fhirtypes';
import type { Rule } from './differential-tree.ts';
import type { ElementNode } from './element-tree.ts';
import type { Generation } from './generation.ts';
import { isLowerMax } from './merge-cardinality.ts';
import { profileOn } from './unfold.ts';

/**
 * A new slice before its rules: the element as the base has it, with its content, and not required. A slice of extensions
 * begins with the root of the extension's definition, when that is loaded: cardinality, constraints, whether it modifies.
 * @source https://hl7.org/fhir/R4/profiling.html#slicing
 */
export function openSlice(
  sliced: ElementNode,
  sliceName: string,
  rules: readonly Rule[],
  generation: Generation,
): ElementNode {
  const { slicing: _, ...base } = sliced.definition;
  const types = rules.flatMap((rule) => (rule.sliceName === sliceName ? (rule.element?.type ?? []) : []));
  const [profile] = types.length === 1 ? (types[0]?.profile ?? []) : [];
  const root = base.type?.[0]?.code === 'Extension' && profile !== undefined ? rootOf(profile, generation) : undefined;
  const definition = root === undefined ? base : withRoot(base, root);
  return { ...sliced, definition: { ...definition, sliceName, min: 0 }, slices: [] };
}

function rootOf(canonical: string, generation: Generation): ElementDefinition | undefined {
  const structure = profileOn('Extension', canonical, generation);
  return structure === undefined ? undefined : generation.rootOf(structure);
}

function withRoot(base: ElementDefinition, root: ElementDefinition): ElementDefinition {
  const { id: _id, path: _path, base: _base, type: _type, max: _max, constraint = [], ...said } = root;
  const keys = new Set(constraint.map(({ key }) => key));
  const further = (base.constraint ?? []).filter(({ key }) => !keys.has(key));
  const max = isLowerMax(root.max, base.max) ? root.max : base.max;
  return { ...base, ...said, constraint: [...constraint, ...further], ...(max !== undefined && { max }) };
}
