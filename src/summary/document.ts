import { hash } from 'node:crypto';
import type { Bundle, BundleEntry, Resource } from '@medplum/fhirtypes';
import type { IdentifierSystems } from '../fhir/identifier-systems.ts';
import { toLocalInstant } from '../fhir/local-time.ts';
import type { EpochMs } from '../types/submission.ts';
import { referenceOf } from './summary-source.ts';

export interface DocumentSettings {
  readonly systems: IdentifierSystems;
  /** Base of the entries' addresses, without a trailing slash: `https://…/fhir`. */
  readonly fhirBase: string;
}

/**
 * The document of a Composition and what belongs to it. Addresses of entries begin with the base of this server, so that
 * the references `Type/id` inside lead from one to the other.
 * @source https://hl7.org/fhir/R4/bundle.html#references
 */
export function toDocument(
  resources: readonly Resource[],
  at: EpochMs,
  { systems, fhirBase }: DocumentSettings,
): Bundle {
  const entry = resources.map(
    (resource): BundleEntry => ({ fullUrl: `${fhirBase}/${referenceOf(resource)}`, resource }),
  );
  return {
    resourceType: 'Bundle',
    meta: { profile: [`${systems.base}/StructureDefinition/lt-patient-summary`] },
    language: 'vi',
    identifier: { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${uuidOf(JSON.stringify(entry))}` },
    type: 'document',
    timestamp: toLocalInstant(at),
    entry,
  };
}

/**
 * The content's own UUID, of the version for values of one's own making.
 * @source https://www.rfc-editor.org/rfc/rfc9562#section-5.8
 */
function uuidOf(content: string): string {
  const digits = hash('sha256', content);
  const variant = ((Number.parseInt(digits.slice(16, 17), 16) & 3) | 8).toString(16);
  const parts = [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `8${digits.slice(13, 16)}`,
    `${variant}${digits.slice(17, 20)}`,
  ];
  return [...parts, digits.slice(20, 32)].join('-');
}
