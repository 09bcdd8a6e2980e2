import type { Resource } from '@medplum/fhirtypes';
import type { Database } from 'better-sqlite3';
import type { CurrentResource, PatientRecords } from '../../types/resources.ts';
import type { EpochMs, FacilityCode } from '../../types/submission.ts';
import { decompress, findResource, parseContent, unpackRecord } from '../record-content.ts';
import { ofFacility } from './of-facility.ts';

/** Reads of one facility's resources as they stand now, one by one or all of some patients. */
export interface ResourceReads {
  known(facility: FacilityCode, references: readonly string[]): ReadonlySet<string>;
  resource(facility: FacilityCode, type: string, id: string): Resource | undefined;
  current(facility: FacilityCode, type: string, id: string): CurrentResource | undefined;
  ofPatients(facility: FacilityCode, patients: readonly string[], limit: number): PatientRecords;
}

interface HolderRow {
  readonly version: number;
  readonly deleted: 0 | 1;
  readonly updatedAt: EpochMs;
  readonly payload: Buffer;
}
/** A record with its decompressed payload. */
interface OpenRecord {
  readonly sequence: number;
  readonly content: Buffer;
}
interface RecordRow {
  readonly sequence: number;
  readonly payload: Buffer;
}

/** Bytes of JSON that one read takes into memory; an ordinary record has 40,000. */
const MAX_BYTES = 33_554_432;

/** These reads of an open database. */
export function createResourceReads(db: Database): ResourceReads {
  const { isKnown, payload, holder, records, isHeld } = prepareStatements(db);

  /** Of a record what is current and held by it, each resource once. */
  function currentOf(facility: FacilityCode, { sequence, content }: OpenRecord): Resource[] {
    const byReference = new Map(parseContent(content).map((one) => [`${one.resourceType}/${one.id}`, one]));
    return [...byReference.values()].filter(
      ({ resourceType: type, id = '' }) => isHeld.get({ facility, type, id, record: sequence }) !== undefined,
    );
  }

  return {
    known(facility, references) {
      const found = references.filter((reference) => {
        const [type = '', id = ''] = reference.split('/');
        return isKnown.get({ facility, type, id }) !== undefined;
      });
      return new Set(found);
    },
    resource(facility, type, id) {
      const row = payload.get({ facility, type, id });
      return row === undefined ? undefined : findResource(unpackRecord(row.payload), type, id);
    },
    current(facility, type, id) {
      const row = holder.get({ facility, type, id });
      if (row === undefined) return undefined;
      const { version, updatedAt } = row;
      const resource = row.deleted === 1 ? null : findResource(unpackRecord(row.payload), type, id);
      return { version, updatedAt, resource };
    },
    ofPatients(facility, patients, limit) {
      const references = patients.map((id) => `Patient/${id}`);
      const rows = records.iterate({ facility, patients: JSON.stringify(references), limit: limit + 1 });
      const { taken, isComplete } = takeNewest(rows, limit);
      return { resources: taken.reverse().flatMap((record) => currentOf(facility, record)), isComplete };
    },
  };
}

/** As many of the newest records as may be, and at least one. */
function takeNewest(rows: Iterable<RecordRow>, limit: number): { taken: OpenRecord[]; isComplete: boolean } {
  const taken: OpenRecord[] = [];
  let bytes = 0;
  for (const { sequence, payload } of rows) {
    const content = decompress(payload);
    bytes += content.length;
    if (taken.length === limit || (bytes > MAX_BYTES && taken.length > 0)) return { taken, isComplete: false };
    taken.push({ sequence, content });
  }
  return { taken, isComplete: true };
}

function prepareStatements(db: Database) {
  return {
    isKnown: ofFacility<{ type: string; id: string }, { known: 1 }>(
      db,
      'SELECT 1 AS known FROM resource WHERE facility = :facility AND id = :id AND type = :type AND deleted = 0',
    ),
    payload: ofFacility<{ type: string; id: string }, { payload: Buffer }>(
      db,
      `SELECT record.payload FROM resource JOIN record ON record.sequence = resource.record
       WHERE resource.facility = :facility AND resource.id = :id AND resource.type = :type AND resource.deleted = 0`,
    ),
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
