import type { ElementDefinition } from '@medplum/fhirtypes';
import { constrainElement } from './constrain.ts';
import type { Rule } from './differential-tree.ts';
import type { ElementNode } from './element-tree.ts';
import { countTouched, type Generation, refuse } from './generation.ts';
import { mergeElement } from './merge-element.ts';
import { unfold } from './unfold.ts';

/**
 * A new type made of its base: the elements of the base under what the differential says of them, and behind them those that
 * the differential adds. For logical models, which are often published without a snapshot.
 * Refuses (throws `SnapshotError`, LT-V254) a new element that is only spoken of through what stands below it.
 * @source https://hl7.org/fhir/R4/profiling.html#logical
 */
export function specialise(base: ElementNode, rule: Rule, generation: Generation): ElementNode {
  const { id: _id, path: _path, base: _base, ...definition } = mergeElement(base.definition, rule, generation);
  const root = { ...base, name: rule.name, definition: { ...definition, path: rule.name } };
  return addContent(root, rule, generation);
}

function addContent(node: ElementNode, rule: Rule, generation: Generation): ElementNode {
  if (rule.children.length === 0) return node;
  const unfolded = unfold(node, rule, generation);
  const children = unfolded.children.map((child) => {
    const rules = rule.children.filter(({ name }) => name === child.name);
    return rules.length === 0 ? child : constrainElement(child, rules, generation);
  });
  const known = new Set(children.map(({ name }) => name));
  const added = Map.groupBy(
    rule.children.filter(({ name }) => !known.has(name)),
    ({ name }) => name,
  );
  return {
    ...unfolded,
    children: [...children, ...[...added.values()].map((rules) => addElement(node, rules, generation))],
  };
}

function addElement(parent: ElementNode, [first, ...others]: readonly Rule[], generation: Generation): ElementNode {
  if (first?.element === undefined) return refuse(first as Rule, 'LT-V254', generation);
  countTouched(first, generation);
  const { min, max, path } = first.element;
  const definition: ElementDefinition = { ...first.element, base: { path, min: min ?? 0, max: max ?? '*' } };
  const bare: ElementNode = { ...parent, definition, name: first.name, children: [], slices: [] };
  const node = addContent(bare, first, generation);
  return others.length === 0 ? node : constrainElement(node, others, generation);
}
