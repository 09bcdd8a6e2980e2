import type {
  ElementDefinition,
  ElementDefinitionSlicing,
  ElementDefinitionSlicingDiscriminator,
} from '@medplum/fhirtypes';
import type { Rule } from './differential-tree.ts';
import { type ElementNode, isChoice } from './element-tree.ts';
import { type Generation, note, refuse } from './generation.ts';
import { groupBySlice } from './slice-groups.ts';

/** Extensions are told apart by their url, whether a differential says so or not. */
const BY_URL: ElementDefinitionSlicing = {
  discriminator: [{ type: 'value', path: 'url' }],
  ordered: false,
  rules: 'open',
};
/** From the loosest to the strictest. */
const RULES = ['open', 'openAtEnd', 'closed'];
const EXTENSIONS: ReadonlySet<string> = new Set(['extension', 'modifierExtension']);

/** The rules of a differential for one element, and how it is sliced under them. */
export interface SlicedRules {
  /** Those of the element itself. */
  readonly own: readonly Rule[];
  /** Those of its slices. */
  readonly sliced: readonly Rule[];
  /** Undefined when the element is not sliced, or by the type of a choice (`settleTypeSlicing`). */
  readonly slicing: ElementDefinitionSlicing | undefined;
}

/**
 * Tells the rules of an element from those of its slices, and merges their slicing into that of the base. A single slice
 * where nothing is sliced is taken for the element itself and noted (LT-V255), as the reference implementation does; several
 * are refused (throws `SnapshotError`), and so is what contradicts the slicing of the base (LT-V256): other discriminators,
 * another order, looser rules, a new slice where the slices are closed.
 * @source https://hl7.org/fhir/R4/profiling.html#slicing
 */
export function mergeSlicing(
  node: ElementNode,
  rules: readonly Rule[],
  generation: Generation,
  outer: ElementDefinitionSlicing | undefined,
): SlicedRules {
  const { own, sliced, said } = splitRules(node, rules);
  const [first] = sliced;
  const base = node.definition.slicing;
  // A re-slice that took over the slicing of its element may still be given its own.
  const isOwn = base !== undefined && base !== outer;
  if (isOwn && !isChoice(node.name)) checkAgainst(base, node, own, sliced, generation);
  const slicing = said === undefined ? base : { ...base, ...said };
  const isSettled = slicing !== undefined || node.slices.length > 0 || isChoice(node.name);
  if (first === undefined || isSettled) return { own, sliced, slicing };
  if (outer !== undefined) return { own, sliced, slicing: outer };
  if (EXTENSIONS.has(node.name)) return { own, sliced, slicing: BY_URL };
  if (sliced.length > 1) return refuse(first, 'LT-V255', generation);
  note(first, 'LT-V255', generation);
  return { own: [...own, { ...first, sliceName: undefined }], sliced: [], slicing };
}

/** The slicing may come with the element, or, where the base is not sliced, with the first slice. */
function splitRules(node: ElementNode, rules: readonly Rule[]) {
  const { sliceName, slicing: base } = node.definition;
  const own = rules.filter((rule) => rule.sliceName === sliceName);
  const sliced = rules.filter((rule) => rule.sliceName !== sliceName);
  const said = own.find(({ element }) => element?.slicing)?.element?.slicing;
  const [first, ...others] = sliced;
  const withFirst = first?.element?.slicing;
  const isResliced = others.some((rule) => rule.sliceName?.startsWith(`${first?.sliceName}/`));
  if (said || base || first === undefined || withFirst === undefined || isResliced) return { own, sliced, said };
  const { slicing: _, ...element } = first.element as ElementDefinition;
  return { own, sliced: [{ ...first, element }, ...others], said: withFirst };
}

function checkAgainst(
  base: ElementDefinitionSlicing,
  node: ElementNode,
  own: readonly Rule[],
  sliced: readonly Rule[],
  generation: Generation,
): void {
  for (const rule of own) {
    const said = rule.element?.slicing;
    if (said !== undefined && !rule.isInherited && !isWithin(said, base)) refuse(rule, 'LT-V256', generation);
  }
  if (base.rules !== 'closed') return;
  const known = new Set(node.slices.map(({ definition }) => String(definition.sliceName)));
  for (const [name, [rule]] of groupBySlice(node.slices, sliced)) {
    if (!known.has(name) && rule?.isInherited === false) refuse(rule, 'LT-V256', generation);
  }
}

function isWithin(said: ElementDefinitionSlicing, base: ElementDefinitionSlicing): boolean {
  const isOrdered = said.ordered === undefined || base.ordered === undefined || said.ordered === base.ordered;
  const isStrict = !said.rules || !base.rules || RULES.indexOf(said.rules) >= RULES.indexOf(base.rules);
  return isOrdered && isStrict && isFiner(said.discriminator ?? [], base.discriminator ?? []);
}

/** More discriminators may be added behind those of the base. */
function isFiner(
  said: readonly ElementDefinitionSlicingDiscriminator[],
  base: readonly ElementDefinitionSlicingDiscriminator[],
): boolean {
  if (said.length === 0) return true;
  return base.every(({ type, path }, index) => said[index]?.type === type && said[index]?.path === path);
}
