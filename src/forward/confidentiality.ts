import { protectingLabels } from '../fhir/protected.ts';
import type { LeasedDelivery } from '../types/delivery.ts';
import type { DestinationFilter } from '../types/destination-config.ts';

/**
 * The delivery as this destination may see it: without what is specially protected (HIV, parts of tuberculosis care), and
 * without the removal of such, but for the labels that may leave to it. Without a word of the configuration it leaves to
 * nobody.
 */
export function visibleTo(permitted: DestinationFilter['labels'], delivery: LeasedDelivery): LeasedDelivery {
  const mayLeave = (labels: DestinationFilter['labels']) => labels.every((label) => permitted.includes(label));
  const resources = delivery.resources.filter((resource) => mayLeave(protectingLabels(resource)));
  const removed = delivery.removedProtected.filter(({ labels }) => mayLeave(labels)).map(({ reference }) => reference);
  if (resources.length === delivery.resources.length && removed.length === 0) return delivery;
  return { ...delivery, resources, removed: [...delivery.removed, ...removed] };
}
