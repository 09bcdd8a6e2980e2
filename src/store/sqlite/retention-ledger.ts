import type { Database } from 'better-sqlite3';
import { keyOfIdentity } from '../../fhir/record-identity.ts';
import type { RetentionEntry, RetentionRequest } from '../../types/retention.ts';
import type { EpochMs, FacilityCode } from '../../types/submission.ts';
import { type Candidate, type CandidatePage, wholeRecordKey } from '../retention-candidates.ts';

/** What could go, and what keeps it. */
export interface SqliteLedger {
  /** One for each sort: records of each facility and kind, superseded versions, messages. */
  pages(request: RetentionRequest): CandidatePage[];
  keptBy(candidate: Candidate): RetentionEntry['keptBy'];
}

interface Scope {
  readonly facility: FacilityCode;
  /** Its identity inside the facility. */
  readonly recordKey: string;
  /** Its key as the sender knows it: by it, in small or capital letters, a person may hold it. */
  readonly senderKey: string;
  /** Null: all versions. */
  readonly version: number | null;
  readonly destination: string | null;
}

/** The ledger of an open database. */
export function createRetentionLedger(db: Database): SqliteLedger {
  const facilities = db.prepare<[], FacilityCode>('SELECT code FROM facility ORDER BY code').pluck();
  const { records, versions, messages } = prepareCandidates(db);
  const keptBy = db.prepare<Scope, RetentionEntry['keptBy']>(KEPT_BY).pluck();
  return {
    pages: ({ records: rules, versionsBefore, messagesBefore }) => [
      ...facilities.all().flatMap((facility) =>
        rules.map(
          ({ kind, before }): CandidatePage =>
            ({ at, sequence }, limit) =>
              records.all({ facility, kind, before, at, sequence, limit }),
        ),
      ),
      ({ at, sequence }, limit) => versions.all({ before: versionsBefore, at, sequence, limit }),
      (after, limit) => messages.all({ before: messagesBefore, ...after, limit }),
    ],
    keptBy(candidate) {
      const { facility, recordKey, version, destination } = candidate;
      const isAllVersions = wholeRecordKey(candidate) !== null;
      return (
        keptBy.get({
          facility,
          recordKey,
          senderKey: keyOfIdentity(recordKey),
          version: isAllVersions ? null : version,
          destination,
        }) ?? null
      );
    },
  };
}

function prepareCandidates(db: Database) {
  type After = { before: EpochMs; at: EpochMs; sequence: number; limit: number };
  return {
    // A record is as old as what came of it last.
    records: db.prepare<After & { facility: FacilityCode; kind: string }, Candidate>(
      `SELECT 'record' AS what, facility, record_key AS recordKey, kind, received_at AS receivedAt, sequence, 0 AS attempt,
         version, NULL AS destination, received_at AS at
       FROM record
       WHERE facility = :facility AND kept = 'all' AND kind = :kind AND received_at < :before
         AND (received_at, sequence) > (:at, :sequence)
         AND (record_key = '' OR NOT EXISTS (
           SELECT 1 FROM record AS later
           WHERE later.facility = record.facility AND later.record_key = record.record_key
             AND later.sequence > record.sequence))
       ORDER BY received_at, sequence LIMIT :limit`,
    ),
    versions: db.prepare<After, Candidate>(
      `SELECT 'version' AS what, facility, record_key AS recordKey, kind, received_at AS receivedAt, sequence, 0 AS attempt,
         version, NULL AS destination, superseded_at AS at
       FROM record
       WHERE superseded_at IS NOT NULL AND kept = 'all' AND superseded_at < :before
         AND (superseded_at, sequence) > (:at, :sequence)
       ORDER BY superseded_at, sequence LIMIT :limit`,
    ),
    messages: db.prepare<After & { attempt: number }, Candidate>(
      `SELECT 'message' AS what, record.facility, record.record_key AS recordKey, record.kind,
         record.received_at AS receivedAt, message.delivery AS sequence, message.attempt, record.version,
         delivery.destination, message.kept_at AS at
       FROM message
         JOIN delivery ON delivery.sequence = message.delivery
         JOIN record ON record.sequence = delivery.record
       WHERE message.bytes IS NOT NULL AND message.kept_at < :before
         AND (message.kept_at, message.delivery, message.attempt) > (:at, :sequence, :attempt)
         AND (delivery.delivered_at IS NULL OR delivery.delivered_at < :before)
       ORDER BY message.kept_at, message.delivery, message.attempt LIMIT :limit`,
    ),
  };
}

const OWN = `
  version.facility = :facility AND version.record_key = :recordKey AND version.repetition = 0
  AND (:version IS NULL OR version.version = :version)`;

/**
 * A delivery is reconciled when it, or that of a newer version, is part of a day that was confirmed after it arrived. A version
 * in quarantine is owed until it is released or superseded.
 */
const KEPT_BY = `
  SELECT CASE
    WHEN EXISTS (
      SELECT 1 FROM hold
      WHERE hold.facility = :facility AND (hold.record_key IS NULL OR hold.record_key IN (:recordKey, :senderKey) OR lower(hold.record_key) = lower(:senderKey))
    ) THEN 'held'
    WHEN EXISTS (
      SELECT 1 FROM record AS version JOIN delivery ON delivery.record = version.sequence
      WHERE ${OWN} AND delivery.state <> 'delivered' AND (:destination IS NULL OR delivery.destination = :destination)
    ) OR EXISTS (
      SELECT 1 FROM record AS version
      WHERE ${OWN} AND version.state = 'quarantined' AND version.superseded_at IS NULL AND version.owed <> '[]'
    ) THEN 'undelivered'
    WHEN EXISTS (
      SELECT 1 FROM record AS version JOIN delivery ON delivery.record = version.sequence
      WHERE ${OWN} AND (:destination IS NULL OR delivery.destination = :destination) AND NOT EXISTS (
        SELECT 1 FROM record AS newer
          JOIN delivery AS arrived ON arrived.record = newer.sequence AND arrived.destination = delivery.destination
          JOIN confirmed_day ON confirmed_day.destination = arrived.destination
            AND confirmed_day.day = date(newer.received_at / 1000 + 25200, 'unixepoch')
            AND confirmed_day.at >= arrived.delivered_at
        WHERE newer.facility = version.facility AND newer.record_key = version.record_key AND newer.repetition = 0
          AND newer.version >= version.version)
    ) THEN 'unreconciled'
  END`;
