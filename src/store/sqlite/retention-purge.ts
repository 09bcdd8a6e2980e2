import type { Database } from 'better-sqlite3';
import type { FacilityCode } from '../../types/submission.ts';
import type { LeavingVersion, LetGo } from '../let-go.ts';
import { type Candidate, wholeRecordKey } from '../retention-candidates.ts';

/** Inside a transaction: lets a candidate go, which nothing keeps. */
export type Purge = (candidate: Candidate) => void;

interface VersionRow extends Omit<LeavingVersion, 'removed'> {
  readonly submission: number;
  readonly removed: string;
}

/** Purging in an open database. Rows of records and submissions stay, for receipts, idempotency keys and the facts. */
export function createPurge(db: Database, letGo: LetGo): Purge {
  const { versionsOf, versionAt, leave, dropBytes, dropMessages, dropMessage } = prepareStatements(db);

  function leaveVersion({ submission: _, removed, ...row }: VersionRow, isWholeRecord: boolean): void {
    const payload = letGo({ ...row, removed: JSON.parse(removed) as string[] }, isWholeRecord);
    leave.run(isWholeRecord ? 'receipt' : 'current', payload, row.sequence);
  }

  return (candidate) => {
    const { what, facility, sequence, attempt } = candidate;
    if (what === 'message') {
      dropMessage.run(sequence, attempt);
      return;
    }
    const isWholeRecord = what === 'record';
    const recordKey = wholeRecordKey(candidate);
    const rows = recordKey === null ? versionAt.all(sequence) : versionsOf.all(facility, recordKey);
    for (const row of rows) leaveVersion(row, isWholeRecord);
    if (!isWholeRecord) return;
    for (const row of rows) dropMessages.run(row.sequence);
    for (const submission of new Set(rows.map((row) => row.submission))) dropBytes.run({ submission });
  };
}

const VERSION = `
  SELECT facility, sequence, submission, record_key AS key, patient, payload,
    (SELECT json_group_array(reference) FROM (
      SELECT value AS reference FROM json_each(record.removed)
      UNION ALL SELECT value ->> '$.reference' FROM json_each(record.removed_protected))) AS removed
  FROM record`;

function prepareStatements(db: Database) {
  return {
    versionsOf: db.prepare<[FacilityCode, string], VersionRow>(
      `${VERSION} WHERE facility = ? AND record_key = ? AND kept <> 'receipt' ORDER BY sequence`,
    ),
    versionAt: db.prepare<[number], VersionRow>(`${VERSION} WHERE sequence = ?`),
    leave: db.prepare<[string, Buffer | null, number]>('UPDATE record SET kept = ?, payload = ? WHERE sequence = ?'),
    dropBytes: db.prepare<{ submission: number }>(
      `UPDATE submission SET bytes = NULL
       WHERE sequence = :submission
         AND NOT EXISTS (SELECT 1 FROM record WHERE record.submission = :submission AND record.kept <> 'receipt')`,
    ),
    dropMessages: db.prepare<[number]>(
      `UPDATE message SET bytes = NULL
       WHERE bytes IS NOT NULL AND delivery IN (SELECT sequence FROM delivery WHERE record = ?)`,
    ),
    dropMessage: db.prepare<[number, number]>('UPDATE message SET bytes = NULL WHERE delivery = ? AND attempt = ?'),
  };
}
