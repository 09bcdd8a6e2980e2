import { hash } from 'node:crypto';
import type { Resource } from '@medplum/fhirtypes';

/** SHA-256 (hex) of a resource as sent, without what a server sets itself (`meta.versionId`, `meta.lastUpdated`). */
export function digestResource(resource: Resource): string {
  const { versionId: _versionId, lastUpdated: _lastUpdated, ...meta } = resource.meta ?? {};
  const own = resource.meta === undefined ? resource : { ...resource, meta };
  return hash('sha256', JSON.stringify(own));
}

/**
 * Types of which many records speak. A sender may bring their newest content with any record, so that content does not
 * tell one record version from another.
 */
const SHARED_TYPES = new Set([
  'Patient',
  'Practitioner',
  'PractitionerRole',
  'Organization',
  'Location',
  'Coverage',
  'Medication',
  'Device',
]);

/** True for a `Type/id` that may belong to more than one record. */
export function isShared(reference: string): boolean {
  return SHARED_TYPES.has(reference.slice(0, reference.indexOf('/')));
}

/** SHA-256 (hex) that tells record versions apart: which resources, and the content of those that are the record's own. */
export function digestRecord(resources: readonly Resource[]): string {
  return combineDigests(
    resources.map((resource) => [`${resource.resourceType}/${resource.id}`, digestResource(resource)] as const),
  );
}

/** `digestRecord` from (`Type/id`, `digestResource`) pairs, in any order. */
export function combineDigests(pairs: readonly (readonly [reference: string, digest: string])[]): string {
  const lines = pairs.map(([reference, digest]) => (isShared(reference) ? reference : `${reference} ${digest}`));
  return hash('sha256', lines.sort().join('\n'));
}
