import type { SubmissionToStore } from '../../types/intake.ts';
import type { NewDelivery } from '../become-current.ts';
import type { RecordRow } from '../record-row.ts';
import type { NewSubmission } from './accept-group.ts';
import { bulk, bulkInsert } from './bulk.ts';
import { sendCodes } from './code-worklist.ts';
import type { Transaction } from './database.ts';
import type { Changes, PersonChange, ResourceState } from './working-set.ts';

type SubmissionRow = Omit<SubmissionToStore, 'idempotencyKey' | 'contentType' | 'receivedAt' | 'records'> & {
  readonly sequence: number;
  readonly idempotency_key: string;
  readonly content_type: string;
  readonly received_at: number;
};

const SUBMISSIONS = bulkInsert<Omit<SubmissionRow, 'response'> & { response: Buffer | null }>('submission', {
  sequence: 'bigint',
  id: 'text',
  facility: 'text',
  idempotency_key: 'text',
  sha256: 'text',
  content_type: 'text',
  channel: 'text',
  format: 'text',
  state: 'text',
  received_at: 'bigint',
  outcome: 'text',
  response: 'frame',
  bytes: 'frame',
});

const RECORDS = bulkInsert<RecordRow & { readonly sequence: number }>('record', {
  sequence: 'bigint',
  id: 'text',
  submission: 'bigint',
  position: 'integer',
  facility: 'text',
  record_key: 'text',
  kind: 'text',
  count: 'integer',
  version: 'integer',
  repetition: 'integer',
  state: 'text',
  received_at: 'bigint',
  resource_count: 'integer',
  patient: 'text',
  mapping: 'text',
  policy: 'text',
  broken: 'text',
  source: 'text',
  encounter: 'text',
  end_of_care: 'bigint',
  level: 'integer',
  due: 'text',
  present: 'text',
  identity: 'integer',
  signed: 'integer',
  of_care: 'integer',
  programme: 'text',
  content: 'bytea',
  removed: 'text',
  removed_protected: 'text',
  outcome: 'text',
  payload: 'frame',
  owed: 'text',
  deletes: 'text',
  replaces_episode: 'integer',
});

/** An accepted version makes every kept one before it a superseded one, but for those that are so already. */
const SUPERSEDE = bulk<Changes['superseding'][number]>(
  { facility: 'text', record_key: 'text', version: 'integer', at: 'bigint' },
  `UPDATE record SET superseded_at = given.at FROM given
   WHERE record.facility = given.facility AND record.record_key = given.record_key AND record.version < given.version
     AND record.repetition = 0 AND record.state <> 'refused' AND record.superseded_at IS NULL`,
);

const RESOURCE_COLUMNS = {
  facility: 'text',
  id: 'text',
  type: 'text',
  version: 'integer',
  digest: 'bytea',
  deleted: 'integer',
  record: 'bigint',
} as const;

type ResourceRow = Omit<ResourceState, 'recordKey'>;
const NEW_RESOURCES = bulkInsert<ResourceRow>('resource', RESOURCE_COLUMNS);
const OLD_RESOURCES = bulkInsert<ResourceRow>('resource_version', RESOURCE_COLUMNS);
const CHANGED_RESOURCES = bulk<ResourceRow>(
  RESOURCE_COLUMNS,
  `UPDATE resource SET version = given.version, digest = given.digest, deleted = given.deleted, record = given.record
   FROM given WHERE resource.facility = given.facility AND resource.id = given.id AND resource.type = given.type`,
);

interface DeliveryRow extends Pick<NewDelivery, 'id' | 'record' | 'destination' | 'line' | 'deadline'> {
  readonly queued_at: number;
  /** 1: no other one of this transaction stands before it in its line. */
  readonly first: number;
}

const DELIVERIES = bulk<DeliveryRow>(
  {
    id: 'text',
    record: 'bigint',
    destination: 'text',
    line: 'text',
    deadline: 'bigint',
    queued_at: 'bigint',
    first: 'integer',
  },
  `INSERT INTO delivery (id, record, destination, line, state, turn, due_at, attempts, queued_at, deadline)
   SELECT id, record, destination, line, 'queued', CASE WHEN first = 1 AND NOT EXISTS (
       SELECT 1 FROM delivery AS other WHERE other.destination = given.destination AND other.line = given.line AND other.turn = 1
     ) THEN 1 ELSE 0 END, queued_at, 0, queued_at, deadline
   FROM given ORDER BY place`,
);

const PERSONS = bulk<PersonChange>(
  { facility: 'text', patient: 'text', number: 'text', birth_date: 'text' },
  `INSERT INTO person (facility, patient, number, birth_date) SELECT facility, patient, number, birth_date FROM given
   ON CONFLICT (facility, patient) DO UPDATE SET number = excluded.number, birth_date = excluded.birth_date
   WHERE (person.number, person.birth_date) <> (excluded.number, excluded.birth_date)`,
);
const NO_PERSONS = bulk<Pick<PersonChange, 'facility' | 'patient'>>(
  { facility: 'text', patient: 'text' },
  'DELETE FROM person USING given WHERE person.facility = given.facility AND person.patient = given.patient',
);

/** Sends what a transaction changes; the locks of its facilities and lines are held. */
export function sendChanges(transaction: Transaction, changes: Changes): void {
  RECORDS.send(transaction, changes.records);
  for (const each of onePerRecord(changes.superseding)) SUPERSEDE.send(transaction, each);
  NEW_RESOURCES.send(transaction, [...changes.newResources.values()]);
  OLD_RESOURCES.send(transaction, changes.oldResources);
  CHANGED_RESOURCES.send(transaction, [...changes.changedResources.values()]);
  DELIVERIES.send(transaction, markFirst(changes.deliveries));
  const persons = [...changes.persons.values()];
  NO_PERSONS.send(
    transaction,
    persons.filter(({ number }) => number === null),
  );
  PERSONS.send(
    transaction,
    persons.filter(({ number }) => number !== null),
  );
  sendCodes(transaction, changes.codes);
}

/** Sends the rows of new submissions; their records refer to them, so they go first. */
export function sendSubmissions(transaction: Transaction, submissions: readonly NewSubmission[]): void {
  const rows = submissions.map(({ sequence, submission, bytes, response }) => {
    const { id, facility, sha256, channel, format, state, outcome } = submission;
    const { idempotencyKey: idempotency_key, contentType: content_type, receivedAt: received_at } = submission;
    const told = { sequence, id, facility, idempotency_key, sha256, content_type, channel, format, state, received_at };
    return { ...told, outcome, response, bytes };
  });
  SUBMISSIONS.send(transaction, rows);
}

/** Versions of one record that came together supersede each other in turn, not all at once. */
function onePerRecord(versions: Changes['superseding']): Changes['superseding'][] {
  const rounds: Changes['superseding'][] = [];
  const counts = new Map<string, number>();
  for (const version of versions) {
    const key = `${version.facility}\n${version.record_key}`;
    const round = counts.get(key) ?? 0;
    counts.set(key, round + 1);
    rounds[round] ??= [];
    rounds[round].push(version);
  }
  return rounds;
}

function markFirst(deliveries: readonly NewDelivery[]): DeliveryRow[] {
  const lines = new Set<string>();
  return deliveries.map(({ queuedAt, ...delivery }) => {
    const line = `${delivery.destination}\n${delivery.line}`;
    const first = lines.has(line) ? 0 : 1;
    lines.add(line);
    return { ...delivery, queued_at: queuedAt, first };
  });
}
