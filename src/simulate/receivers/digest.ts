import { createHash } from 'node:crypto';
import type { Resource } from '@medplum/fhirtypes';

/** SHA-256 (hex) of a resource as sent, without what a server sets itself (`meta.versionId`, `meta.lastUpdated`). */
export function digestResource(resource: Resource): string {
  const { versionId: _versionId, lastUpdated: _lastUpdated, ...meta } = resource.meta ?? {};
  const own = resource.meta === undefined ? resource : { ...resource, meta };
  return sha256(JSON.stringify(own));
}

/** SHA-256 (hex) of a record version: the same for the same resources, in any order. */
export function digestRecord(resources: readonly Resource[]): string {
  return combineDigests(
    resources.map((resource) => [`${resource.resourceType}/${resource.id}`, digestResource(resource)] as const),
  );
}

/** `digestRecord` from (`Type/id`, `digestResource`) pairs. */
export function combineDigests(pairs: readonly (readonly [reference: string, digest: string])[]): string {
  return sha256(
    pairs
      .map((pair) => pair.join(' '))
      .sort()
      .join('\n'),
  );
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
