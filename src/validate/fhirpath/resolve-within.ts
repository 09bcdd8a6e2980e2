import type { TypeModel } from '../definitions/type-model.ts';
import type { JsonObject } from '../reference/json-object.ts';
import type { TypedNode } from './typed-node.ts';

/**
 * `resolve()` with nothing but the resource itself: `#id` of its contained resources and, in a Bundle, the fullUrl of
 * an entry or its end `Type/id`.
 */
export function resolveWithin(resource: JsonObject, model: TypeModel): (reference: string) => TypedNode | undefined {
  return (reference) => {
    const target = reference.startsWith('#')
      ? objectsOf(resource['contained']).find(({ id }) => id === reference.slice(1))
      : objectsOf(resource['entry']).find(({ fullUrl }) => isUrlOf(fullUrl, reference))?.['resource'];
    const type = (target as JsonObject | undefined)?.['resourceType'];
    return typeof type === 'string' && model.kindOf(type) === 'resource' ? { value: target, type } : undefined;
  };
}

function isUrlOf(fullUrl: unknown, reference: string): boolean {
  return typeof fullUrl === 'string' && (fullUrl === reference || fullUrl.endsWith(`/${reference}`));
}

function objectsOf(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'object' && item !== null) : [];
}
