import type { Patient, Practitioner as PractitionerResource } from '@medplum/fhirtypes';
import type { IdentifierSystems } from '../../../fhir/identifier-systems.ts';
import type { Person } from '../person.ts';
import type { Practitioner } from '../practitioner.ts';
import { PROVINCE_NAME } from '../vocabulary/communes.ts';
import type { Unnamed } from './bundle-builder.ts';

/** The person as the hospital registers patients: its own number, the citizen number and the card when there are any. */
export function buildPatient(person: Person, facility: string, { systems }: IdentifierSystems): Unnamed<Patient> {
  const pad = (value: number): string => String(value).padStart(2, '0');
  const { year, month, day } = person.birth;
  const identifiers = [
    { system: (systems['maBn'] ?? '').replace('{facility}', facility), value: person.number },
    { system: systems['cccd'] ?? '', value: person.citizenNumber },
    { system: systems['bhyt'] ?? '', value: person.cardNumber === '' ? '' : `XX${person.cardNumber}` },
  ];
  const { commune, hamlet } = person;
  return {
    resourceType: 'Patient',
    identifier: identifiers.filter(({ value }) => value !== ''),
    active: true,
    name: [{ use: 'official', text: person.name }],
    telecom: [{ system: 'phone', value: person.telephone }],
    gender: person.sex,
    birthDate: person.birthYearOnly ? String(year) : `${year}-${pad(month)}-${pad(day)}`,
    address: [
      {
        text: `${hamlet}, ${commune.name}, ${PROVINCE_NAME}`,
        line: [hamlet],
        city: commune.name,
        state: PROVINCE_NAME,
        country: 'VN',
      },
    ],
  };
}

/** Who is responsible for the encounter, by the number of the practice licence. */
export function buildPractitioner(
  { licence, name }: Practitioner,
  { systems }: IdentifierSystems,
): Unnamed<PractitionerResource> {
  return {
    resourceType: 'Practitioner',
    identifier: [{ system: systems['cchn'] ?? '', value: licence }],
    name: [{ text: name }],
  };
}
