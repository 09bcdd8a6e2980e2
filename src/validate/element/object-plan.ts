import { isObject, type JsonObject } from '../reference/json-object.ts';
import type { Invariant } from './invariant.ts';
import { MAX_DEPTH, type Visit } from './visit.ts';

/** What is decided of one JSON property of a type. */
export interface PropertyCheck {
  /** Name in FHIRPath: `value` for the property `valueQuantity`, `birthDate` for `_birthDate`. */
  readonly element: string;
  /** Path of the definition: `HumanName.family`, `Observation.value[x]`. */
  readonly path: string;
  /** Type of its values: `HumanName`, `code`, or the path of content defined in place: `Patient.contact`. */
  readonly type: string;
  /** Name of the property that has the value: `birthDate` for `_birthDate` too. */
  readonly carrier: string;
  /** Whether the element is a choice of types, of which one may stand. */
  readonly isChoice: boolean;
  /** Whether there is nothing to say about a value: quicker than a check, which says what. Undefined when only that can. */
  readonly accepts: ((value: unknown) => boolean) | undefined;
  check(value: unknown, visit: Visit, holder: JsonObject): void;
}

/** An element by the JSON properties that can carry it. */
export interface Carriers {
  readonly element: string;
  /** One, or as many as a choice has types; those of primitives with their `_` siblings. */
  readonly properties: readonly string[];
}

/** What is decided of the objects of one type, or of one element with content of its own. */
export interface ObjectPlan {
  /** `HumanName`, `Patient.contact`. */
  readonly name: string;
  /** A resource has a `resourceType`. */
  readonly isResource: boolean;
  /** What an object must have (ele-1): something beside its id; anything; nothing (a resource). */
  readonly content: 'beside-id' | 'any' | 'none';
  readonly properties: ReadonlyMap<string, PropertyCheck>;
  readonly required: readonly Carriers[];
  readonly invariants: readonly Invariant[];
}

/** Checks an object by its plan: what stands in it, what is missing, what contradicts. */
export function checkObject(plan: ObjectPlan, value: unknown, visit: Visit): void {
  if (!isObject(value)) {
    visit.report(Array.isArray(value) ? 'LT-V006' : 'LT-V007', { element: lastName(visit, plan) });
    return;
  }
  if (visit.depth >= MAX_DEPTH) {
    visit.isNestedTooDeeply = true;
    return;
  }
  checkProperties(plan, value, visit);
  for (const element of plan.required) {
    if (!isPresent(element, value)) visit.report('LT-V002', { element: element.element }, element.element);
  }
  for (const invariant of plan.invariants) invariant.check(value, undefined, visit);
}

function checkProperties(plan: ObjectPlan, value: JsonObject, visit: Visit): void {
  let hasContent = plan.content === 'none';
  let chosen: PropertyCheck[] | undefined;
  for (const name in value) {
    const item = value[name];
    if (item === undefined) continue;
    const property = plan.properties.get(name);
    if (property === undefined) {
      if (name !== 'resourceType' || !plan.isResource) reportUnknown(name, visit);
      hasContent = true;
      continue;
    }
    if (property.isChoice) chosen = choose(property, chosen, visit);
    if (name !== 'id' || plan.content === 'any') hasContent = true;
    if (property.accepts?.(item)) continue;
    visit.enter(name, property);
    property.check(item, visit, value);
    visit.leave();
  }
  if (!hasContent) visit.report('LT-V008', { element: lastName(visit, plan) });
}

/** Of a choice of types one stands. Most objects have one choice at most. */
function choose(property: PropertyCheck, before: PropertyCheck[] | undefined, visit: Visit): PropertyCheck[] {
  if (before === undefined) return [property];
  const { element, carrier } = property;
  const isDouble = before.some((other) => other.element === element && other.carrier !== carrier);
  if (isDouble) visit.report('LT-V010', { element }, element);
  before.push(property);
  return before;
}

function isPresent({ properties }: Carriers, value: JsonObject): boolean {
  for (const name of properties) {
    if (value[name] !== undefined) return true;
  }
  return false;
}

function lastName(visit: Visit, plan: ObjectPlan): string {
  return visit.property(0)?.element ?? plan.name;
}

/** Names that may be shown: those an element could have. What a sender makes up may say anything. */
const ELEMENT_NAME = /^_?[A-Za-z][A-Za-z0-9]{0,63}$/;

function reportUnknown(name: string, visit: Visit): void {
  const isShown = ELEMENT_NAME.test(name);
  visit.report('LT-V001', { element: isShown ? name : '?' }, isShown ? name : '');
}
