import type { Database } from 'better-sqlite3';
import type { EpochMs, FacilityCode } from '../../types/submission.ts';
import type { CurrentVersion, RecordVersions } from '../keep-record.ts';
import { type RecordRow, rowOfRepetition, rowOfVersion } from '../record-row.ts';

type CurrentRow = Omit<CurrentVersion, 'isWhole'> & { readonly isWhole: 0 | 1 };

/** Versions of records in an open database. */
export function createRecordVersions(db: Database): RecordVersions {
  const { current, payload, sameContent, nextVersion, nextRepetition, insert, supersede } = prepareStatements(db);
  return {
    current(facility, key) {
      const row = current.get(facility, key);
      return row === undefined ? undefined : { ...row, isWhole: row.isWhole === 1 };
    },
    payload: (facility, sequence) => payload.get(facility, sequence) as Buffer,
    wasKept: (facility, key, content) => sameContent.get(facility, key, content) !== undefined,
    addVersion(place, evidenced, content, removed) {
      const { facility, receivedAt } = place;
      const { key, state } = evidenced.record;
      const version = nextVersion.get(facility, key) as number;
      if (version > 1 && state === 'accepted') supersede.run({ facility, key, version, at: receivedAt });
      return Number(insert.run(rowOfVersion(place, evidenced, content, version, removed)).lastInsertRowid);
    },
    addRepetition(place, evidenced, content, version) {
      const repetition = nextRepetition.get(place.facility, evidenced.record.key, version.version) as number;
      insert.run(rowOfRepetition(place, evidenced, content, version, repetition));
    },
  };
}

/** An accepted version makes every kept one before it a superseded one, but for those that are so already. */
export const SUPERSEDE = `
  UPDATE record SET superseded_at = :at
  WHERE facility = :facility AND record_key = :key AND version < :version AND repetition = 0
    AND state <> 'refused' AND superseded_at IS NULL`;

function prepareStatements(db: Database) {
  return {
    current: db.prepare<[FacilityCode, string], CurrentRow>(
      `SELECT sequence, version, content, source, end_of_care AS endOfCare, kept = 'all' AS isWhole FROM record
       WHERE facility = ? AND record_key = ? AND repetition = 0 AND state = 'accepted'
       ORDER BY version DESC LIMIT 1`,
    ),
    payload: db
      .prepare<[FacilityCode, number], Buffer>('SELECT payload FROM record WHERE facility = ? AND sequence = ?')
      .pluck(),
    sameContent: db.prepare<[FacilityCode, string, Buffer], { found: 1 }>(
      `SELECT 1 AS found FROM record
       WHERE facility = ? AND record_key = ? AND content = ? AND state <> 'refused' LIMIT 1`,
    ),
    nextVersion: db
      .prepare<[FacilityCode, string], number>(
        'SELECT COALESCE(MAX(version), 0) + 1 FROM record WHERE facility = ? AND record_key = ?',
      )
      .pluck(),
    nextRepetition: db
      .prepare<[FacilityCode, string, number], number>(
        'SELECT MAX(repetition) + 1 FROM record WHERE facility = ? AND record_key = ? AND version = ?',
      )
      .pluck(),
    supersede: db.prepare<{ facility: FacilityCode; key: string; version: number; at: EpochMs }>(SUPERSEDE),
    insert: db.prepare<RecordRow>(
      `INSERT INTO record (id, submission, position, facility, record_key, kind, count, version, repetition, state,
         received_at, resource_count, patient, mapping, policy, broken, source, encounter, end_of_care, level, due, present,
         identity, signed, of_care, programme, content, removed, removed_protected, outcome, payload, owed, deletes, replaces_episode)
       VALUES (:id, :submission, :position, :facility, :record_key, :kind, :count, :version, :repetition, :state,
         :received_at, :resource_count, :patient, :mapping, :policy, :broken, :source, :encounter, :end_of_care, :level, :due,
         :present, :identity, :signed, :of_care, :programme, :content, :removed, :removed_protected, :outcome, :payload, :owed, :deletes, :replaces_episode)`,
    ),
  };
}
