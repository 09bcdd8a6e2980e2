import type { Resource } from '@medplum/fhirtypes';
import { deriveLogicalId, scopeLogicalId } from '../fhir/logical-id.ts';
import { objectsAt, textAt } from './unchecked-element.ts';

/**
 * The gateway's id of a resource that a facility sends: its own id inside the facility's space; for a new resource
 * (POST) its first business identifier, else its place in the record. So the same Bundle again gives the same ids, and no
 * facility can reach another's resources.
 */
export function identityOf(
  facility: string,
  { key, place, isNew }: { readonly key: string; readonly place: number; readonly isNew: boolean },
  resource: Resource,
): string {
  const { resourceType: type, id } = resource;
  if (id !== undefined && !isNew) return scopeLogicalId(facility, type, id);
  const [first] = objectsAt(resource, 'identifier');
  const [system, value] = [textAt(first, 'system'), textAt(first, 'value')];
  if (system !== undefined && value !== undefined) return deriveLogicalId(facility, type, value, 'identifier', system);
  return id === undefined ? deriveLogicalId(facility, type, key, String(place)) : scopeLogicalId(facility, type, id);
}
