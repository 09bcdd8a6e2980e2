import type { ElementDefinition } from '@medplum/fhirtypes';
import { choiceStem, isChoice } from './element-tree.ts';

/** One step of the way to an element of a differential. */
export interface Step {
  /** As the path writes it: `identifier`, `value[x]`, `valueQuantity`. */
  readonly name: string;
  readonly sliceName: string | undefined;
}

/** The way from the root to an element; the root is its first step. */
export type Place = readonly Step[];

/**
 * Where each element of a differential stands. Paths do not say in which slice an element is: ids do, and so does the order,
 * for what follows a slice is inside it. Ids are taken when all are well formed and do not contradict the order; if not, the
 * order decides alone, as in the reference implementation.
 * @source https://hl7.org/fhir/R4/elementdefinition.html#id
 */
export function placeElements(elements: readonly ElementDefinition[]): readonly Place[] {
  const byOrder = placeByOrder(elements);
  const byId = elements.map(placeById);
  const areIdsSound = byId.every((place, index) => place !== undefined && agrees(place, byOrder[index] as Place));
  return areIdsSound ? (byId as Place[]) : byOrder;
}

function placeByOrder(elements: readonly ElementDefinition[]): Place[] {
  let open: Place = [];
  return elements.map(({ path, sliceName }) => {
    open = followPath(path.split('.'), sliceName, open);
    return open;
  });
}

/** Steps that the path shares with the place before it are in the same slices. */
function followPath(names: readonly string[], sliceName: string | undefined, before: Place): Place {
  const last = names.length - 1;
  let isShared = true;
  return names.map((name, level) => {
    if (level === last) return { name, sliceName };
    const step = before[level];
    isShared &&= step !== undefined && (step.name === name || step.sliceName === name);
    return isShared && step !== undefined ? step : { name, sliceName: undefined };
  });
}

function placeById({ id, path, sliceName }: ElementDefinition): Place | undefined {
  const names = path.split('.');
  const parts = id?.split('.') ?? [];
  if (parts.length !== names.length) return undefined;
  const place = parts.map((part, level) => stepById(part, names[level] as string));
  if (!place.every((step) => step !== undefined)) return undefined;
  const inId = place.at(-1)?.sliceName;
  return sliceName === undefined || sliceName === inId ? place : undefined;
}

function stepById(part: string, name: string): Step | undefined {
  const colon = part.indexOf(':');
  const nameInId = colon < 0 ? part : part.slice(0, colon);
  const isSame = nameInId === name || (isChoice(nameInId) && name.startsWith(choiceStem(nameInId)));
  return isSame ? { name, sliceName: colon < 0 ? undefined : part.slice(colon + 1) } : undefined;
}

/** An element that follows a slice is inside it: its id must name a slice there too. */
function agrees(byId: Place, byOrder: Place): boolean {
  return byOrder.every(({ sliceName }, level) => sliceName === undefined || byId[level]?.sliceName !== undefined);
}
