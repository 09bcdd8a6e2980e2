import type { ElementDefinition } from '@medplum/fhirtypes';
import { isElementForm } from './element-form.ts';
import { type Place, placeElements } from './rule-place.ts';
import { SnapshotError } from './snapshot-error.ts';

/** Most elements that a differential may have; the largest published ones have some hundred. */
const MAX_RULES = 10_000;
/** Longest way from the root to an element of a differential. */
const MAX_STEPS = 40;
const MAX_NAME_LENGTH = 64;
/** Characters that no element name may have; the brackets of `[x]` are looked at apart. */
const BAD_NAME = /[\s,:;'"/|?!@#$%^&*()[\]{}]/;

/** What a differential says of one element, and of what stands below it. */
export interface Rule {
  /** As the path writes it: `identifier`, `value[x]`, `valueQuantity`. */
  readonly name: string;
  readonly sliceName: string | undefined;
  /** Undefined when the differential only says something of what stands below. */
  readonly element: ElementDefinition | undefined;
  /** Number of the element in the differential; of the first one below when there is no element. */
  readonly index: number;
  readonly path: string;
  readonly children: readonly Rule[];
  /**
   * Whether it is a rule of an element that is laid on one of its slices (`inheritRule`). The slice may well be stricter: then
   * the slice stays, and nothing is noted.
   */
  readonly isInherited: boolean;
}

interface OpenRule extends Rule {
  element: ElementDefinition | undefined;
  index: number;
  readonly children: OpenRule[];
}

/**
 * A differential as a tree, with the steps that it leaves out filled in; its root stands for the profile's root element.
 * Refuses (throws `SnapshotError`) an element that is malformed, whose path does not begin with the type or has over 40 steps,
 * a root element that is not the first (LT-V253), and more than 10,000 elements (LT-V259).
 * @source https://hl7.org/fhir/R4/profiling.html#snapshot
 */
export function buildRules(profile: string, typeName: string, elements: readonly ElementDefinition[]): Rule {
  if (elements.length > MAX_RULES) {
    throw new SnapshotError({ rule: 'LT-V259', path: '.differential', with: { profile } });
  }
  elements.forEach((element, index) => {
    if (isElementForm(element) && isPath(element.path, typeName) && (index === 0 || element.path !== typeName)) return;
    throw new SnapshotError({ rule: 'LT-V253', path: `.differential.element[${index}]`, with: { profile } });
  });
  const root = openRule({ name: typeName, sliceName: undefined }, typeName, 0);
  const places = placeElements(elements);
  elements.forEach((element, index) => {
    insert(root, element, places[index] as Place, index);
  });
  return root;
}

function isPath(path: string, typeName: string): boolean {
  const [root, ...names] = path.split('.');
  return root === typeName && names.length < MAX_STEPS && names.every(isName);
}

function isName(name: string): boolean {
  const bare = name.endsWith('[x]') ? name.slice(0, -'[x]'.length) : name;
  return bare !== '' && name.length <= MAX_NAME_LENGTH && !BAD_NAME.test(bare);
}

function openRule({ name, sliceName }: Place[number], path: string, index: number): OpenRule {
  return { name, sliceName, element: undefined, index, path, children: [], isInherited: false };
}

/** An element that is there twice makes two rules, so that nothing of it is lost. */
function insert(root: OpenRule, element: ElementDefinition, place: Place, index: number): void {
  let rule = root;
  for (const [level, step] of place.entries()) {
    if (level === 0) continue;
    const isLast = level === place.length - 1;
    const known = rule.children.findLast(({ name, sliceName }) => name === step.name && sliceName === step.sliceName);
    const isNew = known === undefined || (isLast && known.element !== undefined);
    const next = isNew ? openRule(step, `${rule.path}.${step.name}`, index) : known;
    if (isNew) rule.children.push(next);
    rule = next;
  }
  rule.element = element;
  rule.index = index;
}

/** What a rule says of the content of an element, for one of its slices. */
export function inheritRule(rule: Rule, sliceName: string | undefined): Rule {
  return { ...rule, sliceName, element: undefined, children: rule.children.map(inheritWhole), isInherited: true };
}

function inheritWhole(rule: Rule): Rule {
  return { ...rule, children: rule.children.map(inheritWhole), isInherited: true };
}
