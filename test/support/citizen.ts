import type { Bundle, BundleEntry, Composition, CompositionSection, Patient, Resource } from '@medplum/fhirtypes';
import { PERSONAL_NUMBER } from '../../src/fhir/person.ts';
import { buildPatientSummary } from '../../src/summary/patient-summary.ts';
import type { SummarySource } from '../../src/summary/summary-source.ts';
import { PUBLIC_URL, SYSTEMS } from './public-door.ts';
import { NOON } from './store-fixtures.ts';

const PROFILES = `${SYSTEMS.base}/StructureDefinition`;
const LABELS = 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality';

export const SUBJECT = { reference: 'Patient/99001-p1' };
const SETTINGS = { systems: SYSTEMS, fhirBase: `${PUBLIC_URL}/fhir` };

/** A synthetic citizen of facility 99001. */
export const CITIZEN: Patient = {
  resourceType: 'Patient',
  id: '99001-p1',
  meta: { profile: [`${PROFILES}/lt-patient`] },
  identifier: [{ system: PERSONAL_NUMBER, value: '000000000001' }],
  name: [{ text: 'Nguyễn Văn Thử' }],
  gender: 'male',
  birthDate: '1980-02-03',
};

/** A resource with the security label of what is specially protected. */
export function labelled<T extends Resource>(resource: T, code: 'R' | 'V' | 'N' = 'R'): T {
  return { ...resource, meta: { ...resource.meta, security: [{ system: LABELS, code }] } };
}

export function summaryOf(resources: readonly Resource[], changes: Partial<SummarySource> = {}): Bundle {
  const source = {
    patient: CITIZEN,
    samePerson: ['99001-p1'],
    resources,
    isComplete: true,
    custodian: { code: '99001', name: 'Bệnh viện Thử nghiệm' },
    at: NOON,
    ...changes,
  };
  return buildPatientSummary(source, SETTINGS);
}

export function entriesOf({ entry = [] }: Bundle): readonly Resource[] {
  return entry.map(({ resource }: BundleEntry) => resource as Resource);
}

/** `Type/id` of every entry but the Composition. */
export function membersOf(bundle: Bundle): readonly string[] {
  return entriesOf(bundle)
    .slice(1)
    .map(({ resourceType, id }) => `${resourceType}/${id}`);
}

export function compositionOf(bundle: Bundle): Composition {
  return entriesOf(bundle)[0] as Composition;
}

/** The section of a LOINC code. */
export function sectionOf(bundle: Bundle, code: string): CompositionSection | undefined {
  return compositionOf(bundle).section?.find((section) => section.code?.coding?.[0]?.code === code);
}

/** What the section names, and what it says. */
export function namedBy(bundle: Bundle, code: string): readonly (string | undefined)[] {
  return (sectionOf(bundle, code)?.entry ?? []).map(({ reference }) => reference);
}

export function cellsOf(bundle: Bundle, code: string): readonly (readonly string[])[] {
  const div = sectionOf(bundle, code)?.text?.div ?? '';
  const rows = [...div.matchAll(/<tr>(.*?)<\/tr>/g)].map(([, row = '']) => row);
  return rows.map((row) => [...row.matchAll(/<t[hd]>(.*?)<\/t[hd]>/g)].map(([, cell = '']) => cell));
}
