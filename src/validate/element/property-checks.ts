import type { ElementDefinition, ElementDefinitionType } from '@medplum/fhirtypes';
import { isObject } from '../reference/json-object.ts';
import { DATATYPE_RULES } from '../resources/datatype-rules.ts';
import { elementName } from './carriers.ts';
import type { Compiler, ValueRule } from './compiler.ts';
import { checkObject, type ObjectPlan, type PropertyCheck } from './object-plan.ts';
import {
  createPrimitiveCheck,
  createPrimitivesCheck,
  createSiblingCheck,
  createSiblingsCheck,
  isFilledArray,
  type SiblingPlans,
} from './primitive-check.ts';
import { isPrimitive, PRIMITIVES, type PrimitiveName } from './primitives.ts';
import { elementIdRule, isLocalReference, localReferenceRule, narrativeRule } from './type-rules.ts';
import { compileValueRules } from './value-rule.ts';
import type { Visit } from './visit.ts';

/** A JSON property of a type, as its definition gives it. */
export interface PropertyPlace {
  readonly element: ElementDefinition;
  /** Type of the element that the property stands for; none for a contentReference. */
  readonly row: ElementDefinitionType | undefined;
  readonly property: string;
  /** Whether it is a property of a resource. */
  readonly isResource: boolean;
  /** Whether the content of the element is defined in place. */
  readonly hasOwnContent: boolean;
  readonly isChoice: boolean;
}

type Named = readonly [property: string, check: PropertyCheck];

/** Makes the checks of a property: one, and one of its `_` sibling when it is a primitive. `plan` gives plans of types. */
export function createPropertyChecks(
  compiler: Compiler,
  plan: (name: string) => ObjectPlan,
): (place: PropertyPlace) => readonly Named[] {
  let beside: ObjectPlan | undefined;
  const siblingPlans: SiblingPlans = {
    alone: () => plan('Element'),
    besideValue: () => {
      beside ??= { ...plan('Element'), content: 'any' };
      return beside;
    },
  };

  return (place) => {
    const { element, row, property, isChoice } = place;
    const path = element.path ?? '';
    const type = contentType(place);
    const isList = element.max !== '1' && element.max !== '0';
    const rules = valueRules(place, type, compiler);
    const common = { element: elementName(path), path, type, carrier: property, isChoice, accepts: undefined };
    if (!isPrimitive(type)) {
      return [[property, { ...common, check: createContentCheck(property, type, isList, rules, compiler, plan) }]];
    }
    const accepts = isList ? undefined : acceptance(type, rules);
    const check = (isList ? createPrimitivesCheck : createPrimitiveCheck)(type, property, rules);
    const own: Named = [property, { ...common, accepts, check }];
    if (isSystemType(row)) return [own];
    const checkSibling = (isList ? createSiblingsCheck : createSiblingCheck)(property, siblingPlans, rules);
    return [own, [`_${property}`, { ...common, check: checkSibling }]];
  };
}

function contentType({ element, row, isResource, hasOwnContent }: PropertyPlace): string {
  const { path = '', contentReference } = element;
  if (contentReference !== undefined) return contentReference.slice(contentReference.indexOf('#') + 1);
  const code = row?.code ?? '';
  if (code === 'BackboneElement' || code === 'Element') return hasOwnContent ? path : code;
  if (!isSystemType(row)) return code;
  if (path === 'Extension.url') return 'uri';
  return isResource ? 'id' : 'string';
}

/** Element.id, Resource.id and Extension.url are System.String, without extensions of their own. */
function isSystemType(row: ElementDefinitionType | undefined): boolean {
  return row?.code?.startsWith('http') === true;
}

function valueRules({ element, row }: PropertyPlace, type: string, compiler: Compiler): ValueRule[] {
  // Constraints of content defined in place are in its own plan.
  const rules = [...compileValueRules(element, type.includes('.') ? type : (row?.code ?? ''), undefined, compiler)];
  const ofType = [DATATYPE_RULES[type], compiler.coded(type), type === 'xhtml' ? narrativeRule : undefined];
  rules.push(...ofType.filter((rule) => rule !== undefined));
  if (isUniqueId(element, row, type)) rules.push(elementIdRule);
  if (mayBeLocalReference(type, element.path ?? '')) rules.push(localReferenceRule);
  if (type === 'Extension') rules.push((value, _sibling, visit) => compiler.checkExtension(value, visit));
  return rules;
}

/** Ids of element definitions name the same element in the snapshot and in the differential. */
function isUniqueId({ path }: ElementDefinition, row: ElementDefinitionType | undefined, type: string): boolean {
  return type === 'string' && path !== 'ElementDefinition.id' && isSystemType(row);
}

function mayBeLocalReference(type: string, path: string): boolean {
  return type === 'uri' || type === 'url' || type === 'canonical' || path === 'Reference.reference';
}

function createContentCheck(
  property: string,
  type: string,
  isList: boolean,
  rules: readonly ValueRule[],
  compiler: Compiler,
  plan: (name: string) => ObjectPlan,
): PropertyCheck['check'] {
  let own: ObjectPlan | undefined;
  const checkOne = (value: unknown, visit: Visit): void => {
    if (type === 'Resource') compiler.checkNested(value, visit);
    else {
      own ??= plan(type);
      checkObject(own, value, visit);
    }
    if (rules.length > 0 && isObject(value)) for (const rule of rules) rule(value, undefined, visit);
  };
  if (!isList) return checkOne;
  return (values, visit) => {
    if (!isFilledArray(values, property, visit)) return;
    for (let index = 0; index < values.length; index += 1) {
      visit.enter(index);
      checkOne(values[index], visit);
      visit.leave();
    }
  };
}

/** Values that no rule of the element has anything to say about; undefined when every value has to be asked. */
function acceptance(type: PrimitiveName, rules: readonly ValueRule[]): ((value: unknown) => boolean) | undefined {
  const { holds } = PRIMITIVES[type];
  if (rules.length === 0) return holds;
  const quick = rules.map((rule) => (rule === localReferenceRule ? isNoLocalReference : rule.accepts));
  if (quick.includes(undefined)) return undefined;
  const all = quick as ((value: unknown) => boolean)[];
  const [only] = all;
  // A value of the set of a binding has the form of a code.
  if (type === 'code' && only !== undefined && all.length === 1) return only;
  return all.reduce(
    (before, accepts) => (value) => before(value) && accepts(value),
    holds as (value: unknown) => boolean,
  );
}

function isNoLocalReference(value: unknown): boolean {
  return !isLocalReference(value);
}
