import type { ElementDefinitionSlicing } from '@medplum/fhirtypes';
import { isObject } from '../reference/json-object.ts';
import { checkNode, enterValue, leaveValue } from './check-profile.ts';
import type { Compiler } from './compiler.ts';
import { compileDiscriminators, type Discriminator } from './discriminator.ts';
import type { Occurrence } from './occurrence.ts';
import { compileNode, contentHolder, limitOf, type NodePlace, type NodeRules } from './profile-rules.ts';
import type { ProfileNode } from './profile-tree.ts';
import type { DiscriminatorRow } from './slice-criterion.ts';
import type { Visit } from './visit.ts';

/** How the values of an element are divided, and what is asked of each part. */
export interface Slicing {
  readonly rules: 'closed' | 'open' | 'openAtEnd';
  readonly isOrdered: boolean;
  readonly slices: readonly Slice[];
  /** Whether every value can be told to be in a slice or in none. */
  readonly isDecided: boolean;
  /** Positions of the slices by the one text that tells each, where every slice has such: no other has to be asked. */
  readonly byText: { readonly property: string; readonly slices: ReadonlyMap<string, readonly number[]> } | undefined;
}

interface Slice {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** All of them tell a value of the slice from others; undefined when that cannot be decided. */
  readonly discriminators: readonly Discriminator[] | undefined;
  readonly node: NodeRules;
  /** Whether there is something to say of the slice when no value is in it. */
  readonly isAwaited: boolean;
}

/**
 * Compiles the slices of an element, and of each slice those that it is divided into again. Undefined for an element
 * that is not sliced. Slices without any discriminator are those of a choice by type, or of extensions by url.
 * @source https://hl7.org/fhir/R4/profiling.html#slicing
 */
export function compileSlicing(node: ProfileNode, place: NodePlace, compiler: Compiler): Slicing | undefined {
  const { slicing } = node.element;
  const rules = slicing?.rules ?? 'open';
  if (node.slices.length === 0 && rules !== 'closed') return undefined;
  return compileSlices(node, rules, slicing?.ordered === true, discriminatorsOf(node, slicing), place, compiler);
}

function compileSlices(
  node: ProfileNode,
  rules: Slicing['rules'],
  isOrdered: boolean,
  rows: readonly DiscriminatorRow[],
  place: NodePlace,
  compiler: Compiler,
): Slicing {
  const slices = node.slices.map((slice) => compileSlice(slice, rows, place, compiler));
  const isDecided = slices.every(({ discriminators }) => discriminators !== undefined);
  return { rules, isOrdered, slices, isDecided, byText: indexByText(slices) };
}

function compileSlice(
  slice: ProfileNode,
  rows: readonly DiscriminatorRow[],
  outer: NodePlace,
  compiler: Compiler,
): Slice {
  const place = slicePlace(slice, outer, compiler);
  const discriminators = compileDiscriminators(rows, slice, place.holder, compiler);
  const node = withoutUrl(compileNode(slice, place, compiler), discriminators);
  const { min = 0, max, slicing } = slice.element;
  // What is divided again is told by what tells the whole, unless it says by what.
  const isToldAsWhole = slice.slices.length > 0 && slicing?.discriminator === undefined;
  const inner = isToldAsWhole
    ? compileSlices(slice, slicing?.rules ?? 'open', slicing?.ordered === true, rows, place, compiler)
    : node.slicing;
  const isAwaited = min > 0 || discriminators === undefined || inner !== undefined;
  const name = slice.slice ?? '';
  return { name, min, max: limitOf(max), discriminators, node: { ...node, slicing: inner }, isAwaited };
}

/** What tells the slice need not be checked in it again: extensions are told by their url, and are many. */
function withoutUrl(node: NodeRules, discriminators: Slice['discriminators']): NodeRules {
  const [only, ...others] = discriminators ?? [];
  if (only?.key?.property !== 'url' || others.length > 0) return node;
  return { ...node, children: node.children.filter(({ name }) => name !== 'url') };
}

function indexByText(slices: readonly Slice[]): Slicing['byText'] {
  const found = new Map<string, number[]>();
  const properties = new Set<string>();
  for (const [index, { discriminators = [] }] of slices.entries()) {
    const [only, ...others] = discriminators;
    if (only?.key === undefined || others.length > 0) return undefined;
    properties.add(only.key.property);
    found.set(only.key.text, [...(found.get(only.key.text) ?? []), index]);
  }
  const [property, ...others] = properties;
  return property === undefined || others.length > 0 ? undefined : { property, slices: found };
}

