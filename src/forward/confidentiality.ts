import { isProtected } from '../fhir/protected.ts';
import type { LeasedDelivery } from '../types/store.ts';

/** The delivery without what is specially protected (HIV, parts of tuberculosis care): by default it leaves to nobody. */
export function withoutProtected(delivery: LeasedDelivery): LeasedDelivery {
  if (!delivery.resources.some(isProtected)) return delivery;
  return { ...delivery, resources: delivery.resources.filter((resource) => !isProtected(resource)) };
}
