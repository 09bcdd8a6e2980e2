import type { Database } from 'better-sqlite3';
import type { EpochMs, FacilityCode } from '../../types/submission.ts';
import { listOrNull } from '../record-row.ts';
import { type QuarantinedRow, type QuarantinedVersions, readQuarantined } from '../release-record.ts';
import { SUPERSEDE } from './record-versions.ts';

/** Quarantined versions in an open database. */
export function createQuarantinedVersions(db: Database): QuarantinedVersions {
  const find = db.prepare<[string], QuarantinedRow>(
    `SELECT record.sequence, record.submission, record.facility, record.record_key AS key, record.version,
       submission.format, record.received_at AS receivedAt, record.patient, record.payload, record.owed, record.deletes,
       record.replaces_episode AS replacesEpisode, record.source, record.level, record.identity, record.signed
     FROM record JOIN submission ON submission.sequence = record.submission
     WHERE record.id = ? AND record.state = 'quarantined' AND record.kept = 'all'`,
  );
  const accept = db.prepare<[EpochMs, string | null, string | null, number]>(
    `UPDATE record SET state = 'accepted', released_at = ?, removed = ?, removed_protected = ?, owed = NULL, deletes = NULL, replaces_episode = NULL
     WHERE sequence = ?`,
  );
  const supersede = db.prepare<{ facility: FacilityCode; key: string; version: number; at: EpochMs }>(SUPERSEDE);
  const tellSubmission = db.prepare<{ submission: number }>(
    `UPDATE submission SET state = CASE
       WHEN EXISTS (SELECT 1 FROM record WHERE submission = :submission AND state <> 'accepted') THEN 'partly-accepted'
       ELSE 'accepted' END
     WHERE sequence = :submission`,
  );
  return {
    find(recordId) {
      const row = find.get(recordId);
      return row === undefined ? undefined : readQuarantined(row);
    },
    accept({ sequence, submission, facility, key, version, receivedAt }, removed, now) {
      accept.run(now, listOrNull(removed.open), listOrNull(removed.protected), sequence);
      supersede.run({ facility, key, version, at: receivedAt });
      tellSubmission.run({ submission });
    },
  };
}
