import type { ElementDefinition } from '@medplum/fhirtypes';
import { elementName } from './carriers.ts';
import type { Compiler, ValueRule } from './compiler.ts';
import { type Carrier, carrierOf } from './occurrence.ts';
import type { ProfileNode } from './profile-tree.ts';
import { compileSlicing, type Slicing } from './slicing.ts';
import { compileValueRules } from './value-rule.ts';

/** What a profile asks of the values of one element, beyond what its type does. */
export interface NodeRules {
  /** Rules on a value, by its type. */
  readonly values: ReadonlyMap<string, readonly ValueRule[]>;
  /** The same, where values can have one type only. */
  readonly ofOneType: readonly ValueRule[] | undefined;
  /** Types that a resource standing here may have; undefined for any. */
  readonly resourceTypes: ReadonlySet<string> | undefined;
  readonly children: readonly ElementRules[];
  readonly slicing: Slicing | undefined;
  /** Whether there is nothing to check but the slices. */
  readonly isOnlySliced: boolean;
}

/** What a profile asks of an element of an object. */
export interface ElementRules {
  readonly name: string;
  /** Properties that may carry it. */
  readonly allowed: readonly Carrier[];
  /** Properties that the profile rules out, and their `_` siblings. */
  readonly ruledOut: ReadonlySet<string>;
  readonly min: number;
  readonly max: number;
  /** Undefined when only the number of values counts. */
  readonly node: NodeRules | undefined;
}

/** Where a node stands: what it narrows, where the children of its values are defined, what JSON can carry it. */
export interface NodePlace {
  readonly published: ElementDefinition | undefined;
  /** Type, or path of content defined in place. */
  readonly holder: string;
  /** Types that occurrences of it have; `Resource` for any resource. */
  readonly types: readonly string[];
}

/**
 * Compiles the rules of a snapshot's node on its values. What the base type has already is left out, so a profile costs
 * only what it adds.
 */
export function compileNode(node: ProfileNode, place: NodePlace, compiler: Compiler): NodeRules {
  const { published, holder, types } = place;
  const codes = (node.element.type ?? []).map(({ code = '' }) => code);
  const asked = types.includes('Resource') && codes.length > 0 ? codes : types;
  const values = new Map<string, readonly ValueRule[]>();
  for (const type of asked) {
    const rules = compileValueRules(node.element, type, published, compiler);
    if (rules.length > 0) values.set(type, rules);
  }
  const [only] = asked;
  const own = {
    values,
    ofOneType: asked.length === 1 && only !== undefined ? (values.get(only) ?? NO_RULES) : undefined,
    resourceTypes: types.includes('Resource') ? resourceTypes(codes) : undefined,
    children: [...node.children.values()].flatMap((child) => compileElement(child, holder, compiler) ?? []),
  };
  const isOnlySliced = isEmpty({ ...own, slicing: undefined });
  return { ...own, slicing: compileSlicing(node, place, compiler), isOnlySliced };
}

const NO_RULES: readonly ValueRule[] = [];

function resourceTypes(codes: readonly string[]): ReadonlySet<string> | undefined {
  const isAny = codes.length === 0 || codes.includes('Resource') || codes.includes('DomainResource');
  return isAny ? undefined : new Set(codes);
}

/** Rules of a child element; undefined when it adds nothing to the base type. */
export function compileElement(node: ProfileNode, holder: string, compiler: Compiler): ElementRules | undefined {
  const published = compiler.baseElement(`${holder}.${node.name}`);
  const carriers = carriersIn(node, holder, compiler);
  const allowedTypes = new Set((node.element.type ?? []).map(({ code }) => code));
  const isChoice = node.name.endsWith('[x]');
  const isAllowed = ({ property }: Carrier) => !isChoice || allowedTypes.size === 0 || allowedTypes.has(property.type);
  const allowed = carriers.filter(isAllowed);
  const place: NodePlace = {
    published,
    holder: contentHolder(node.element, published, `${holder}.${node.name}`, compiler),
    types: allowed.map(({ property }) => property.type),
  };
  const rules = compileNode(node, place, compiler);
  const element: ElementRules = {
    name: elementName(node.element.path ?? node.name),
    allowed,
    ruledOut: new Set(carriers.filter((carrier) => !isAllowed(carrier)).flatMap(({ name }) => [name, `_${name}`])),
    min: narrowed(node.element.min, published?.min, 0),
    max: limitOf(node.element.max) < limitOf(published?.max) ? limitOf(node.element.max) : Number.POSITIVE_INFINITY,
    node: isEmpty(rules) ? undefined : rules,
  };
  return addsNothing(element) ? undefined : element;
}

function addsNothing({ ruledOut, min, max, node }: ElementRules): boolean {
  const isUnlimited = min === 0 && max === Number.POSITIVE_INFINITY && ruledOut.size === 0;
  return isUnlimited && node === undefined;
}

/** Whether there is nothing to check. */
export function isEmpty({
  values,
  resourceTypes,
  children,
  slicing,
}: Omit<NodeRules, 'isOnlySliced' | 'ofOneType'>): boolean {
  return values.size === 0 && resourceTypes === undefined && children.length === 0 && slicing === undefined;
}

function narrowed(min: number | undefined, published: number | undefined, nothing: number): number {
  return min !== undefined && min > (published ?? 0) ? min : nothing;
}

/** Number of values that a `max` allows. */
export function limitOf(max: string | undefined): number {
  return max === undefined || max === '*' ? Number.POSITIVE_INFINITY : Number(max);
}

/** JSON properties of an element. `valueQuantity` in a path is the choice `value[x]` of one type. */
function carriersIn({ name }: ProfileNode, holder: string, compiler: Compiler): Carrier[] {
  const { properties } = compiler.plan(holder);
  const exact = properties.get(name);
  if (exact !== undefined) return [carrierOf(name, exact)];
  const element = name.replace('[x]', '');
  return [...properties]
    .filter(([property, { element: own }]) => own === element && !property.startsWith('_'))
    .map(([property, plan]) => carrierOf(property, plan));
}

/** Where the children of an element are defined: its type, or `path` when its content is defined in place. */
export function contentHolder(
  element: ElementDefinition,
  published: ElementDefinition | undefined,
  path: string,
  compiler: Compiler,
): string {
  const reference = published?.contentReference ?? element.contentReference;
  if (reference !== undefined) return reference.slice(reference.indexOf('#') + 1);
  const codes = (element.type ?? published?.type ?? []).map(({ code = '' }) => code);
  const [code = '', ...others] = codes;
  if (code === 'BackboneElement' || code === 'Element') return compiler.baseElement(path) === undefined ? code : path;
  return others.length === 0 && code !== '' ? code : 'Element';
}
