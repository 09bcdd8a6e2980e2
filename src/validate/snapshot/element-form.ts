import type { ElementDefinition } from '@medplum/fhirtypes';
import { isObject } from '../reference/json-object.ts';

/** Longest slice name that is read: re-slicing looks at each part of it. */
const MAX_SLICE_NAME = 256;

/**
 * Whether an element has the form that the making of a snapshot relies on. Packages are loaded as they were published, and
 * nobody has validated them.
 */
export function isElementForm(element: unknown): element is ElementDefinition {
  if (!isObject(element)) return false;
  const { id, path, sliceName, slicing, binding, type, constraint, condition, extension } = element;
  return (
    isName(path) &&
    (id === undefined || isName(id)) &&
    (sliceName === undefined || (isName(sliceName) && sliceName.length <= MAX_SLICE_NAME)) &&
    (binding === undefined || isObject(binding)) &&
    (slicing === undefined || (isObject(slicing) && isList(slicing['discriminator'], isObject))) &&
    isList(type, isTypeForm) &&
    isList(constraint, isObject) &&
    isList(condition, isName) &&
    isList(extension, isObject)
  );
}

function isTypeForm(type: unknown): boolean {
  if (!isObject(type)) return false;
  return isName(type['code']) && isList(type['profile'], isName) && isList(type['targetProfile'], isName);
}

function isList(value: unknown, isItem: (item: unknown) => boolean): boolean {
  return value === undefined || (Array.isArray(value) && value.every(isItem));
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
