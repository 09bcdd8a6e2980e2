import { isObject, type JsonObject } from '../reference/json-object.ts';
import type { ValueRule } from './compiler.ts';
import { checkObject, type ObjectPlan } from './object-plan.ts';
import { PRIMITIVES, type Primitive, type PrimitiveName } from './primitives.ts';
import type { Visit } from './visit.ts';

type Check = (value: unknown, visit: Visit, holder: JsonObject) => void;

/** Check of a primitive value that stands alone. */
export function createPrimitiveCheck(type: PrimitiveName, element: string, rules: readonly ValueRule[]): Check {
  const primitive = PRIMITIVES[type];
  const sibling = `_${element}`;
  return (value, visit, holder) => {
    if (!primitive.holds(value)) reportForm(value, type, primitive, element, visit);
    else for (const rule of rules) rule(value, holder[sibling], visit);
  };
}

/** Check of an array of primitives: a null stands where only the `_name` array has something. */
export function createPrimitivesCheck(type: PrimitiveName, element: string, rules: readonly ValueRule[]): Check {
  const primitive = PRIMITIVES[type];
  return (values, visit, holder) => {
    if (!isFilledArray(values, element, visit)) return;
    const siblings = holder[`_${element}`];
    values.forEach((value: unknown, index) => {
      const sibling: unknown = Array.isArray(siblings) ? siblings[index] : undefined;
      if (value === null && isObject(sibling)) return;
      visit.enter(index);
      if (!primitive.holds(value)) reportForm(value, type, primitive, element, visit);
      else for (const rule of rules) rule(value, sibling, visit);
      visit.leave();
    });
  };
}

/**
 * Check of the `_name` beside a primitive: its id and extensions. Without a value beside it there must be an extension.
 * Rules of the element are asked here when there is no value, which is how a missing code is found.
 */
export function createSiblingCheck(element: string, plans: SiblingPlans, rules: readonly ValueRule[]): Check {
  return (sibling, visit, holder) => {
    const hasValue = holder[element] !== undefined;
    checkObject(hasValue ? plans.besideValue() : plans.alone(), sibling, visit);
    if (!hasValue) for (const rule of rules) rule(undefined, sibling, visit);
  };
}

/** The same for an array of primitives. */
export function createSiblingsCheck(element: string, plans: SiblingPlans, rules: readonly ValueRule[]): Check {
  return (siblings, visit, holder) => {
    if (!isFilledArray(siblings, element, visit)) return;
    const values = holder[element];
    siblings.forEach((sibling: unknown, index) => {
      const hasValue = Array.isArray(values) && (values[index] ?? null) !== null;
      if (sibling === null && hasValue) return;
      visit.enter(index);
      if (sibling === null) visit.report('LT-V009', { element });
      else checkObject(hasValue ? plans.besideValue() : plans.alone(), sibling, visit);
      if (!hasValue) for (const rule of rules) rule(undefined, sibling, visit);
      visit.leave();
    });
  };
}

/** Plans of the type Element, as it stands beside a value and alone. */
export interface SiblingPlans {
  besideValue(): ObjectPlan;
  alone(): ObjectPlan;
}

/** Whether it is an array with items; reports it otherwise. */
export function isFilledArray(values: unknown, element: string, visit: Visit): values is readonly unknown[] {
  if (!Array.isArray(values)) visit.report('LT-V005', { element });
  else if (values.length === 0) visit.report('LT-V008', { element });
  else return true;
  return false;
}

function reportForm(value: unknown, type: PrimitiveName, { form }: Primitive, element: string, visit: Visit): void {
  if (value === '') visit.report('LT-V008', { element });
  else if (value === null) visit.report('LT-V009', { element });
  else if (Array.isArray(value)) visit.report('LT-V006', { element });
  else visit.report('LT-V004', { element, type, form });
}
