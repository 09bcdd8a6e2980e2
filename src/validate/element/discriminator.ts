import { isObject } from '../reference/json-object.ts';
import type { Compiler } from './compiler.ts';
import { descend, type Landing } from './discriminator-landing.ts';
import { readDiscriminatorPath, type Step } from './discriminator-path.ts';
import { choiceValue } from './fixed-pattern.ts';
import type { Occurrence } from './occurrence.ts';
import { limitOf } from './profile-rules.ts';
import type { ProfileNode } from './profile-tree.ts';
import { compileSelection, type SelectValues } from './select-values.ts';
import { type Criterion, criterionOf, type DiscriminatorRow, typeCriterion } from './slice-criterion.ts';
import type { Visit } from './visit.ts';

/** Tells the values of a slice from others. */
export interface Discriminator {
  /** Whether a value of the sliced element belongs to the slice, as far as this tells. */
  readonly holds: (occurrence: Occurrence, visit: Visit) => boolean;
  /** For the commonest way to tell: a property of the value has this text (the url of an extension). */
  readonly key?: { readonly property: string; readonly text: string } | undefined;
}

type Holds = Discriminator['holds'];

/** A discriminator with the places in the definition of a slice that it leads to. */
interface Place {
  readonly row: DiscriminatorRow;
  readonly steps: readonly Step[];
  readonly landings: readonly Landing[];
  readonly isThere: Holds;
  readonly select: SelectValues;
}

/**
 * Compiles what tells the values of one slice: what the slice fixes at each path, in its own elements, in a pattern above
 * them, or in a profile of the type on the way. A discriminator that the slice says nothing about is passed over when there
 * is another; when there is none, that something must stand at the path, or must not, is what tells. Undefined when nothing
 * does, or a path goes beyond what the standard allows.
 * @source https://hl7.org/fhir/R4/profiling.html#discriminator
 */
export function compileDiscriminators(
  rows: readonly DiscriminatorRow[],
  slice: ProfileNode,
  holder: string,
  compiler: Compiler,
): readonly Discriminator[] | undefined {
  const places = rows.map((row) => placeOf(row, slice, holder, compiler));
  if (!places.every((place) => place !== undefined)) return undefined;
  const certain = places.flatMap((place) => compileDiscriminator(place, slice, holder, compiler) ?? []);
  const told = certain.length > 0 ? certain : places.flatMap((place) => lastResort(place, slice, compiler) ?? []);
  return told.length > 0 ? told : undefined;
}

function placeOf(row: DiscriminatorRow, slice: ProfileNode, holder: string, compiler: Compiler): Place | undefined {
  const steps = readDiscriminatorPath(row.path ?? '$this');
  if (steps === undefined) return undefined;
  const select = compileSelection(steps, compiler);
  return {
    row,
    steps,
    landings: descend(slice, steps, holder, compiler),
    isThere: (from, visit) => select(from, visit).length > 0,
    select,
  };
}

function compileDiscriminator(
  place: Place,
  slice: ProfileNode,
  holder: string,
  compiler: Compiler,
): Discriminator | undefined {
  const { row, steps, landings, select } = place;
  if (row.type === 'exists' || landings.some((landing) => isRuledOut(landing, place, slice))) {
    return existence(place, slice);
  }
  const text = row.type === 'value' || row.type === 'pattern' ? textOfLanding(landings) : undefined;
  const names = plainNames(steps, holder, compiler);
  if (text !== undefined && names !== undefined) {
    const [property = '', ...others] = names;
    const holds: Holds = ({ value }) => hasTextAt(value, names, 0, text);
    return others.length === 0 ? { holds, key: { property, text } } : { holds };
  }
  return toDiscriminator(
    select,
    landings.map((landing) => criterionOf(row, landing, steps, compiler)),
  );
}

/** By the first of the criteria that there is. */
function toDiscriminator(
  select: SelectValues,
  criteria: readonly (Criterion | undefined)[],
): Discriminator | undefined {
  const criterion = criteria.find((found) => found !== undefined);
  return criterion && { holds: (from, visit) => select(from, visit).some((value) => isMet(criterion, value, visit)) };
}

function isMet(criterion: Criterion, value: Occurrence, visit: Visit): boolean {
  return value.scope === undefined ? criterion(value, visit) : visit.within(value.scope, () => criterion(value, visit));
}

function lastResort(place: Place, slice: ProfileNode, compiler: Compiler): Discriminator | undefined {
  const { row, steps, landings, select } = place;
  if (row.type !== 'profile') return existence(place, slice);
  return toDiscriminator(
    select,
    landings.map((landing) => typeCriterion(landing, steps, compiler)),
  );
}

/** Nothing may stand at the place. That a slice itself, or one of the slices there, may not stand says nothing of it. */
function isRuledOut({ node }: Landing, { steps }: Place, slice: ProfileNode): boolean {
  if (node === undefined || node === slice || limitOf(node.element.max) > 0) return false;
  return node.slice === undefined || steps.at(-1)?.kind === 'extension';
}

/** The text that a slice fixes at the path: by far the commonest way to tell slices. */
function textOfLanding(landings: readonly Landing[]): string | undefined {
  for (const { node, inherited } of landings) {
    const text = inherited ?? (node && (choiceValue(node.element, 'fixed') ?? choiceValue(node.element, 'pattern')));
    if (text !== undefined) return typeof text === 'string' ? text : undefined;
  }
  return undefined;
}

/** JSON properties of a path without choices of types, extensions and references; undefined for any other path. */
function plainNames(steps: readonly Step[], holder: string, compiler: Compiler): readonly string[] | undefined {
  const names: string[] = [];
  let type = holder;
  for (const step of steps) {
    const property = step.kind === 'element' ? compiler.plan(type).properties.get(step.name) : undefined;
    if (step.kind !== 'element' || property === undefined || property.type === 'Resource') return undefined;
    names.push(step.name);
    type = property.type;
  }
  return names.length === 0 ? undefined : names;
}

function hasTextAt(value: unknown, names: readonly string[], at: number, text: string): boolean {
  const name = names[at];
  if (name === undefined) return value === text;
  if (!isObject(value)) return false;
  const child = value[name];
  if (Array.isArray(child)) return child.some((item) => hasTextAt(item, names, at + 1, text));
  return hasTextAt(child, names, at + 1, text);
}

function existence(place: Place, slice: ProfileNode): Discriminator | undefined {
  const { landings, isThere } = place;
  for (const landing of landings) {
    if (isRuledOut(landing, place, slice)) return { holds: (from, visit) => !isThere(from, visit) };
    if ((landing.node?.element.min ?? 0) > 0) return { holds: isThere };
  }
  return undefined;
}
