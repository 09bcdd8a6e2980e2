import type { Resource } from '@medplum/fhirtypes';

/** Where a reference leads inside the document. */
export type Settle = (reference: string) => string | 'hidden' | undefined;

/** What stands where something was that must not even be mentioned. */
const GONE = Symbol('gone');

/**
 * A copy of a resource whose every reference leads to an entry of the document. A reference to what is not in it keeps its
 * identifier and display, or says that it is not there; in a list it is left out. What refers to something hidden is left
 * out with the list element or the property that it stands in.
 */
export function settleReferences<T extends Resource>(resource: T, settle: Settle): T {
  return visit(resource, settle, false) as T;
}

/** As deep as JSON may be nested at the door (docs/limits.md). */
function visit(value: unknown, settle: Settle, isItem: boolean): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => visit(item, settle, true)).filter((item) => item !== GONE);
    return items.length === 0 && value.length > 0 ? GONE : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  const settled = settleOwn(value, settle, isItem);
  if (settled === GONE) return GONE;
  const copy: Record<string, unknown> = {};
  for (const [name, property] of Object.entries(settled)) {
    const visited = visit(property, settle, false);
    if (visited !== GONE) copy[name] = visited;
    else if (isItem && !Array.isArray(property)) return GONE;
  }
  return copy;
}

function settleOwn(value: object, settle: Settle, isItem: boolean): object | typeof GONE {
  const { reference, ...rest } = value as { readonly reference?: unknown };
  if (typeof reference !== 'string' || reference.startsWith('#')) return value;
  const target = settle(reference);
  if (target === 'hidden') return GONE;
  if (target !== undefined) return { ...value, reference: target };
  if ('identifier' in rest || 'display' in rest) return rest;
  return isItem ? GONE : { ...rest, display: 'Không kèm theo tài liệu này' };
}

/** `Type/id` of everything that a resource refers to, in the order in which it stands there. */
export function referencesOf(resource: Resource): string[] {
  const found: string[] = [];
  const open: unknown[] = [resource];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    const { reference } = value as { readonly reference?: unknown };
    if (typeof reference === 'string') found.push(reference);
    open.push(...Object.values(value).reverse());
  }
  return found;
}
