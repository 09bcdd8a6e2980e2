import { keyOfIdentity } from '../../fhir/record-identity.ts';
import type { RetentionEntry } from '../../types/retention.ts';
import type { EpochMs, FacilityCode } from '../../types/submission.ts';
import { type Candidate, type CandidatePage, type RetentionLedger, wholeRecordKey } from '../retention-candidates.ts';
import { bulk } from './bulk.ts';
import type { Database, Reader } from './database.ts';
import { ofFacility, statement } from './statement.ts';

type After = { before: EpochMs; at: EpochMs; sequence: number; limit: number };

const FACILITIES = statement<object, { code: FacilityCode }>('SELECT code FROM facility ORDER BY code');

const OF_RECORD = `facility, record_key AS "recordKey", kind, received_at AS "receivedAt", sequence, 0 AS attempt, version,
  NULL AS destination`;

// A record is as old as what came of it last.
const RECORDS = ofFacility<After & { facility: FacilityCode; kind: string }, Candidate>(
  `SELECT 'record' AS what, ${OF_RECORD}, received_at AS at
   FROM record
   WHERE facility = :facility AND kept = 'all' AND kind = :kind AND received_at < :before::bigint
     AND (received_at, sequence) > (:at::bigint, :sequence::bigint)
     AND (record_key = '' OR NOT EXISTS (
       SELECT 1 FROM record AS later
       WHERE later.facility = record.facility AND later.record_key = record.record_key AND later.sequence > record.sequence))
   ORDER BY received_at, sequence LIMIT :limit::bigint`,
);

const VERSIONS = statement<After, Candidate>(
  `SELECT 'version' AS what, ${OF_RECORD}, superseded_at AS at
   FROM record
   WHERE superseded_at IS NOT NULL AND kept = 'all' AND superseded_at < :before::bigint
     AND (superseded_at, sequence) > (:at::bigint, :sequence::bigint)
   ORDER BY superseded_at, sequence LIMIT :limit::bigint`,
);

const MESSAGES = statement<After & { attempt: number }, Candidate>(
  `SELECT 'message' AS what, record.facility, record.record_key AS "recordKey", record.kind,
     record.received_at AS "receivedAt", message.delivery AS sequence, message.attempt, record.version,
     delivery.destination, message.kept_at AS at
   FROM message
     JOIN delivery ON delivery.sequence = message.delivery
     JOIN record ON record.sequence = delivery.record
   WHERE message.bytes IS NOT NULL AND message.kept_at < :before::bigint
     AND (message.kept_at, message.delivery, message.attempt) > (:at::bigint, :sequence::bigint, :attempt::integer)
     AND (delivery.delivered_at IS NULL OR delivery.delivered_at < :before::bigint)
   ORDER BY message.kept_at, message.delivery, message.attempt LIMIT :limit::bigint`,
);

interface Scope {
  readonly facility: FacilityCode;
  /** Its identity inside the facility. */
  readonly record_key: string;
  /** Its key as the sender knows it: by it, in small or capital letters, a person may hold it. */
  readonly sender_key: string;
  /** Null: all versions. */
  readonly version: number | null;
  readonly destination: string | null;
}

const OWN = `
  version.facility = given.facility AND version.record_key = given.record_key AND version.repetition = 0
  AND (given.version IS NULL OR version.version = given.version)`;
const OWED = `
  SELECT 1 FROM record AS version JOIN delivery ON delivery.record = version.sequence
  WHERE ${OWN} AND (given.destination IS NULL OR delivery.destination = given.destination)`;
const LOCAL_DAY = `to_char(DATE '1970-01-01' + ((newer.received_at + 25200000) / 86400000)::integer, 'YYYY-MM-DD')`;

/**
 * A delivery is reconciled when it, or that of a newer version, is part of a day that was confirmed after it arrived. A version
 * in quarantine is owed until it is released or superseded.
 */
const KEPT_BY = bulk<Scope, { keptBy: RetentionEntry['keptBy'] }>(
  { facility: 'text', record_key: 'text', sender_key: 'text', version: 'integer', destination: 'text' },
  `SELECT CASE
     WHEN EXISTS (
       SELECT 1 FROM hold
       WHERE hold.facility = given.facility
         AND (hold.record_key IS NULL OR hold.record_key IN (given.record_key, given.sender_key) OR lower(hold.record_key) = lower(given.sender_key))
     ) THEN 'held'
     WHEN EXISTS (${OWED} AND delivery.state <> 'delivered') OR EXISTS (
       SELECT 1 FROM record AS version
       WHERE ${OWN} AND version.state = 'quarantined' AND version.superseded_at IS NULL AND version.owed <> '[]'
     ) THEN 'undelivered'
     WHEN EXISTS (${OWED} AND NOT EXISTS (
       SELECT 1 FROM record AS newer
         JOIN delivery AS arrived ON arrived.record = newer.sequence AND arrived.destination = delivery.destination
         JOIN confirmed_day ON confirmed_day.destination = arrived.destination AND confirmed_day.day = ${LOCAL_DAY}
           AND confirmed_day.at >= arrived.delivered_at
       WHERE newer.facility = version.facility AND newer.record_key = version.record_key AND newer.repetition = 0
         AND newer.version >= version.version)
     ) THEN 'unreconciled'
   END AS "keptBy"
   FROM given ORDER BY place`,
);

/** What keeps candidates from going, in their order. */
export async function keptBy(
  reader: Reader,
  candidates: readonly Candidate[],
): Promise<readonly RetentionEntry['keptBy'][]> {
  const scopes = candidates.map((candidate): Scope => {
    const { facility, recordKey: record_key, version, destination } = candidate;
    const sender_key = keyOfIdentity(record_key);
    return {
      facility,
      record_key,
      sender_key,
      version: wholeRecordKey(candidate) === null ? version : null,
      destination,
    };
  });
  return (await KEPT_BY.rows(reader, scopes)).map((row) => row.keptBy);
}

/** The candidates of a database. */
export function createCandidatePages(database: Database): RetentionLedger['pages'] {
  return async ({ records: rules, versionsBefore, messagesBefore }) => {
    const facilities = await database.rows(FACILITIES, {});
    return [
      ...facilities.flatMap(({ code: facility }) =>
        rules.map(
          ({ kind, before }): CandidatePage =>
            ({ at, sequence }, limit) =>
              database.rows(RECORDS, { facility, kind, before, at, sequence, limit }),
        ),
      ),
      ({ at, sequence }, limit) => database.rows(VERSIONS, { before: versionsBefore, at, sequence, limit }),
      ({ at, sequence, attempt }, limit) =>
        database.rows(MESSAGES, { before: messagesBefore, at, sequence, attempt, limit }),
    ];
  };
}
