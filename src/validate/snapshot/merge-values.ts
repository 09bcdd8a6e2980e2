import type { ElementDefinition } from '@medplum/fhirtypes';
import type { Rule } from './differential-tree.ts';
import { unitePatterns } from './pattern-union.ts';

/**
 * What is left of the values that the base fixes when a rule fixes some too: two patterns are asked for together, the
 * smaller maxLength stays. Properties that the rule alone or the base alone has are not in the answer.
 */
export function mergeValues(
  base: ElementDefinition,
  said: ElementDefinition,
  { isInherited }: Rule,
): Partial<ElementDefinition> {
  const merged: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(base)) {
    const other: unknown = said[name as keyof ElementDefinition];
    if (other === undefined) continue;
    if (name.startsWith('pattern')) merged[name] = unitePatterns(value, other);
    if (name === 'maxLength') merged[name] = Math.min(Number(value), Number(other));
    if (isInherited && isLimit(name)) merged[name] = value;
  }
  return merged;
}

/** Where slice and unsliced element both set a limit, that of the slice is the nearer one. */
function isLimit(name: string): boolean {
  return name.startsWith('fixed') || name.startsWith('minValue') || name.startsWith('maxValue');
}
