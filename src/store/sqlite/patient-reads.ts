import type { Resource } from '@medplum/fhirtypes';
import type { Database } from 'better-sqlite3';
import type { CurrentResource, PatientRecords } from '../../types/store.ts';
import type { EpochMs, FacilityCode } from '../../types/submission.ts';
import { findResource, unpackRecord } from '../record-content.ts';
import { ofFacility } from './of-facility.ts';

/** Reads of one facility's resources as they stand now, one by one or all of some patients. */
export interface PatientReads {
  current(facility: FacilityCode, type: string, id: string): CurrentResource | undefined;
  ofPatients(facility: FacilityCode, patients: readonly string[], limit: number): PatientRecords;
}

interface HolderRow {
  readonly version: number;
  readonly deleted: 0 | 1;
  readonly updatedAt: EpochMs;
  readonly payload: Buffer;
}
interface RecordRow {
  readonly sequence: number;
  readonly payload: Buffer;
}

/** These reads of an open database. */
export function createPatientReads(db: Database): PatientReads {
  const { holder, records, isHeld } = prepareStatements(db);

  /** Of a record what is current and held by it, each resource once. */
  function currentOf(facility: FacilityCode, { sequence, payload }: RecordRow): Resource[] {
    const byReference = new Map(unpackRecord(payload).map((one) => [`${one.resourceType}/${one.id}`, one]));
    return [...byReference.values()].filter(
      ({ resourceType: type, id = '' }) => isHeld.get({ facility, type, id, record: sequence }) !== undefined,
    );
  }

  return {
    current(facility, type, id) {
      const row = holder.get({ facility, type, id });
      if (row === undefined) return undefined;
      const { version, updatedAt } = row;
      const resource = row.deleted === 1 ? null : findResource(unpackRecord(row.payload), type, id);
      return { version, updatedAt, resource };
    },
    ofPatients(facility, patients, limit) {
      const references = patients.map((id) => `Patient/${id}`);
      const rows = records.all({ facility, patients: JSON.stringify(references), limit: limit + 1 });
      const newest = rows.slice(0, limit).reverse();
      return { resources: newest.flatMap((row) => currentOf(facility, row)), isComplete: rows.length <= limit };
    },
  };
}

function prepareStatements(db: Database) {
  return {
    holder: ofFacility<{ id: string; type: string }, HolderRow>(
      db,
      `SELECT resource.version, resource.deleted, record.received_at AS updatedAt, record.payload
       FROM resource JOIN record ON record.sequence = resource.record
       WHERE resource.facility = :facility AND resource.id = :id AND resource.type = :type`,
    ),
    // The record that holds a Patient may be another person's: a newborn comes in the record of the mother.
    records: ofFacility<{ patients: string; limit: number }, RecordRow>(
      db,
      `SELECT sequence, payload FROM record
       WHERE sequence IN (
         SELECT sequence FROM record
         WHERE facility = :facility AND payload IS NOT NULL AND state = 'accepted'
           AND patient IN (SELECT value FROM json_each(:patients))
         UNION
         SELECT record FROM resource
         WHERE facility = :facility AND type = 'Patient' AND deleted = 0
           AND id IN (SELECT substr(value, 9) FROM json_each(:patients))
       ) ORDER BY sequence DESC LIMIT :limit`,
    ),
    isHeld: ofFacility<{ id: string; type: string; record: number }, { held: 1 }>(
      db,
      `SELECT 1 AS held FROM resource
       WHERE facility = :facility AND id = :id AND type = :type AND deleted = 0 AND record = :record`,
    ),
  };
}
