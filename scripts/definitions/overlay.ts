import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
  ElementDefinition,
  ElementDefinitionBinding,
  ElementDefinitionType,
  StructureDefinition,
} from '@medplum/fhirtypes';
import { parse } from 'yaml';

const BASE = 'http://hl7.org/fhir/StructureDefinition/';

/** A type of an element, with its targets by name. */
interface OverlayType {
  readonly code: string;
  readonly targets?: readonly string[];
}

/** What an element has that is not as published. */
export interface OverlayElement {
  readonly min?: number;
  readonly max?: string;
  readonly type?: readonly OverlayType[];
  readonly binding?: ElementDefinitionBinding;
}

/** An extension definition that is missing, by one that is like it; names are those of the StructureDefinitions. */
export interface AddedExtension {
  readonly name: string;
  readonly like: string;
  /** Path of the element that may carry it. */
  readonly context: string;
  /** Type of its value. */
  readonly value: string;
}

/** Differences of the definitions at hand from R4 as published: r4-overlay.yaml. */
export interface Overlay {
  readonly removeResources: readonly string[];
  readonly removeElements: readonly string[];
  readonly removeConstraints: Readonly<Record<string, readonly string[]>>;
  readonly changeElements: Readonly<Record<string, OverlayElement>>;
  readonly addElements: Readonly<Record<string, OverlayElement & { readonly after: string }>>;
  readonly restoreExpressions: Readonly<Record<string, string>>;
  readonly addExtensions: readonly AddedExtension[];
  readonly removeConcepts: Readonly<Record<string, readonly string[]>>;
}

/** Reads the overlay that stands beside this file. */
export function readOverlay(): Overlay {
  return parse(readFileSync(join(import.meta.dirname, 'r4-overlay.yaml'), 'utf8')) as Overlay;
}

/** A StructureDefinition with the overlay applied to its snapshot. Paths of the overlay begin with the definition's name. */
export function applyOverlay(structure: StructureDefinition, overlay: Overlay): StructureDefinition {
  const { name } = structure;
  const element = (structure.snapshot?.element ?? [])
    .filter(({ path }) => !isRemoved(ownPath(path, name), overlay))
    .map((one) => changed(one, ownPath(one.path, name), overlay));
  for (const [path, { after, ...added }] of Object.entries(overlay.addElements)) {
    if (!path.startsWith(`${name}.`)) continue;
    const place = element.findIndex((one) => one.path === after);
    if (place < 0) throw new Error(`r4-overlay.yaml: ${path} stands after ${after}, which is not there`);
    element.splice(place + 1, 0, newElement(path, added, element[place] as ElementDefinition));
  }
  return { ...structure, snapshot: { element } };
}

/** The head of a constraint's paths is the type that it constrains; its own name keeps `Quantity` and `SimpleQuantity` apart. */
function ownPath(path: string, name: string): string {
  return path.replace(/^[^.]+/, name);
}

function isRemoved(path: string, { removeElements }: Overlay): boolean {
  return removeElements.some((root) => path === root || path.startsWith(`${root}.`));
}

function changed(element: ElementDefinition, path: string, overlay: Overlay): ElementDefinition {
  const removed = overlay.removeConstraints[path] ?? [];
  const constraint = element.constraint
    ?.filter(({ key = '' }) => !removed.includes(key))
    .map((one) => ({ ...one, expression: overlay.restoreExpressions[one.key ?? ''] ?? one.expression ?? '' }));
  const kept = constraint === undefined ? element : { ...element, constraint };
  const change = overlay.changeElements[path];
  return change === undefined ? kept : based({ ...kept, ...elementParts(change) });
}

/** What every element has beside the overlay's words, ele-1 above all, is taken from the element before it. */
function newElement(path: string, added: OverlayElement, sibling: ElementDefinition): ElementDefinition {
  const constraint = sibling.constraint?.filter(({ key }) => key === 'ele-1');
  return based({ id: path, path, ...elementParts(added), ...(constraint && { constraint }) });
}

function elementParts({ type, ...rest }: OverlayElement): Partial<ElementDefinition> {
  return { ...rest, ...(type && { type: type.map(elementType) }) };
}

function elementType({ code, targets }: OverlayType): ElementDefinitionType {
  return { code, ...(targets && { targetProfile: targets.map((name) => BASE + name) }) };
}

/** These elements are defined here: their base is themselves. */
function based(element: ElementDefinition): ElementDefinition {
  const { path, min = 0, max = '*' } = element;
  return { ...element, base: { path, min, max } };
}
