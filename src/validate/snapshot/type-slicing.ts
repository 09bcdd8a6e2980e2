import type { ElementDefinition, ElementDefinitionSlicing, ElementDefinitionType } from '@medplum/fhirtypes';
import type { Rule } from './differential-tree.ts';
import { type ElementNode, isChoice } from './element-tree.ts';
import { type Generation, note, refuse } from './generation.ts';

/** Whether the slices of a choice are told apart by their type; so they are when nothing is said of it. */
export function isSlicedByType({ slicing }: ElementDefinition): boolean {
  const [first, ...others] = slicing?.discriminator ?? [];
  return first === undefined || (others.length === 0 && first.type === 'type' && first.path === '$this');
}

/**
 * A choice of types once its slices are known: it is sliced by type, closed when it is said so or every type has its slice. A required slice
 * leaves no other type, and a forbidden one takes its type away. Where a differential speaks of types only (`valueQuantity`
 * without `value[x]`), no others are left, as the reference implementation has it.
 * Where there can be one value only: refuses two required slices (throws `SnapshotError`, LT-V256), notes a required one with
 * others behind it.
 * @source https://hl7.org/fhir/R4/profiling.html#slicing
 */
export function settleTypeSlicing(
  choice: ElementNode,
  { own, sliced }: { readonly own: readonly Rule[]; readonly sliced: readonly Rule[] },
  generation: Generation,
): ElementNode {
  const { definition } = choice;
  if (sliced.length === 0 || !isChoice(choice.name) || !isSlicedByType(definition)) return choice;
  const slices = choice.slices.map((slice) => slice.definition);
  const only = definition.max === '1' ? requiredSlice(slices, sliced, generation) : undefined;
  const isShort = own.every(({ element }) => element === undefined);
  const type = leftTypes(definition.type ?? [], slices, only, isShort);
  const slicing = byType(type, slices, definition.slicing);
  const min = Math.max(definition.min ?? 0, only?.min ?? 0);
  return { ...choice, definition: { ...definition, min, type: [...type], slicing } };
}

function requiredSlice(
  slices: readonly ElementDefinition[],
  rules: readonly Rule[],
  generation: Generation,
): ElementDefinition | undefined {
  const [required, ...others] = slices.filter(({ min = 0 }) => min > 0);
  const rule = rules.findLast(({ element }) => (element?.min ?? 0) > 0);
  if (rule === undefined) return required;
  if (others.length > 0 && !rule.isInherited) refuse(rule, 'LT-V256', generation);
  if (rule !== rules.at(-1)) note(rule, 'LT-V256', generation);
  return required;
}

function leftTypes(
  types: readonly ElementDefinitionType[],
  slices: readonly ElementDefinition[],
  only: ElementDefinition | undefined,
  isShort: boolean,
): readonly ElementDefinitionType[] {
  const covered = codesOf(only === undefined ? slices : [only]);
  const spoken = only !== undefined || isShort ? types.filter(({ code }) => covered.has(code)) : types;
  const forbidden = codesOf(slices.filter(({ max }) => max === '0'));
  const left = spoken.filter(({ code }) => !forbidden.has(code));
  return left.length === 0 ? spoken : left;
}

function byType(
  types: readonly ElementDefinitionType[],
  slices: readonly ElementDefinition[],
  said: ElementDefinitionSlicing | undefined,
): ElementDefinitionSlicing {
  const covered = codesOf(slices);
  const isClosed = said?.rules === 'closed' || types.every(({ code }) => covered.has(code));
  return {
    ...said,
    discriminator: [{ type: 'type', path: '$this' }],
    ordered: false,
    rules: isClosed ? 'closed' : 'open',
  };
}

function codesOf(elements: readonly ElementDefinition[]): ReadonlySet<string> {
  return new Set(elements.flatMap(({ type }) => type ?? []).map(({ code }) => code));
}
