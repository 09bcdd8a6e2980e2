import type { Bundle, Condition, EncounterDiagnosis, Encounter as EncounterResource } from '@medplum/fhirtypes';
import type { IdentifierSystems } from '../../../fhir/identifier-systems.ts';
import { toLocalInstant } from '../../../fhir/local-time.ts';
import type { Encounter } from '../encounter.ts';
import type { Diagnosis } from '../vocabulary/illnesses.ts';
import { createBundleBuilder } from './bundle-builder.ts';
import type { CareContext } from './care-context.ts';
import { concept, hl7Concept, ICD10 } from './coding.ts';
import { addDischargeSummary, addNotes } from './narrative.ts';
import { addReadings, addTests, addVitalSigns } from './observations.ts';
import { buildPatient, buildPractitioner } from './people.ts';
import { addPrescriptions, addProcedures } from './treatment.ts';

/** The encounter as an R4 transaction Bundle of about 20 entries. */
export function buildFhirBundle(encounter: Encounter, identifiers: IdentifierSystems): Bundle {
  const { facility, person, doctor, key } = encounter;
  const bundle = createBundleBuilder(facility);
  const context: CareContext = {
    encounter,
    bundle,
    subject: bundle.add(buildPatient(person, facility, identifiers), 'patient', person.number),
    doctor: bundle.add(buildPractitioner(doctor, identifiers), 'practitioner', doctor.licence),
    visit: bundle.referenceTo('Encounter', key, 'visit'),
  };
  const diagnosis = [encounter.illness.main, ...encounter.otherDiagnoses].map((one, index) =>
    addCondition(context, one, index + 1),
  );
  bundle.add<EncounterResource>(buildVisit(context, diagnosis, identifiers), key, 'visit');
  addVitalSigns(context);
  addTests(context);
  addReadings(context);
  addPrescriptions(context);
  addProcedures(context);
  addNotes(context);
  addDischargeSummary(context);
  return bundle.build();
}

function addCondition(
  { bundle, encounter, subject, visit }: CareContext,
  { code, text }: Diagnosis,
  rank: number,
): EncounterDiagnosis {
  const condition: Omit<Condition, 'id'> = {
    resourceType: 'Condition',
    clinicalStatus: hl7Concept('condition-clinical', 'active'),
    verificationStatus: hl7Concept('condition-ver-status', 'confirmed'),
    category: [hl7Concept('condition-category', 'encounter-diagnosis')],
    code: concept(ICD10, code, text),
    subject,
    encounter: visit,
    recordedDate: toLocalInstant(encounter.endedAt),
  };
  return {
    condition: bundle.add<Condition>(condition, encounter.key, code),
    use: hl7Concept('diagnosis-role', 'DD'),
    rank,
  };
}

function buildVisit(
  { encounter, subject, doctor }: CareContext,
  diagnosis: EncounterDiagnosis[],
  { systems }: IdentifierSystems,
): Omit<EncounterResource, 'id'> {
  const admitted = encounter.admittedAt !== null;
  return {
    resourceType: 'Encounter',
    identifier: [{ system: systems['maLk'] ?? '', value: encounter.key }],
    status: 'finished',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: admitted ? 'IMP' : 'AMB' },
    subject,
    participant: [{ individual: doctor }],
    period: { start: toLocalInstant(encounter.arrivedAt), end: toLocalInstant(encounter.endedAt) },
    reasonCode: [{ text: encounter.illness.complaint }],
    diagnosis,
    ...(admitted ? { hospitalization: { dischargeDisposition: hl7Concept('discharge-disposition', 'home') } } : {}),
    serviceProvider: { identifier: { system: systems['maCskcb'] ?? '', value: encounter.facility } },
  };
}