/** A slice may have fewer types than the element: then its content is that of its own type. */
function slicePlace({ element }: ProfileNode, place: NodePlace, compiler: Compiler): NodePlace {
  const codes = new Set((element.type ?? []).map(({ code }) => code));
  const left = place.types.filter((type) => codes.has(type));
  return {
    published: place.published,
    holder: contentHolder(element, place.published, place.holder, compiler),
    types: left.length === 0 ? place.types : left,
  };
}

function discriminatorsOf(
  node: ProfileNode,
  slicing: ElementDefinitionSlicing | undefined,
): readonly DiscriminatorRow[] {
  if (slicing?.discriminator !== undefined && slicing.discriminator.length > 0) return slicing.discriminator;
  if (node.name.endsWith('[x]')) return [{ type: 'type', path: '$this' }];
  if (node.name === 'extension' || node.name === 'modifierExtension') return [{ type: 'value', path: 'url' }];
  return [];
}

/** Divides the values of an element, counts each part, and checks each value by the rules of its part and no other. */
export function checkSlicing(
  slicing: Slicing,
  element: string,
  occurrences: readonly Occurrence[],
  visit: Visit,
): void {
  // By the position of the slice: of an extension's fifty parts few stand.
  const members: Occurrence[][] = [];
  const order: Order = { last: -1, hasUnmatched: false };
  for (const occurrence of occurrences) {
    const found = matchingSlices(slicing, occurrence, visit);
    for (const index of found) {
      const own = members[index];
      if (own === undefined) members[index] = [occurrence];
      else own.push(occurrence);
    }
    enterValue(occurrence, visit);
    checkPlace(slicing, element, found, order, visit);
    for (const index of found) checkNode((slicing.slices[index] as Slice).node, occurrence, visit);
    leaveValue(occurrence, visit);
  }
  for (let index = 0; index < slicing.slices.length; index += 1) {
    const slice = slicing.slices[index] as Slice;
    const own = members[index] ?? NONE;
    if (own === NONE && !slice.isAwaited) continue;
    if (slice.discriminators === undefined) checkUndecided(slice, occurrences.length, element, visit);
    else checkCount(slice, own.length, element, visit);
    if (slice.node.slicing !== undefined) checkSlicing(slice.node.slicing, element, own, visit);
  }
}

const NONE: readonly Occurrence[] = [];

/** What stood before a value. */
interface Order {
  last: number;
  hasUnmatched: boolean;
}

/** A value belongs to one slice, or to none where that is allowed, and stands in the order that is asked for. */
function checkPlace(slicing: Slicing, element: string, found: readonly number[], order: Order, visit: Visit): void {
  const [at] = found;
  if (at === undefined) {
    if (!slicing.isDecided) return;
    order.hasUnmatched = true;
    if (slicing.rules === 'closed') visit.report('LT-V035', { element });
    return;
  }
  if (found.length > 1) visit.report('LT-V036', { element, slices: namesOf(slicing, found) });
  const isOutOfOrder = slicing.isOrdered && at < order.last;
  const isAfterEnd = slicing.rules === 'openAtEnd' && order.hasUnmatched;
  if (isOutOfOrder || isAfterEnd) visit.report('LT-V037', { element, slice: slicing.slices[at]?.name ?? '' });
  order.last = Math.max(order.last, at);
}

const NO_SLICE: readonly number[] = [];

function matchingSlices({ slices, byText }: Slicing, occurrence: Occurrence, visit: Visit): readonly number[] {
  if (byText !== undefined) {
    const text = isObject(occurrence.value) ? occurrence.value[byText.property] : undefined;
    return (typeof text === 'string' ? byText.slices.get(text) : undefined) ?? NO_SLICE;
  }
  const found: number[] = [];
  for (const [index, { discriminators }] of slices.entries()) {
    if (discriminators?.every(({ holds }) => holds(occurrence, visit))) found.push(index);
  }
  return found;
}

function checkCount({ name, min, max }: Slice, count: number, element: string, visit: Visit): void {
  if (count < min) visit.report('LT-V039', { element, slice: name, min }, element);
  else if (count > max) visit.report('LT-V045', { element, slice: name, max }, element);
}

/** All values together may be too few. */
function checkUndecided({ name, min }: Slice, total: number, element: string, visit: Visit): void {
  if (total < min) visit.report('LT-V039', { element, slice: name, min }, element);
  else if (total > 0) visit.report('LT-V038', { element, slice: name }, element);
}

function namesOf({ slices }: Slicing, found: readonly number[]): string {
  return found.map((index) => slices[index]?.name ?? '').join(', ');
}
