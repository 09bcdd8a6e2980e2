import type { Resource } from '@medplum/fhirtypes';

const CONFIDENTIALITY = 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality';

/** Restricted and very restricted. */
export type ProtectingLabel = 'R' | 'V';

/**
 * The labels by which a resource is specially protected (HIV, parts of tuberculosis care); mostly none.
 * @source https://hl7.org/fhir/R4/security-labels.html; Luật Phòng, chống HIV/AIDS
 */
export function protectingLabels({ meta }: Resource): readonly ProtectingLabel[] {
  return (meta?.security ?? [])
    .filter(({ system }) => system === CONFIDENTIALITY)
    .map(({ code }) => code)
    .filter((code) => code === 'R' || code === 'V');
}

/** True for what is specially protected: by default it leaves to nobody. */
export function isProtected(resource: Resource): boolean {
  return protectingLabels(resource).length > 0;
}
