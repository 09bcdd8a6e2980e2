import type { InspectionPort } from '../../types/inspection.ts';
import type { EpochMs, FacilityCode, RecordState } from '../../types/submission.ts';
import { type HandleRow, handleColumns, type InspectedRow, inspectedColumns, toHandle } from '../inspection-row.ts';
import { newestOfParts } from '../newest-of-parts.ts';
import { unpackRecord } from '../record-content.ts';
import type { Database } from './database.ts';
import { statement } from './statement.ts';

interface ReceivedParameters {
  readonly facility: FacilityCode;
  readonly from: EpochMs;
  readonly until: EpochMs;
  readonly state: RecordState | null;
  /** As it stands in the list: `"LT-B001"`. */
  readonly quoted: string | null;
  readonly limit: number;
}

const quoted = (name: string) => `"${name}"`;
const COLUMNS = handleColumns(quoted);
const WITH_SUBMISSION = 'JOIN submission ON submission.sequence = record.submission';

// Looked up facility by facility, as a key is unique inside one only; the planner would rather go by the order that is asked.
const BY_KEY = statement<{ identities: readonly string[]; facility: FacilityCode | null; limit: number }, HandleRow>(
  `WITH found AS MATERIALIZED (
     SELECT record.sequence
     FROM facility CROSS JOIN unnest(:identities::text[]) AS asked (identity)
       JOIN record ON record.facility = facility.code AND record.record_key = asked.identity COLLATE "C"
     WHERE :facility::text IS NULL OR facility.code = :facility)
   SELECT ${COLUMNS} FROM found JOIN record ON record.sequence = found.sequence ${WITH_SUBMISSION}
   ORDER BY record.sequence DESC LIMIT :limit::bigint`,
);
const OF_SUBMISSION = statement<{ id: string; limit: number }, HandleRow>(
  `SELECT ${COLUMNS} FROM submission JOIN record ON record.submission = submission.sequence
   WHERE submission.id = :id ORDER BY record.position LIMIT :limit::bigint`,
);
const OF_PERSON = statement<{ number: string; limit: number }, HandleRow>(
  `WITH found AS MATERIALIZED (
     SELECT record.sequence
     FROM facility JOIN person ON person.facility = facility.code AND person.number = :number
       JOIN record ON record.facility = person.facility AND record.patient = 'Patient/' || person.patient
     WHERE record.payload IS NOT NULL AND record.state = 'accepted')
   SELECT ${COLUMNS} FROM found JOIN record ON record.sequence = found.sequence ${WITH_SUBMISSION}
   ORDER BY record.sequence DESC LIMIT :limit::bigint`,
);
const RECEIVED = statement<ReceivedParameters, HandleRow>(
  `SELECT ${COLUMNS} FROM (${newestOfParts(
    `record.received_at >= :from::bigint AND record.received_at < :until::bigint
     AND (:state::text IS NULL OR record.state = :state) AND (:quoted::text IS NULL OR strpos(record.broken, :quoted) > 0)`,
    ':limit::bigint',
  )}) AS newest JOIN record ON record.sequence = newest.sequence ${WITH_SUBMISSION}
   ORDER BY record.received_at DESC, record.sequence DESC LIMIT :limit::bigint`,
);
const INSPECT = statement<{ recordId: string }, InspectedRow>(
  `SELECT ${COLUMNS}, ${inspectedColumns(quoted)} FROM record ${WITH_SUBMISSION} WHERE record.id = :recordId`,
);
const CONTENT = statement<{ recordId: string }, { payload: Buffer | null }>(
  `SELECT version.payload
   FROM record JOIN record AS version ON version.facility = record.facility AND version.record_key = record.record_key
     AND version.version = record.version AND version.repetition = 0
   WHERE record.id = :recordId`,
);

type RecordReads = Pick<
  InspectionPort,
  'recordsByKey' | 'recordsOfSubmission' | 'recordsOfPerson' | 'recordsReceived' | 'inspect' | 'contentOf'
>;

/** Record versions of any facility, for staff. */
export function createRecordReads(database: Database): RecordReads {
  const handles = async (rows: Promise<readonly HandleRow[]>) => (await rows).map(toHandle);
  return {
    recordsByKey: (identities, facility, limit) => handles(database.rows(BY_KEY, { identities, facility, limit })),
    recordsOfSubmission: (id, limit) => handles(database.rows(OF_SUBMISSION, { id, limit })),
    recordsOfPerson: (number, limit) => handles(database.rows(OF_PERSON, { number, limit })),
    recordsReceived: ({ state = null, rule, ...filter }) =>
      handles(database.rows(RECEIVED, { ...filter, state, quoted: rule === undefined ? null : JSON.stringify(rule) })),
    async inspect(recordId) {
      const [row] = await database.rows(INSPECT, { recordId });
      return row === undefined ? undefined : toHandle(row);
    },
    async contentOf(recordId) {
      const [row] = await database.rows(CONTENT, { recordId });
      return row === undefined || row.payload === null ? [] : unpackRecord(row.payload);
    },
  };
}
