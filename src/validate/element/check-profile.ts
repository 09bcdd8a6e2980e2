import { isObject, type JsonObject } from '../reference/json-object.ts';
import { contentOf, countIn, type Occurrence, occurrencesOf } from './occurrence.ts';
import type { ElementRules, NodeRules } from './profile-rules.ts';
import { checkSlicing } from './slicing.ts';
import type { Visit } from './visit.ts';

/** Checks what a profile asks of one value: rules on itself, on its children, on its slices. */
export function checkNode(rules: NodeRules, occurrence: Occurrence, visit: Visit): void {
  const { type, value, sibling, property } = occurrence;
  if (rules.resourceTypes !== undefined && !rules.resourceTypes.has(type)) {
    visit.report('LT-V029', { element: property.element, types: [...rules.resourceTypes].join(', ') });
    return;
  }
  const ownRules = rules.ofOneType ?? rules.values.get(type) ?? rules.values.get(property.type);
  if (ownRules !== undefined) for (const rule of ownRules) rule(value, sibling, visit);
  if (rules.children.length === 0) return;
  const content = contentOf(occurrence) ?? NOTHING;
  if (property.type === 'Resource' && isObject(value) && value !== visit.scope.resource) {
    visit.within(visit.scope.inside(value), () => checkChildren(rules.children, content, visit));
  } else checkChildren(rules.children, content, visit);
}

const NOTHING: JsonObject = {};

/** Checks what a profile asks of the elements of an object. */
export function checkChildren(children: readonly ElementRules[], holder: JsonObject, visit: Visit): void {
  for (const element of children) checkElement(element, holder, visit);
}

function checkElement(rules: ElementRules, holder: JsonObject, visit: Visit): void {
  const { name, allowed, ruledOut, min, max, node } = rules;
  if (ruledOut.size > 0) checkRuledOut(rules, holder, visit);
  const occurrences = node === undefined ? undefined : occurrencesOf(holder, allowed);
  const count = occurrences?.length ?? countIn(holder, allowed);
  if (count < min) visit.report('LT-V022', { element: name }, name);
  if (count > max) visit.report('LT-V023', { element: name }, name);
  if (node === undefined || occurrences === undefined) return;
  if (!node.isOnlySliced) {
    for (const occurrence of occurrences) {
      enterValue(occurrence, visit);
      checkNode(node, occurrence, visit);
      leaveValue(occurrence, visit);
    }
  }
  if (node.slicing !== undefined) checkSlicing(node.slicing, name, occurrences, visit);
}

function checkRuledOut({ allowed, ruledOut }: ElementRules, holder: JsonObject, visit: Visit): void {
  for (const element in holder) {
    if (!ruledOut.has(element)) continue;
    const types = allowed.map(({ property }) => property.type).join(', ');
    visit.report('LT-V029', { element, types }, element);
  }
}

/** The walk goes to a value. */
export function enterValue({ name, property, index }: Occurrence, visit: Visit): void {
  visit.enter(name, property);
  if (index >= 0) visit.enter(index);
}

/** The walk comes back from a value. */
export function leaveValue({ index }: Occurrence, visit: Visit): void {
  if (index >= 0) visit.leave();
  visit.leave();
}
