import type { Database } from 'better-sqlite3';
import type { FacilityCode } from '../../types/submission.ts';
import type { ResourceKey, ResourceNow, ResourceRows } from '../resource-versions.ts';

type Key = [FacilityCode, string, string];

/** The resource tables of an open database. */
export function createResourceRows(db: Database): ResourceRows {
  const { insert, find, payload, moveTo, keepOld, supersede } = prepareStatements(db);
  return {
    insert: ({ facility, type, id }, digest, record) => insert.run(facility, id, type, digest, record).changes === 1,
    find: (key) => find.get(...toKey(key)),
    payload: (key) => payload.get(...toKey(key)) as Buffer,
    moveTo: (key, record) => void moveTo.run(record, ...toKey(key)),
    supersede(key, digest, deleted, record) {
      keepOld.run(...toKey(key));
      supersede.run(digest, deleted, record, ...toKey(key));
    },
  };
}

function toKey({ facility, type, id }: ResourceKey): Key {
  return [facility, id, type];
}

function prepareStatements(db: Database) {
  return {
    insert: db.prepare<[FacilityCode, string, string, Buffer, number]>(
      `INSERT INTO resource (facility, id, type, version, digest, deleted, record) VALUES (?, ?, ?, 1, ?, 0, ?)
       ON CONFLICT DO NOTHING`,
    ),
    find: db.prepare<Key, ResourceNow>(
      `SELECT resource.digest, resource.deleted, record.record_key AS recordKey
       FROM resource JOIN record ON record.sequence = resource.record
       WHERE resource.facility = ? AND resource.id = ? AND resource.type = ?`,
    ),
    payload: db
      .prepare<Key, Buffer>(
        `SELECT record.payload FROM resource JOIN record ON record.sequence = resource.record
         WHERE resource.facility = ? AND resource.id = ? AND resource.type = ?`,
      )
      .pluck(),
    moveTo: db.prepare<[number, ...Key]>('UPDATE resource SET record = ? WHERE facility = ? AND id = ? AND type = ?'),
    keepOld: db.prepare<Key>(
      `INSERT INTO resource_version (facility, id, type, version, digest, deleted, record)
       SELECT facility, id, type, version, digest, deleted, record FROM resource
       WHERE facility = ? AND id = ? AND type = ?`,
    ),
    supersede: db.prepare<[Buffer, 0 | 1, number, ...Key]>(
      `UPDATE resource SET version = version + 1, digest = ?, deleted = ?, record = ?
       WHERE facility = ? AND id = ? AND type = ?`,
    ),
  };
}
