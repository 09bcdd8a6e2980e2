import type { ElementDefinition } from '@medplum/fhirtypes';
import { isObject, textOf } from '../reference/json-object.ts';
import { UCUM_SYSTEM } from '../ucum/is-unit.ts';
import { unitRatio } from '../ucum/unit-ratio.ts';
import { compareValues } from './compare-values.ts';
import type { ValueRule } from './compiler.ts';
import { choiceValue } from './fixed-pattern.ts';

/**
 * minValue[x], maxValue[x] and maxLength of an element, unless `published` has the same. A minimum relative to the
 * current date (a Quantity or duration as bound of a date) is left undecided: it would depend on the day of the check.
 * @source https://hl7.org/fhir/R4/elementdefinition-definitions.html#ElementDefinition.minValue_x_
 */
export function rangeRules(element: ElementDefinition, published: ElementDefinition | undefined): ValueRule[] {
  const name = element.path?.split('.').at(-1) ?? '';
  const rules: ValueRule[] = [];
  const least = choiceValue(element, 'minValue');
  if (least !== undefined && !isSame(least, published && choiceValue(published, 'minValue'))) {
    rules.push((value, _sibling, visit) => {
      if ((compare(value, least) ?? 0) < 0) visit.report('LT-V027', { element: name });
    });
  }
  const most = choiceValue(element, 'maxValue');
  if (most !== undefined && !isSame(most, published && choiceValue(published, 'maxValue'))) {
    rules.push((value, _sibling, visit) => {
      if ((compare(value, most) ?? 0) > 0) visit.report('LT-V027', { element: name });
    });
  }
  const { maxLength } = element;
  if (maxLength !== undefined && maxLength !== published?.maxLength) {
    rules.push((value, _sibling, visit) => {
      if (typeof value === 'string' && [...value].length > maxLength) visit.report('LT-V028', { element: name });
    });
  }
  return rules;
}

function isSame(one: unknown, other: unknown): boolean {
  return other !== undefined && JSON.stringify(one) === JSON.stringify(other);
}

/** Quantities are compared when they have the same unit, or UCUM units of the same kind. */
function compare(value: unknown, bound: unknown): number | undefined {
  if (!isObject(value) || !isObject(bound)) return compareValues(value, bound);
  if (value['system'] !== bound['system']) return undefined;
  if (value['code'] === bound['code']) return compareValues(value['value'], bound['value']);
  const ratio = value['system'] === UCUM_SYSTEM ? unitRatio(textOf(value['code']), textOf(bound['code'])) : undefined;
  const own = value['value'];
  return ratio === undefined || typeof own !== 'number' ? undefined : compareValues(own * ratio, bound['value']);
}
