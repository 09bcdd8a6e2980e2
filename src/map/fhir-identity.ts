import type { BundleEntry, Resource } from '@medplum/fhirtypes';
import { deriveLogicalId, scopeLogicalId } from '../fhir/logical-id.ts';

/**
 * The gateway's id of a resource that a facility sends: its own id inside the facility's space; for a new resource
 * (`urn:uuid:`) its first business identifier, else its place in the record. So the same Bundle again gives the same ids,
 * and no facility can reach another's resources.
 */
export function identityOf(
  facility: string,
  key: string,
  resource: Resource,
  entry: BundleEntry,
  place: number,
): string {
  const method = entry.request?.method;
  if (resource.id !== undefined && method !== 'POST')
    return scopeLogicalId(facility, resource.resourceType, resource.id);
  const identifier = firstIdentifier(resource);
  if (identifier !== undefined) {
    const [system, value] = identifier;
    return deriveLogicalId(facility, resource.resourceType, value, 'identifier', system);
  }
  if (resource.id !== undefined) return scopeLogicalId(facility, resource.resourceType, resource.id);
  return deriveLogicalId(facility, resource.resourceType, key, String(place));
}

function firstIdentifier(resource: Resource): [string, string] | undefined {
  const identifiers: unknown = 'identifier' in resource ? resource.identifier : undefined;
  const [first] = Array.isArray(identifiers) ? (identifiers as { system?: string; value?: string }[]) : [];
  return first?.system === undefined || first.value === undefined ? undefined : [first.system, first.value];
}

/** The names by which other entries may refer to an entry: its fullUrl, and `Type/id`. */
export function namesOf({ fullUrl }: BundleEntry, resource: Resource): string[] {
  const names = resource.id === undefined ? [] : [`${resource.resourceType}/${resource.id}`];
  return fullUrl === undefined ? names : [fullUrl, ...names];
}
