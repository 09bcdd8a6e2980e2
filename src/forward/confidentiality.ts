import type { Resource } from '@medplum/fhirtypes';
import type { LeasedDelivery } from '../types/store.ts';

const CONFIDENTIALITY = 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality';
/** Restricted and very restricted. */
const PROTECTED: readonly unknown[] = ['R', 'V'];

/**
 * The delivery without what is specially protected (HIV, parts of tuberculosis care): by default it leaves to nobody.
 * @source https://hl7.org/fhir/R4/security-labels.html; Luật Phòng, chống HIV/AIDS
 */
export function withoutProtected(delivery: LeasedDelivery): LeasedDelivery {
  if (!delivery.resources.some(isProtected)) return delivery;
  return { ...delivery, resources: delivery.resources.filter((resource) => !isProtected(resource)) };
}

function isProtected({ meta }: Resource): boolean {
  return (meta?.security ?? []).some(({ system, code }) => system === CONFIDENTIALITY && PROTECTED.includes(code));
}
