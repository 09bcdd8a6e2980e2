import { isObject, type JsonObject } from '../reference/json-object.ts';
import { contentOf, type Occurrence, occurrencesOf } from './occurrence.ts';
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
  const ownRules = rules.values.get(type) ?? rules.values.get(property.type);
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
  if (ruledOut.size > 0) {
    for (const property in holder) {
      if (!ruledOut.has(property)) continue;
      visit.report(
        'LT-V029',
        { element: property, types: allowed.map((carrier) => carrier.property.type).join(', ') },
        property,
      );
    }
  }
  const occurrences = occurrencesOf(holder, allowed);
  if (occurrences.length < min) visit.report('LT-V022', { element: name }, name);
  if (occurrences.length > max) visit.report('LT-V023', { element: name }, name);
  for (const occurrence of occurrences) standingAt(occurrence, visit, () => checkNode(node, occurrence, visit));
  if (node.slicing !== undefined) checkSlicing(node.slicing, name, occurrences, visit);
}

/** Runs a check with the walk standing at a value. */
export function standingAt({ name, property, index }: Occurrence, visit: Visit, check: () => void): void {
  visit.enter(name, property);
  if (index >= 0) visit.enter(index);
  check();
  if (index >= 0) visit.leave();
  visit.leave();
}
