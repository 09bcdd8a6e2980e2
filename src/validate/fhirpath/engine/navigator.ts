import type { PropertyModel, TypeModel } from '../../definitions/type-model.ts';
import type { JsonObject } from '../../reference/json-object.ts';
import type { TypedNode } from '../typed-node.ts';
import { isPrimitiveType } from '../values/system-type.ts';

/** Where the values of an element are found in JSON, for one type that it may have. */
export interface ElementPlace {
  readonly key: string;
  /** Key of the ids and extensions of a primitive: `_family`. Undefined where there are none. */
  readonly siblingKey: string | undefined;
  readonly type: string;
}

const NO_PLACES: readonly ElementPlace[] = [];
const NO_ELEMENTS: ReadonlyMap<string, readonly ElementPlace[]> = new Map();

const NAVIGATORS = new WeakMap<TypeModel, Navigator>();

/** The navigator of a model: what it has learnt of a type serves every expression. */
export function navigatorOf(model: TypeModel): Navigator {
  let navigator = NAVIGATORS.get(model);
  if (navigator === undefined) {
    navigator = new Navigator(model);
    NAVIGATORS.set(model, navigator);
  }
  return navigator;
}

/** Finds the children of nodes by the names of their elements. */
export class Navigator {
  readonly #model: TypeModel;
  readonly #places = new Map<string, ReadonlyMap<string, readonly ElementPlace[]>>();

  constructor(model: TypeModel) {
    this.#model = model;
  }

  /** Where a type has an element: one place, or one for each type of a choice. */
  placesOf(type: string, element: string): readonly ElementPlace[] {
    return this.#elementsOf(type).get(element) ?? NO_PLACES;
  }

  /** Adds the values of an element of a node. */
  addChildren(node: TypedNode, element: string, found: TypedNode[]): void {
    const object = objectOf(node);
    if (object === undefined) {
      addOwnParts(node, element, found);
      return;
    }
    for (const place of this.placesOf(node.type, element)) this.#addValues(object, place, found);
  }

  /** Adds the values of all elements of a node. */
  addAllChildren(node: TypedNode, found: TypedNode[]): void {
    const object = objectOf(node);
    if (object === undefined) {
      addOwnParts(node, 'id', found);
      addOwnParts(node, 'extension', found);
      return;
    }
    const properties = this.#model.properties(node.type);
    const done = new Set<string>();
    for (const key of Object.keys(object)) {
      const name = key.startsWith('_') ? key.slice(1) : key;
      const property = properties?.get(name);
      if (property === undefined || done.has(name)) continue;
      done.add(name);
      this.#addValues(object, placeOf(this.#model, node.type, name, property), found);
    }
  }

  #elementsOf(type: string): ReadonlyMap<string, readonly ElementPlace[]> {
    const known = this.#places.get(type);
    if (known !== undefined) return known;
    const properties = this.#model.properties(type);
    // Names of types may come from what was sent: those that mean nothing are not kept.
    if (properties === undefined) return NO_ELEMENTS;
    const elements = new Map<string, ElementPlace[]>();
    for (const [key, property] of properties) {
      const places = elements.get(property.element);
      const place = placeOf(this.#model, type, key, property);
      if (places === undefined) elements.set(property.element, [place]);
      else places.push(place);
    }
    this.#places.set(type, elements);
    return elements;
  }

  #addValues(object: JsonObject, { key, siblingKey, type }: ElementPlace, found: TypedNode[]): void {
    const value = object[key];
    const sibling = siblingKey === undefined ? undefined : object[siblingKey];
    if (!Array.isArray(value) && !Array.isArray(sibling)) {
      this.#addValue(value, sibling, type, found);
      return;
    }
    const values: readonly unknown[] = Array.isArray(value) ? value : [];
    const siblings: readonly unknown[] = Array.isArray(sibling) ? sibling : [];
    for (let index = 0; index < Math.max(values.length, siblings.length); index += 1) {
      this.#addValue(values[index], siblings[index], type, found);
    }
  }

  #addValue(value: unknown, sibling: unknown, type: string, found: TypedNode[]): void {
    const isWithout = sibling === undefined || sibling === null;
    if (value === undefined || value === null) {
      if (!isWithout) found.push({ value: undefined, sibling, type });
    } else if (isWithout) found.push({ value, type: type === 'Resource' ? this.#resourceType(value) : type });
    else found.push({ value, sibling, type });
  }

  /** A place for any resource: the type is what the resource says, where that is known. */
  #resourceType(value: unknown): string {
    const type = (value as JsonObject)['resourceType'];
    return typeof type === 'string' && this.#model.kindOf(type) === 'resource' ? type : 'Resource';
  }
}

/** What a node without elements has all the same: id and extensions of a primitive, parts of a system value. */
function addOwnParts(node: TypedNode, element: string, found: TypedNode[]): void {
  if (node.type.startsWith('System.')) {
    addSystemParts(node, element, found);
    return;
  }
  if (typeof node.sibling !== 'object' || node.sibling === null) return;
  const { id, extension } = node.sibling as JsonObject;
  if (element === 'id' && id !== undefined) found.push({ value: id, type: 'string' });
  if (element !== 'extension' || !Array.isArray(extension)) return;
  for (const one of extension) found.push({ value: one, type: 'Extension' });
}

/** Elements of a quantity, and of what `type()` gives. */
function addSystemParts({ type, value }: TypedNode, element: string, found: TypedNode[]): void {
  if (typeof value !== 'object' || value === null) return;
  const part = (value as JsonObject)[element];
  if (typeof part === 'string' && element !== 'system') found.push({ value: part, type: 'System.String' });
  else if (type === 'System.Quantity' && element === 'value') found.push({ value: part, type: 'System.Decimal' });
}

function objectOf({ type, value }: TypedNode): JsonObject | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || type.startsWith('System.'))
    return undefined;
  return isPrimitiveType(type) ? undefined : (value as JsonObject);
}

/** Ids and Extension.url are system strings in the definitions of R4; the reference gives them their types of FHIR. */
function placeOf(model: TypeModel, holder: string, key: string, { element, type }: PropertyModel): ElementPlace {
  if (type === 'System.String') {
    const idType = model.kindOf(holder) === 'resource' ? 'id' : 'string';
    return { key, siblingKey: undefined, type: element === 'url' ? 'uri' : idType };
  }
  const hasSibling = isPrimitiveType(type) && type !== 'xhtml';
  return { key, siblingKey: hasSibling ? `_${key}` : undefined, type };
}
