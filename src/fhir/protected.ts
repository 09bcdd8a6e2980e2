import type { Resource } from '@medplum/fhirtypes';

const CONFIDENTIALITY = 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality';
/** Restricted and very restricted. */
const PROTECTED: readonly unknown[] = ['R', 'V'];

/**
 * True for what is specially protected (HIV, parts of tuberculosis care): by default it leaves to nobody.
 * @source https://hl7.org/fhir/R4/security-labels.html; Luật Phòng, chống HIV/AIDS
 */
export function isProtected({ meta }: Resource): boolean {
  return (meta?.security ?? []).some(({ system, code }) => system === CONFIDENTIALITY && PROTECTED.includes(code));
}
