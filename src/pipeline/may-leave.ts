import type { Resource } from '@medplum/fhirtypes';
import { type ProtectingLabel, protectingLabels } from '../fhir/protected.ts';

/**
 * False when every resource of a record is specially protected and the destination has not the label for it: then nothing of
 * the record may leave to it, not even that there is one. What is only partly protected leaves without that part.
 */
export function mayLeave(resources: readonly Resource[], permitted: readonly ProtectingLabel[]): boolean {
  if (resources.length === 0) return true;
  return resources.some((resource) => protectingLabels(resource).every((label) => permitted.includes(label)));
}
