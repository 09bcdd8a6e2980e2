import type { Resource } from '@medplum/fhirtypes';

/** One small encounter as FHIR: a Patient, its Encounter and one Observation whose value tells versions apart. */
export function careRecord(patient: string, recordKey: string, version = 1): readonly Resource[] {
  const patientId = `99001-${patient}`;
  const encounterId = `99001-${recordKey}`;
  return [
    {
      resourceType: 'Observation',
      id: `${encounterId}-obs`,
      status: 'final',
      code: { text: 'Nhiệt độ' },
      subject: { reference: `Patient/${patientId}` },
      encounter: { reference: `Encounter/${encounterId}` },
      valueQuantity: { value: 36 + version, unit: 'Cel' },
    },
    {
      resourceType: 'Encounter',
      id: encounterId,
      status: 'finished',
      class: { code: 'AMB' },
      subject: { reference: `Patient/${patientId}` },
    },
    { resourceType: 'Patient', id: patientId, gender: 'female' },
  ];
}
