import { isObject, type JsonObject } from '../reference/json-object.ts';

/** The objects of a list; empty when there is none. What is no object is the structure's matter. */
export function objectsIn(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** The objects of a list with their indexes. */
export function indexed(value: unknown): readonly (readonly [number, JsonObject])[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item, at) => (isObject(item) ? [[at, item] as const] : []));
}

/** A text that is not empty. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** An object that is among the resources in `contained`, by its id without `#`. */
export function containedIn(container: JsonObject, id: string, type: string): JsonObject | undefined {
  return objectsIn(container['contained']).find((each) => each['resourceType'] === type && each['id'] === id);
}

/** Values of the extensions with a URL, each with the type that its name says (`valueCoding`: Coding). */
export function extensionsOf(element: JsonObject, url: string): readonly TypedValue[] {
  return objectsIn(element['extension']).flatMap((extension) => {
    const value = extension['url'] === url ? choiceOf(extension, 'value') : undefined;
    return value === undefined ? [] : [value];
  });
}

/** The value of a choice element. */
export interface TypedValue {
  readonly type: string;
  /** Undefined when the element has extensions only. */
  readonly value: unknown;
}

/** Types of FHIR that begin with a capital letter; the others are primitive. */
const COMPLEX = new Set(['Attachment', 'Coding', 'CodeableConcept', 'Quantity', 'Reference', 'Expression']);

/** The value of a choice element, `answer[x]` for the name `answer`. */
export function choiceOf(holder: JsonObject, name: string): TypedValue | undefined {
  for (const property of Object.keys(holder)) {
    const isExtended = property.startsWith('_');
    const suffix = property.slice(isExtended ? name.length + 1 : name.length);
    if (!property.startsWith(name, isExtended ? 1 : 0) || !/^[A-Z]/.test(suffix)) continue;
    const type = COMPLEX.has(suffix) ? suffix : suffix.charAt(0).toLowerCase() + suffix.slice(1);
    return { type, value: holder[`${name}${suffix}`] };
  }
  return undefined;
}
