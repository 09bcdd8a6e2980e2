import type { ElementDefinition, ElementDefinitionType } from '@medplum/fhirtypes';
import type { Rule } from './differential-tree.ts';
import { type Generation, note } from './generation.ts';
import { mergeBinding } from './merge-binding.ts';
import { mergeCardinality } from './merge-cardinality.ts';
import { mergeTypes, SYSTEM_TYPE } from './merge-types.ts';
import { mergeValues } from './merge-values.ts';

/** What a differential cannot change, or what is not merged here. */
const NOT_TAKEN: ReadonlySet<string> = new Set([
  'id',
  'path',
  'sliceName',
  'base',
  'contentReference',
  'slicing',
  'type',
  'min',
  'max',
  'binding',
  'isModifier',
]);

const FIXED_OR_PATTERN = /^(?:fixed|pattern)([A-Z]\w*)$/;

/**
 * An element under a rule of a differential: what the rule says, and everything of the base that it does not speak of.
 * Constraints and conditions add up. Where a rule would loosen the base (LT-V258: lower min, higher max, weaker binding than
 * required, mustSupport taken back) the base stays and the fault is noted.
 * @source https://hl7.org/fhir/R4/profiling.html#limitations
 */
export function mergeElement(base: ElementDefinition, rule: Rule, generation: Generation): ElementDefinition {
  const said = rule.element;
  if (said === undefined) return base;
  const taken = Object.entries(said).filter(([name]) => !NOT_TAKEN.has(name));
  const isElsewhere = base.contentReference !== undefined;
  const type = (isElsewhere ? undefined : mergeTypes(base.type ?? [], rule, generation)) ?? base.type;
  const { binding: _, ...bare } = base;
  checkValueTypes(said, type ?? [], rule, generation);
  const binding = mergeBinding(base, type ?? [], rule, generation);
  return {
    ...bare,
    ...Object.fromEntries(taken),
    ...(type && { type }),
    ...(binding && { binding }),
    ...mergeCardinality(base, rule, generation),
    ...mergeFlags(base, rule, generation),
    ...mergeLists(base, said, generation),
    ...mergeValues(base, said, rule),
  };
}

/** A fixed value or pattern must be of a type that the element has; it is kept, and no value can meet it. */
function checkValueTypes(
  said: ElementDefinition,
  types: readonly ElementDefinitionType[],
  rule: Rule,
  generation: Generation,
): void {
  const names = new Set(types.map(({ code }) => code.charAt(0).toUpperCase() + code.slice(1)));
  if (names.size === 0 || types.some(({ code }) => code.startsWith(SYSTEM_TYPE))) return;
  for (const property of Object.keys(said)) {
    const type = FIXED_OR_PATTERN.exec(property)?.[1];
    if (type !== undefined && !names.has(type)) note(rule, 'LT-V257', generation, { type });
  }
}

/** Only the definition of an extension says whether it modifies; elsewhere the base decides. */
function mergeFlags(base: ElementDefinition, rule: Rule, generation: Generation): Partial<ElementDefinition> {
  const isTakenBack = base.mustSupport === true && rule.element?.mustSupport === false;
  if (isTakenBack) note(rule, 'LT-V258', generation, { property: 'mustSupport' });
  const isExtension = base.path === 'Extension' || base.type?.[0]?.code === 'Extension';
  const isModifier = isExtension ? rule.element?.isModifier : undefined;
  return { ...(isTakenBack && { mustSupport: true }), ...(isModifier !== undefined && { isModifier }) };
}

/** A constraint whose key the base already has is the base's. */
function mergeLists(
  { constraint = [], condition = [], extension = [] }: ElementDefinition,
  said: ElementDefinition,
  { profile }: Generation,
): Partial<ElementDefinition> {
  const keys = new Set(constraint.map(({ key }) => key));
  const added = (said.constraint ?? []).filter(({ key }) => !keys.has(key));
  const sourced = added.map((each) => ({ source: profile, ...each }));
  const conditions = [...new Set([...condition, ...(said.condition ?? [])])];
  const urls = new Set(said.extension?.map(({ url }) => url));
  const extensions = [...extension.filter(({ url }) => !urls.has(url)), ...(said.extension ?? [])];
  return {
    ...(constraint.length + sourced.length > 0 && { constraint: [...constraint, ...sourced] }),
    ...(conditions.length > 0 && { condition: conditions }),
    ...(extensions.length > 0 && { extension: extensions }),
  };
}
