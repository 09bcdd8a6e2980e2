import { hash } from 'node:crypto';
import type { Resource } from '@medplum/fhirtypes';
import { v7 } from 'uuid';
import { deriveLogicalId } from '../../src/fhir/logical-id.ts';
import type { SubmissionToStore } from '../../src/types/intake.ts';
import type { Store } from '../../src/types/store.ts';
import type { FacilityCode } from '../../src/types/submission.ts';

/** Accepts under way at once, as many as a group commit takes. */
const WAITING = 64;

/** Puts so many records into a store, each of a patient of its own, as a gateway does whose destination is down. */
export async function fillBacklog(
  store: Store,
  { facilities, records, resources }: { facilities: readonly FacilityCode[]; records: number; resources: number },
): Promise<void> {
  let next = 0;
  async function fill(): Promise<void> {
    while (next < records) {
      const number = next++;
      await store.accept(submissionOf(facilities[number % facilities.length] as FacilityCode, number, resources));
    }
  }
  await Promise.all(Array.from({ length: WAITING }, fill));
}

function submissionOf(facility: FacilityCode, number: number, count: number): SubmissionToStore {
  const key = `BACKLOG-${number}`;
  const patient = deriveLogicalId(facility, key, 'patient', '1');
  const resources = resourcesOf(facility, key, patient, count);
  const bytes = Buffer.from(JSON.stringify(resources));
  const sha256 = hash('sha256', bytes);
  const kept = { receivedAt: Date.now(), response: null, outcome: null } as const;
  return {
    id: v7(),
    facility,
    idempotencyKey: sha256,
    sha256,
    bytes,
    contentType: 'application/fhir+json',
    channel: 'fhir',
    format: 'fhir-json',
    state: 'accepted',
    ...kept,
    records: [
      {
        id: v7(),
        key,
        kind: 'fhir',
        position: 1,
        count: resources.length,
        state: 'accepted',
        outcome: '{"resourceType":"OperationOutcome","issue":[]}',
        resources,
        deletes: [],
        replacesEpisode: false,
        patient: `Patient/${patient}`,
        mapping: 'fhir-json@1',
        policy: 'default@1+0/enforced',
        broken: [],
        unmapped: [],
        owed: [{ destination: 'province', deadline: Date.now() + 86_400_000 }],
        evidence: {
          source: 'emr',
          encounter: key,
          endOfCare: null,
          level: 1,
          sectionsDue: [],
          sectionsPresent: [],
          identity: false,
          signed: false,
        },
      },
    ],
  };
}

/** A patient, a visit, and findings. */
function resourcesOf(facility: FacilityCode, key: string, patient: string, count: number): Resource[] {
  const encounter = deriveLogicalId(facility, key, 'encounter', '1');
  const about = { subject: { reference: `Patient/${patient}` }, encounter: { reference: `Encounter/${encounter}` } };
  const findings = Array.from(
    { length: count - 2 },
    (_, row): Resource => ({
      resourceType: 'Observation',
      id: deriveLogicalId(facility, key, 'finding', String(row)),
      status: 'final',
      code: {
        coding: [{ system: 'http://loinc.org', code: '2339-0', display: 'Glucose' }],
        text: 'Định lượng Glucose [Máu]',
      },
      ...about,
      effectiveDateTime: '2026-11-22T08:12:00+07:00',
      valueQuantity: { value: row + 0.5, unit: 'mmol/L', system: 'http://unitsofmeasure.org', code: 'mmol/L' },
    }),
  );
  return [
    { resourceType: 'Patient', id: patient, gender: 'female', birthDate: '1980-01-01' },
    {
      resourceType: 'Encounter',
      id: encounter,
      status: 'finished',
      class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
      subject: about.subject,
    },
    ...findings,
  ];
}
