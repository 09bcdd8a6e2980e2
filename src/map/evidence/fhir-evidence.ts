import type { Resource } from '@medplum/fhirtypes';
import type { RecordEvidence } from '../../types/mapped-record.ts';
import type { FhirRecord } from '../../types/source-record.ts';
import { objectsAt, textAt } from '../unchecked-element.ts';
import type { DecideSections } from './emr-sections.ts';

export interface FhirEvidencePolicy {
  readonly decideSections: DecideSections;
  /** Identifier system of MA_LK. */
  readonly encounterSystem: string;
  /** Identifier system of the 12-digit personal number. */
  readonly personalNumberSystem: string;
}

/** Sections that a resource type shows; a DiagnosticReport or Observation counts by its category. */
const SECTION_OF_TYPE: Readonly<Record<string, string>> = {
  Patient: 'administrative',
  Condition: 'admission',
  ClinicalImpression: 'progress',
  MedicationRequest: 'drug-orders',
  ServiceRequest: 'service-orders',
  ImagingStudy: 'imaging',
  Procedure: 'procedures',
  Composition: 'discharge',
};
const KIND_OF_CLASS: Readonly<Record<string, string>> = { IMP: '03', ACUTE: '03', NONAC: '03', SS: '04', OBSENC: '06' };
const ORDERED = ['drug-orders', 'service-orders', 'laboratory', 'imaging', 'procedures'];

/**
 * What a FHIR record tells about coverage: clinical content is an EMR; with a Composition it is a document.
 * The resources are not validated yet: what is not of the right type is read as absent.
 */
export function buildFhirEvidence(
  { bundle, key }: FhirRecord,
  resources: readonly Resource[],
  policy: FhirEvidencePolicy,
): RecordEvidence {
  const encounter = resources.find(({ resourceType }) => resourceType === 'Encounter');
  const present = new Set(resources.flatMap((resource) => sectionOf(resource) ?? []));
  const kind = KIND_OF_CLASS[textAt(encounter, 'class', 'code') ?? ''] ?? '01';
  const sections = policy.decideSections(kind, new Set(ORDERED.filter((section) => present.has(section))), present);
  const isDocument = bundle.type === 'document' && resources.some(({ resourceType }) => resourceType === 'Composition');
  return {
    source: 'emr',
    encounter: encounterKey(encounter, policy.encounterSystem) ?? key,
    endOfCare: readInstant(textAt(encounter, 'period', 'end')),
    level: levelOf(isDocument, encounter !== undefined && sections.complete),
    sectionsDue: sections.due,
    sectionsPresent: sections.present,
    identity: resources.some((resource) => hasPersonalNumber(resource, policy.personalNumberSystem)),
    signed: false,
  };
}

function levelOf(isDocument: boolean, complete: boolean): 0 | 1 | 2 {
  if (!complete) return 0;
  return isDocument ? 2 : 1;
}

function sectionOf(resource: Resource): string | undefined {
  if (resource.resourceType === 'Observation' || resource.resourceType === 'DiagnosticReport') {
    const codings = objectsAt(resource, 'category').flatMap((category) => objectsAt(category, 'coding'));
    const codes = codings.map(({ code }) => code);
    if (codes.includes('laboratory') || codes.includes('LAB')) return 'laboratory';
    return codes.includes('imaging') || codes.includes('RAD') ? 'imaging' : undefined;
  }
  return SECTION_OF_TYPE[resource.resourceType];
}

function encounterKey(encounter: Resource | undefined, system: string): string | undefined {
  const identifiers = objectsAt(encounter, 'identifier');
  const identifier = identifiers.find((candidate) => candidate['system'] === system) ?? identifiers[0];
  return textAt(identifier, 'value') ?? encounter?.id;
}

function hasPersonalNumber(resource: Resource, system: string): boolean {
  if (resource.resourceType !== 'Patient') return false;
  const numbers = objectsAt(resource, 'identifier').filter((identifier) => identifier['system'] === system);
  return numbers.some((identifier) => /^\d{12}$/.test(textAt(identifier, 'value') ?? ''));
}

/** Only an instant tells when care ended; a day or a month does not. */
function readInstant(value: string | undefined): number | null {
  if (value?.includes('T') !== true) return null;
  const epochMs = Date.parse(value);
  return Number.isNaN(epochMs) ? null : epochMs;
}
