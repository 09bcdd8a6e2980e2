import type { Database } from 'better-sqlite3';
import type { FacilityCode } from '../../types/submission.ts';
import type { ContentRows } from '../let-go.ts';
import type { ResourceKey } from '../resource-versions.ts';

type OfPatient = { facility: FacilityCode; patient: string; sequence: number; key: string | null };

const MAX_RECORDS = 20;

/** What hangs on the content of records in an open database. */
export function createContentRows(db: Database): ContentRows {
  const holder = db
    .prepare<ResourceKey, number>(
      'SELECT record FROM resource WHERE facility = :facility AND id = :id AND type = :type',
    )
    .pluck();
  const drop = db.prepare<ResourceKey>('DELETE FROM resource WHERE facility = :facility AND id = :id AND type = :type');
  const dropPerson = db.prepare<ResourceKey>('DELETE FROM person WHERE facility = :facility AND patient = :id');
  const moveTo = db.prepare<ResourceKey & { digest: Buffer; record: number }>(
    `UPDATE resource SET version = version + (digest <> :digest), digest = :digest, record = :record
     WHERE facility = :facility AND id = :id AND type = :type`,
  );
  const dropVersions = db.prepare<ResourceKey & { record: number }>(
    `DELETE FROM resource_version WHERE facility = :facility AND id = :id AND type = :type AND record = :record`,
  );
  const ofPatient = db.prepare<OfPatient, { sequence: number; payload: Buffer }>(
    `SELECT sequence, payload FROM record
     WHERE facility = :facility AND patient = :patient AND payload IS NOT NULL AND state = 'accepted' AND kept = 'all'
       AND superseded_at IS NULL AND sequence <> :sequence AND (:key IS NULL OR record_key <> :key)
     ORDER BY sequence DESC LIMIT ${MAX_RECORDS}`,
  );
  return {
    holder: (key) => holder.get(key),
    drop(key) {
      drop.run(key);
      if (key.type === 'Patient') dropPerson.run(key);
    },
    moveTo: (key, digest, record) => void moveTo.run({ ...key, digest, record }),
    dropVersions: (key, record) => void dropVersions.run({ ...key, record }),
    ofPatient: (facility, patient, leaving) =>
      ofPatient.all({ facility, patient, sequence: -1, key: null, ...leaving }),
  };
}
