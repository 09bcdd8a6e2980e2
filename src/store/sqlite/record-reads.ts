import type { Resource } from '@medplum/fhirtypes';
import type { Database } from 'better-sqlite3';
import type { InspectedRecord, ReceivedFilter, RecordHandle } from '../../types/inspection.ts';
import type { EpochMs, FacilityCode, RecordState } from '../../types/submission.ts';
import { type HandleRow, handleColumns, type InspectedRow, inspectedColumns, toHandle } from '../inspection-row.ts';
import { newestOfParts } from '../newest-of-parts.ts';
import { unpackRecord } from '../record-content.ts';

/** Record versions of any facility, for staff. */
export interface RecordReads {
  byKey(identities: readonly string[], facility: FacilityCode | null, limit: number): RecordHandle[];
  ofSubmission(submissionId: string, limit: number): RecordHandle[];
  ofPerson(number: string, limit: number): RecordHandle[];
  received(filter: ReceivedFilter): RecordHandle[];
  inspect(recordId: string): InspectedRecord | undefined;
  content(recordId: string): readonly Resource[];
}

interface ReceivedParameters {
  readonly facility: FacilityCode;
  readonly from: EpochMs;
  readonly until: EpochMs;
  readonly state: RecordState | null;
  /** As it stands in the list: `"LT-B001"`. */
  readonly quoted: string | null;
  readonly limit: number;
}

const COLUMNS = handleColumns((name) => name);
const WITH_SUBMISSION = 'JOIN submission ON submission.sequence = record.submission';

/** These reads of an open database. */
export function createRecordReads(db: Database): RecordReads {
  const { byKey, ofSubmission, ofPerson, received, inspect, content } = prepareStatements(db);
  return {
    byKey: (identities, facility, limit) =>
      byKey.all({ identities: JSON.stringify(identities), facility, limit }).map(toHandle),
    ofSubmission: (id, limit) => ofSubmission.all({ id, limit }).map(toHandle),
    ofPerson: (number, limit) => ofPerson.all({ number, limit }).map(toHandle),
    received: ({ state = null, rule, ...filter }) =>
      received.all({ ...filter, state, quoted: rule === undefined ? null : JSON.stringify(rule) }).map(toHandle),
    inspect(recordId) {
      const row = inspect.get({ recordId });
      return row === undefined ? undefined : toHandle(row);
    },
    content(recordId) {
      const payload = content.get({ recordId });
      return payload === undefined || payload === null ? [] : unpackRecord(payload);
    },
  };
}

function prepareStatements(db: Database) {
  return {
    // Looked up facility by facility, as a key is unique inside one only; the planner would rather go by the order that is asked.
    byKey: db.prepare<{ identities: string; facility: FacilityCode | null; limit: number }, HandleRow>(
      `SELECT ${COLUMNS}
       FROM facility CROSS JOIN json_each(:identities) AS identity
         CROSS JOIN record ON record.facility = facility.code AND record.record_key = identity.value
         ${WITH_SUBMISSION}
       WHERE :facility IS NULL OR facility.code = :facility
       ORDER BY record.sequence DESC LIMIT :limit`,
    ),
    ofSubmission: db.prepare<{ id: string; limit: number }, HandleRow>(
      `SELECT ${COLUMNS} FROM submission JOIN record ON record.submission = submission.sequence
       WHERE submission.id = :id ORDER BY record.position LIMIT :limit`,
    ),
    ofPerson: db.prepare<{ number: string; limit: number }, HandleRow>(
      `SELECT ${COLUMNS}
       FROM facility CROSS JOIN person ON person.facility = facility.code AND person.number = :number
         CROSS JOIN record INDEXED BY record_of_patient
           ON record.facility = person.facility AND record.patient = 'Patient/' || person.patient
         ${WITH_SUBMISSION}
       WHERE record.payload IS NOT NULL AND record.state = 'accepted'
       ORDER BY record.sequence DESC LIMIT :limit`,
    ),
    received: db.prepare<ReceivedParameters, HandleRow>(
      `SELECT ${COLUMNS} FROM (${newestOfParts(
        `record.received_at >= :from AND record.received_at < :until
         AND (:state IS NULL OR record.state = :state) AND (:quoted IS NULL OR instr(record.broken, :quoted) > 0)`,
        ':limit',
      )}) AS newest JOIN record ON record.sequence = newest.sequence ${WITH_SUBMISSION}
       ORDER BY record.received_at DESC, record.sequence DESC LIMIT :limit`,
    ),
    inspect: db.prepare<{ recordId: string }, InspectedRow>(
      `SELECT ${COLUMNS}, ${inspectedColumns((name) => name)} FROM record ${WITH_SUBMISSION} WHERE record.id = :recordId`,
    ),
    content: db
      .prepare<{ recordId: string }, Buffer | null>(
        `SELECT version.payload
         FROM record JOIN record AS version ON version.facility = record.facility
           AND version.record_key = record.record_key AND version.version = record.version AND version.repetition = 0
         WHERE record.id = :recordId`,
      )
      .pluck(),
  };
}
