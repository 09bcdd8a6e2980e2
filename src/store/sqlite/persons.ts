import type { Patient, Resource } from '@medplum/fhirtypes';
import type { Database } from 'better-sqlite3';
import { personOf } from '../../fhir/person.ts';
import type { FacilityCode } from '../../types/submission.ts';
import { ofFacility } from './of-facility.ts';

/** Which of a facility's patients are one person. */
export interface Persons {
  /** Inside a transaction: notes who the Patients among the resources are now. */
  note(facility: FacilityCode, resources: readonly Resource[]): void;
  /** The id itself first, then, in order, those with its personal number and its day of birth. */
  same(facility: FacilityCode, patient: string): string[];
}

/** The person table of an open database. */
export function createPersons(db: Database): Persons {
  const put = db.prepare<[FacilityCode, string, string, string]>(
    `INSERT INTO person (facility, patient, number, birth_date) VALUES (?, ?, ?, ?)
     ON CONFLICT (facility, patient) DO UPDATE SET number = excluded.number, birth_date = excluded.birth_date`,
  );
  const drop = db.prepare<[FacilityCode, string]>('DELETE FROM person WHERE facility = ? AND patient = ?');
  const others = ofFacility<{ patient: string }, { patient: string }>(
    db,
    `SELECT other.patient FROM person AS own
       JOIN person AS other ON other.facility = own.facility AND other.number = own.number
         AND other.birth_date = own.birth_date AND other.patient <> own.patient
     WHERE own.facility = :facility AND own.patient = :patient ORDER BY other.patient`,
  );
  return {
    note(facility, resources) {
      for (const patient of resources.filter(isPatient)) {
        const person = personOf(patient);
        if (person === undefined) drop.run(facility, String(patient.id));
        else put.run(facility, String(patient.id), person.number, person.birthDate);
      }
    },
    same: (facility, patient) => [patient, ...others.all({ facility, patient }).map((other) => other.patient)],
  };
}

function isPatient(resource: Resource): resource is Patient {
  return resource.resourceType === 'Patient';
}
