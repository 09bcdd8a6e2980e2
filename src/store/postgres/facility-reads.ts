import type { IntakePort, StoredDelivery, StoredRecord, StoredSubmission } from '../../types/intake.ts';
import type { FacilityCode } from '../../types/submission.ts';
import { readFaults } from '../delivery-outcome.ts';
import { decompress } from '../record-content.ts';
import { createBatches } from './batches.ts';
import type { Database } from './database.ts';
import { ofFacility } from './statement.ts';

type SubmissionRow = Omit<StoredSubmission, 'response' | 'records'> & {
  readonly sequence: number;
  readonly response: Buffer | null;
};
type RecordRow = Omit<StoredRecord, 'deliveries'> & { readonly submission: number; readonly position: number };
type DeliveryOfRecord = Omit<StoredDelivery, 'faults'> & {
  readonly submission: number;
  readonly position: number;
  readonly faults: string | null;
};
/** What several calls ask for, side by side. */
interface AskedSubmissions {
  readonly facilities: readonly FacilityCode[];
  readonly ids: readonly string[];
}
interface AskedRecord {
  readonly facility: FacilityCode;
  readonly recordKey: string;
}

/** Calls that are answered by one statement. */
const ASKED_AT_ONCE = 256;
const MAX_SUBMISSIONS = 20;

const COLUMNS = `submission.sequence, submission.id, submission.facility, submission.format, submission.sha256,
  submission.state, submission.received_at AS "receivedAt", submission.response, submission.outcome`;
const RECORD_COLUMNS = `record.submission, record.position, record.id, record.record_key AS key, record.kind, record.state,
  record.outcome, record.resource_count AS "resourceCount"`;
const DELIVERY_COLUMNS = `record.submission, record.position, delivery.destination, delivery.state, delivery.attempts,
  delivery.queued_at AS "queuedAt", delivery.deadline, delivery.delivered_at AS "deliveredAt", delivery.receipt,
  delivery.reason, delivery.faults`;
// A repetition shows what became of the version that it repeats.
const OWED = `
  JOIN record AS owed ON owed.facility = record.facility AND owed.record_key = record.record_key
    AND owed.version = record.version AND owed.repetition = 0
  JOIN delivery ON delivery.record = owed.sequence`;

const ASKED = `
  FROM unnest(:facilities::text[], :ids::text[]) AS asked (facility, id)
    JOIN submission ON submission.facility = asked.facility AND submission.id = asked.id`;
const BY_ID = {
  submissions: ofFacility<AskedSubmissions, SubmissionRow>(`SELECT ${COLUMNS} ${ASKED}`),
  records: ofFacility<AskedSubmissions, RecordRow>(
    `SELECT ${RECORD_COLUMNS} ${ASKED} JOIN record ON record.submission = submission.sequence
     ORDER BY record.submission, record.position`,
  ),
  deliveries: ofFacility<AskedSubmissions, DeliveryOfRecord>(
    `SELECT ${DELIVERY_COLUMNS} ${ASKED} JOIN record ON record.submission = submission.sequence ${OWED}
     ORDER BY delivery.destination`,
  ),
};

const NEWEST = `
  FROM (SELECT DISTINCT submission AS sequence FROM record
        WHERE facility = :facility AND record_key = :recordKey ORDER BY submission DESC LIMIT ${MAX_SUBMISSIONS}) AS newest`;
const OF_RECORD = `${NEWEST} JOIN record ON record.submission = newest.sequence AND record.record_key = :recordKey`;
const BY_RECORD = {
  submissions: ofFacility<AskedRecord, SubmissionRow>(
    `SELECT ${COLUMNS} ${NEWEST} JOIN submission ON submission.sequence = newest.sequence ORDER BY newest.sequence DESC`,
  ),
  records: ofFacility<AskedRecord, RecordRow>(`SELECT ${RECORD_COLUMNS} ${OF_RECORD} ORDER BY record.position`),
  deliveries: ofFacility<AskedRecord, DeliveryOfRecord>(
    `SELECT ${DELIVERY_COLUMNS} ${OF_RECORD} ${OWED} ORDER BY delivery.destination`,
  ),
};

