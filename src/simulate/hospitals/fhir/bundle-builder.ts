import type { Bundle, BundleEntry, Reference, Resource } from '@medplum/fhirtypes';
import { v5 } from 'uuid';

const NAMESPACE = 'b5a1d0c2-4b8e-5d6a-9c53-7b0f2f6a9e11';

/** A resource that is not yet named. */
export type Unnamed<T extends Resource> = Omit<T, 'id'>;

/** Collects the entries of a transaction; names and references are made from what a thing is, so they stay the same. */
export interface BundleBuilder {
  /** Adds a resource under a name that is unique within its scope, and gives the reference to it. */
  add<T extends Resource>(resource: Unnamed<T>, scope: string, name: string): Reference<T>;
  /** The reference that a resource added under this name has, before or after it is added. */
  referenceTo<T extends Resource>(type: T['resourceType'], scope: string, name: string): Reference<T>;
  build(): Bundle;
}

/**
 * A transaction whose entries are written by `PUT` under the sender's own id (a UUID made from facility, scope and name):
 * the same record again gives the same Bundle.
 * @source https://hl7.org/fhir/R4/http.html#transaction
 */
export function createBundleBuilder(facility: string): BundleBuilder {
  const entries: BundleEntry[] = [];
  const idOf = (type: string, scope: string, name: string): string =>
    v5([facility, scope, type, name].join('/'), NAMESPACE);
  return {
    add(resource, scope, name) {
      const type = resource.resourceType;
      const id = idOf(type, scope, name);
      const fullUrl = `urn:uuid:${id}`;
      entries.push({
        fullUrl,
        resource: { ...resource, id } as Resource,
        request: { method: 'PUT', url: `${type}/${id}` },
      });
      return { reference: fullUrl };
    },
    referenceTo: (type, scope, name) => ({ reference: `urn:uuid:${idOf(type, scope, name)}` }),
    build: () => ({ resourceType: 'Bundle', type: 'transaction', entry: entries }),
  };
}
