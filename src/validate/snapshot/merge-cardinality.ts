import type { ElementDefinition } from '@medplum/fhirtypes';
import type { Rule } from './differential-tree.ts';
import { type Generation, note } from './generation.ts';

type Cardinality = Pick<ElementDefinition, 'min' | 'max'>;

/** Whether fewer values are allowed by the first `max` than by the second; none given counts as `*`. */
export function isLowerMax(max: string | undefined, other: string | undefined): boolean {
  if (max === undefined || max === '*') return false;
  return other === undefined || other === '*' || Number(max) < Number(other);
}

/**
 * Number of values under a rule: the rule's, within that of the base. What lies outside is noted (LT-V258), except a lower
 * minimum on a slice, which says nothing of the element as a whole.
 */
export function mergeCardinality(base: ElementDefinition, rule: Rule, generation: Generation): Cardinality {
  const { min, max } = rule.element ?? {};
  const isLooserMin = min !== undefined && base.min !== undefined && min < base.min;
  const isLooserMax = max !== undefined && isLowerMax(base.max, max);
  if (isLooserMin && rule.sliceName === undefined) note(rule, 'LT-V258', generation, { property: 'min' });
  if (isLooserMax) note(rule, 'LT-V258', generation, { property: 'max' });
  const merged = { min: isLooserMin ? base.min : (min ?? base.min), max: isLooserMax ? base.max : (max ?? base.max) };
  return { ...(merged.min !== undefined && { min: merged.min }), ...(merged.max !== undefined && { max: merged.max }) };
}
