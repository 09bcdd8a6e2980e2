import { scopeLogicalId } from '../fhir/logical-id.ts';
import type { JsonNode } from './json-node.ts';

export interface ReferenceScope {
  readonly facility: string;
  /** `urn:uuid:…`, `Type/id` or an absolute URL of an entry, to `Type/{our id}`. */
  readonly known: ReadonlyMap<string, string>;
  /** Told of each reference that cannot be kept: `unresolved` (no such entry) or `conditional` (a search). */
  onFault(fault: 'unresolved' | 'conditional', path: string): void;
}

const RELATIVE = /^(?<type>[A-Z][A-Za-z]+)\/(?<id>[A-Za-z0-9.-]{1,64})(?:\/_history\/[A-Za-z0-9.-]{1,64})?$/;

/** A copy of an element with its references in the gateway's ids. The input stays as it was. */
export function rewriteReferences(value: unknown, path: string, scope: ReferenceScope): unknown {
  if (Array.isArray(value)) return value.map((item, index) => rewriteReferences(item, `${path}[${index}]`, scope));
  if (typeof value !== 'object' || value === null) return value;
  const copy: JsonNode = {};
  for (const [name, child] of Object.entries(value)) {
    copy[name] =
      name === 'reference' && typeof child === 'string'
        ? rewriteReference(child, `${path}.reference`, scope)
        : rewriteReferences(child, `${path}.${name}`, scope);
  }
  return copy;
}

function rewriteReference(reference: string, path: string, scope: ReferenceScope): string {
  if (reference.startsWith('#')) return reference;
  const known = scope.known.get(reference);
  if (known !== undefined) return known;
  if (reference.startsWith('urn:')) scope.onFault('unresolved', path);
  if (reference.includes('?')) scope.onFault('conditional', path);
  const parts = RELATIVE.exec(reference)?.groups;
  if (parts === undefined) return reference;
  const { type = '', id = '' } = parts;
  return scope.known.get(`${type}/${id}`) ?? `${type}/${scopeLogicalId(scope.facility, type, id)}`;
}
