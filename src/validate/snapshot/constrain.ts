import type { ElementDefinition, ElementDefinitionSlicing } from '@medplum/fhirtypes';
import { inheritRule, type Rule } from './differential-tree.ts';
import { noteUnknownPaths } from './discriminator-paths.ts';
import type { ElementNode } from './element-tree.ts';
import { embedProfileElement } from './embed-profile-element.ts';
import { countTouched, type Generation } from './generation.ts';
import { matchRules } from './match-rules.ts';
import { isLowerMax } from './merge-cardinality.ts';
import { mergeElement } from './merge-element.ts';
import { mergeSlicing } from './merge-slicing.ts';
import { openSlice } from './open-slice.ts';
import { groupBySlice } from './slice-groups.ts';
import { settleTypeSlicing } from './type-slicing.ts';
import { unfold } from './unfold.ts';

/**
 * An element under what a differential says of it, of its content and of its slices. `outer` is the slicing of the element
 * when the node is one of its slices; re-slices that come without a slicing of their own are told apart by it.
 * Refuses (throws `SnapshotError`) what no snapshot can be made of: LT-V254 to LT-V257, LT-V259.
 */
export function constrainElement(
  node: ElementNode,
  rules: readonly Rule[],
  generation: Generation,
  outer?: ElementDefinitionSlicing,
): ElementNode {
  const { own, sliced, slicing } = mergeSlicing(node, rules, generation, outer);
  // All that is said of the element comes first: content is that of the types and profiles that are left.
  const merged = own.reduce<ElementDefinition>((definition, rule) => {
    countTouched(rule, generation);
    return mergeElement(definition, rule, generation);
  }, node.definition);
  const definition = slicing === undefined ? merged : { ...merged, slicing };
  const whole = own.reduce(
    (constrained, rule) => constrainContent(constrained, rule, generation),
    embedProfileElement({ ...node, definition }, generation),
  );
  noteUnknownPaths(whole, own, generation);
  const inherited = own.filter(({ children }) => children.length > 0);
  if (sliced.length === 0 && (node.slices.length === 0 || inherited.length === 0)) return whole;
  const slices = constrainSlices(whole, node, { inherited, sliced }, generation);
  return settleTypeSlicing({ ...whole, slices }, { own, sliced }, generation);
}

function constrainContent(node: ElementNode, rule: Rule, generation: Generation): ElementNode {
  if (rule.children.length === 0) return node;
  const unfolded = unfold(node, rule, generation);
  const matched = matchRules(unfolded, rule, generation);
  const children = unfolded.children.map((child) => {
    const rules = matched.get(child);
    return rules === undefined ? child : constrainElement(child, rules, generation);
  });
  return { ...unfolded, children };
}

/** The slices of an element under their rules and those of the element's content; `base` is the element before both. */
function constrainSlices(
  whole: ElementNode,
  base: ElementNode,
  { inherited, sliced }: { readonly inherited: readonly Rule[]; readonly sliced: readonly Rule[] },
  generation: Generation,
): ElementNode[] {
  const groups = groupBySlice(whole.slices, sliced);
  const known = new Set(whole.slices.map(({ definition }) => definition.sliceName));
  const template = base.definition.sliceName === undefined ? base : whole;
  const added = [...groups].filter(([name]) => !known.has(name));
  const opened = added.map(([name, rules]) => openSlice(template, name, rules, generation));
  return [...whole.slices, ...opened].map((slice) => {
    const { sliceName } = slice.definition;
    const rules = [...inherited.map((rule) => inheritRule(rule, sliceName)), ...(groups.get(String(sliceName)) ?? [])];
    if (rules.length === 0) return slice;
    const constrained = constrainElement(slice, rules, generation, whole.definition.slicing);
    return limitMax(constrained, whole.definition.max);
  });
}

/** There cannot be more values in a slice than in all. */
function limitMax(slice: ElementNode, max: string | undefined): ElementNode {
  const { definition } = slice;
  return max === undefined || !isLowerMax(max, definition.max)
    ? slice
    : { ...slice, definition: { ...definition, max } };
}