const BY_KEY = ofFacility<
  { facilities: readonly FacilityCode[]; keys: readonly string[] },
  { place: number; id: string; sha256: string }
>(
  `SELECT asked.place, submission.id, submission.sha256
   FROM unnest(:facilities::text[], :keys::text[]) WITH ORDINALITY AS asked (facility, key, place)
     JOIN submission ON submission.facility = asked.facility AND submission.idempotency_key = asked.key`,
);

const RAW_BYTES = ofFacility<{ facility: FacilityCode; id: string }, { bytes: Buffer | null }>(
  'SELECT bytes FROM submission WHERE facility = :facility AND id = :id',
);

type Reads = Pick<IntakePort, 'findByKey' | 'submission' | 'submissionsOfRecord' | 'rawBytes'>;

/** What a facility may read back of its submissions. Every call of the gateway asks: those of one moment are asked together. */
export function createFacilityReads(database: Database): Reads {
  const keys = createBatches<{ facility: FacilityCode; key: string }, { id: string; sha256: string } | undefined>({
    max: ASKED_AT_ONCE,
    async run(asked) {
      const rows = await database.rows(BY_KEY, {
        facilities: asked.map(({ facility }) => facility),
        keys: asked.map(({ key }) => key),
      });
      const found = new Map(rows.map(({ place, ...submission }) => [place - 1, submission]));
      return asked.map((_, index) => found.get(index));
    },
  });
  const submissions = createBatches<{ facility: FacilityCode; id: string }, StoredSubmission | undefined>({
    max: ASKED_AT_ONCE,
    async run(asked) {
      const parameters = { facilities: asked.map(({ facility }) => facility), ids: asked.map(({ id }) => id) };
      const found = await readSubmissions(database, BY_ID, parameters);
      const byId = new Map(found.map((submission) => [submission.id, submission]));
      return asked.map(({ facility, id }) => {
        const submission = byId.get(id);
        return submission?.facility === facility ? submission : undefined;
      });
    },
  });
  return {
    findByKey: (facility, key) => keys.add({ facility, key }),
    submission: (facility, id) => submissions.add({ facility, id }),
    submissionsOfRecord: (facility, recordKey) => readSubmissions(database, BY_RECORD, { facility, recordKey }),
    async rawBytes(facility, id) {
      const [row] = await database.rows(RAW_BYTES, { facility, id });
      return row === undefined || row.bytes === null ? undefined : decompress(row.bytes);
    },
  };
}

interface SubmissionStatements<Asked> {
  readonly submissions: ReturnType<typeof ofFacility<Asked & object, SubmissionRow>>;
  readonly records: ReturnType<typeof ofFacility<Asked & object, RecordRow>>;
  readonly deliveries: ReturnType<typeof ofFacility<Asked & object, DeliveryOfRecord>>;
}

async function readSubmissions<Asked>(
  database: Database,
  statements: SubmissionStatements<Asked>,
  asked: Asked & object,
): Promise<StoredSubmission[]> {
  const [submissions, records, deliveries] = await database.reading((reader) =>
    Promise.all([
      reader.rows(statements.submissions, asked),
      reader.rows(statements.records, asked),
      reader.rows(statements.deliveries, asked),
    ]),
  );
  const owed = Map.groupBy(deliveries, ({ submission, position }) => `${submission} ${position}`);
  const kept = Map.groupBy(records, ({ submission }) => submission);
  return submissions.map(({ sequence, response, ...row }) => ({
    ...row,
    response: response === null ? null : decompress(response).toString('utf8'),
    records: (kept.get(sequence) ?? []).map(({ submission, position, ...record }) => ({
      ...record,
      deliveries: (owed.get(`${submission} ${position}`) ?? []).map(toDelivery),
    })),
  }));
}

function toDelivery({ submission: _, position: __, faults, ...delivery }: DeliveryOfRecord): StoredDelivery {
  return { ...delivery, faults: readFaults(faults) };
}
