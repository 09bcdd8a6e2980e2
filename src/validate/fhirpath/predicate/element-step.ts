import type { JsonObject } from '../../reference/json-object.ts';
import type { ElementPlace } from '../engine/navigator.ts';
import { FhirPathError } from '../fhirpath-error.ts';
import type { Frame, Visit } from './frame.ts';

/** A choice of more types is looked for by what the object has. */
const FEW_PLACES = 6;

/** Where values are, and what is done with each. */
export interface PlaceVisit {
  readonly place: ElementPlace;
  readonly next: Visit;
}

/** Goes from an object to the values of one of its elements. */
export function elementStep(places: readonly PlaceVisit[]): Visit {
  const steps = places.map(placeStep);
  const [only] = steps;
  if (only === undefined) return () => false;
  if (steps.length === 1) return only;
  if (steps.length > FEW_PLACES) return choiceStep(places, steps);
  return (value, sibling, frame) => {
    for (const step of steps) if (step(value, sibling, frame)) return true;
    return false;
  };
}

function choiceStep(places: readonly PlaceVisit[], steps: readonly Visit[]): Visit {
  const byKey = new Map<string, Visit>();
  places.forEach(({ place: { key, siblingKey } }, index) => {
    const step = steps[index] as Visit;
    byKey.set(key, step);
    if (siblingKey !== undefined) byKey.set(siblingKey, step);
  });
  return (value, sibling, frame) => {
    let done: Visit | undefined;
    for (const key in value as JsonObject) {
      const step = byKey.get(key);
      if (step === undefined || step === done) continue;
      if (step(value, sibling, frame)) return true;
      done = step;
    }
    return false;
  };
}

function placeStep({ place, next }: PlaceVisit): Visit {
  const { key, siblingKey } = place;
  if (siblingKey !== undefined) return primitiveStep(key, siblingKey, next);
  return (value, _sibling, frame) => {
    const found = (value as JsonObject)[key];
    if (found === undefined || found === null) return false;
    if (!Array.isArray(found)) return next(found, undefined, frame);
    return visitItems(found, next, frame);
  };
}

function primitiveStep(key: string, siblingKey: string, next: Visit): Visit {
  return (value, _sibling, frame) => {
    const found = (value as JsonObject)[key];
    const sibling = (value as JsonObject)[siblingKey];
    if (sibling !== undefined && sibling !== null) return visitPairs(found, sibling, next, frame);
    if (found === undefined || found === null) return false;
    if (!Array.isArray(found)) return next(found, undefined, frame);
    return visitItems(found, next, frame);
  };
}

function visitItems(items: readonly unknown[], next: Visit, frame: Frame): boolean {
  for (const item of items) {
    spend(frame);
    if (item !== null && next(item, undefined, frame)) return true;
  }
  return false;
}

function visitPairs(found: unknown, sibling: unknown, next: Visit, frame: Frame): boolean {
  if (!Array.isArray(found) && !Array.isArray(sibling)) return next(found ?? undefined, sibling, frame);
  const values: readonly unknown[] = Array.isArray(found) ? found : [];
  const siblings: readonly unknown[] = Array.isArray(sibling) ? sibling : [];
  for (let index = 0; index < Math.max(values.length, siblings.length); index += 1) {
    spend(frame);
    const value = values[index] ?? undefined;
    const other = siblings[index] ?? undefined;
    if ((value !== undefined || other !== undefined) && next(value, other, frame)) return true;
  }
  return false;
}

/** An item is not only visited: most often something is decided about it. */
const VISITS_OF_AN_ITEM = 5;

function spend(frame: Frame): void {
  frame.left -= VISITS_OF_AN_ITEM;
  if (frame.left < 0) throw new FhirPathError('An expression visits too many elements');
}
