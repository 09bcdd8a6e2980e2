import type { PackedSubmission } from '../../types/packed-submission.ts';
import type { FacilityCode } from '../../types/submission.ts';
import type { ResourceKey } from '../resource-versions.ts';
import type { Reader } from './database.ts';
import { statement } from './statement.ts';
import {
  type Loaded,
  type LoadedRecord,
  type LoadedResource,
  type Needs,
  recordKeyOf,
  resourceKeyOf,
} from './working-set.ts';

/** A submission that has an idempotency key already. */
export interface KnownSubmission {
  readonly id: string;
  readonly sha256: string;
}

const KNOWN_SUBMISSIONS = statement<
  { facilities: readonly string[]; keys: readonly string[] },
  KnownSubmission & { readonly facility: string; readonly key: string }
>(
  `SELECT submission.facility, submission.idempotency_key AS key, submission.id, submission.sha256
   FROM unnest(:facilities::text[], :keys::text[]) AS asked (facility, key)
     JOIN submission ON submission.facility = asked.facility AND submission.idempotency_key = asked.key`,
);

interface AskedRecord {
  readonly facility: string;
  readonly key: string;
  readonly content: Buffer;
  /** 1: it is accepted, and may take the place of what holds now. */
  readonly replaces: number;
  /** 1: whether this content was kept before is asked too. */
  readonly notes: number;
}

interface RecordRow {
  readonly place: number;
  readonly newest: number | null;
  readonly sequence: number | null;
  readonly version: number;
  readonly content: Buffer;
  readonly source: 'claim' | 'emr' | 'check-in';
  readonly endOfCare: number | null;
  readonly isWhole: boolean;
  readonly repetition: number;
  /** Of the version that holds, when the asked one takes its place. */
  readonly payload: Buffer | null;
  readonly wasKept: boolean;
}

const RECORDS = statement<
  {
    facilities: readonly string[];
    keys: readonly string[];
    contents: readonly Buffer[];
    replaces: readonly number[];
    notes: readonly number[];
  },
  RecordRow
>(
  `SELECT asked.place, newest.version AS newest, held.sequence, held.version, held.content, held.source,
     held.end_of_care AS "endOfCare", held.kept = 'all' AS "isWhole",
     (SELECT max(repetition) FROM record
      WHERE facility = asked.facility AND record_key = asked.key AND version = held.version) AS repetition,
     CASE WHEN asked.replaces = 1 AND held.kept = 'all' AND held.content <> asked.content THEN held.payload END AS payload,
     asked.notes = 1 AND EXISTS (
       SELECT 1 FROM record WHERE facility = asked.facility AND record_key = asked.key
         AND content = asked.content AND state <> 'refused') AS "wasKept"
   FROM unnest(:facilities::text[], :keys::text[], :contents::bytea[], :replaces::integer[], :notes::integer[])
       WITH ORDINALITY AS asked (facility, key, content, replaces, notes, place)
     LEFT JOIN LATERAL (
       SELECT version FROM record WHERE facility = asked.facility AND record_key = asked.key
       ORDER BY version DESC LIMIT 1) AS newest ON true
     LEFT JOIN LATERAL (
       SELECT sequence, version, content, source, end_of_care, kept, payload FROM record
       WHERE facility = asked.facility AND record_key = asked.key AND repetition = 0 AND state = 'accepted'
       ORDER BY version DESC LIMIT 1) AS held ON newest.version IS NOT NULL`,
);

const RESOURCES = statement<
  { facilities: readonly string[]; ids: readonly string[]; types: readonly string[] },
  ResourceKey & LoadedResource
>(
  `SELECT resource.facility, resource.id, resource.type, resource.version, resource.digest, resource.deleted, resource.record,
     record.record_key AS "recordKey"
   FROM unnest(:facilities::text[], :ids::text[], :types::text[]) AS asked (facility, id, type)
     JOIN resource ON resource.facility = asked.facility AND resource.id = asked.id AND resource.type = asked.type
     JOIN record ON record.sequence = resource.record`,
);

const PAYLOADS = statement<{ records: readonly number[] }, { sequence: number; payload: Buffer }>(
  'SELECT sequence, payload FROM record WHERE sequence = ANY(:records::bigint[])',
);

const NEXT_SUBMISSIONS = statement<{ count: number }, { sequence: number }>(
  `SELECT nextval('submission_sequence_seq') AS sequence FROM generate_series(1, :count::integer)`,
);
const NEXT_RECORDS = statement<{ count: number }, { sequence: number }>(
  `SELECT nextval('record_sequence_seq') AS sequence FROM generate_series(1, :count::integer)`,
);

/** What the decisions about a group of submissions start from. */
export interface LoadedGroup extends Loaded {
  /** By facility and idempotency key. */
  readonly submissions: ReadonlyMap<string, KnownSubmission>;
  /** Sequence numbers that nobody else gets. */
  readonly submissionNumbers: readonly number[];
  readonly recordNumbers: readonly number[];
}

/** Reads, in one round trip, all that is known beforehand to be asked for. The locks of the facilities are held. */
export async function loadGroup(reader: Reader, group: readonly PackedSubmission[]): Promise<LoadedGroup> {
  const asked = askedRecords(group);
  const loaded: Loaded = { records: new Map(), payloads: new Map(), resources: new Map() };
  const [known, , submissionNumbers, recordNumbers] = await Promise.all([
    reader.rows(KNOWN_SUBMISSIONS, {
      facilities: group.map(({ submission }) => submission.facility),
      keys: group.map(({ submission }) => submission.idempotencyKey),
    }),
    loadRecords(reader, loaded, asked),
    reader.rows(NEXT_SUBMISSIONS, { count: group.length }),
    reader.rows(NEXT_RECORDS, { count: asked.length }),
    loadResources(reader, loaded, resourcesOf(group)),
  ]);
  return {
    ...loaded,
    submissions: new Map(known.map(({ facility, key, ...submission }) => [recordKeyOf(facility, key), submission])),
    submissionNumbers: submissionNumbers.map(({ sequence }) => sequence),
    recordNumbers: recordNumbers.map(({ sequence }) => sequence),
  };
}

/** Reads how a record stands, with the payload of the version that holds. The lock of its facility is held. */
export async function loadRecord(reader: Reader, facility: FacilityCode, key: string): Promise<Loaded> {
  const loaded: Loaded = { records: new Map(), payloads: new Map(), resources: new Map() };
  await loadRecords(reader, loaded, [{ facility, key, content: Buffer.alloc(0), replaces: 1, notes: 0 }]);
  return loaded;
}

/** Reads what decisions turned out to need. */
export async function loadMore(reader: Reader, loaded: Loaded, { resources, payloads }: Needs): Promise<void> {
  const [rows] = await Promise.all([
    payloads.size === 0 ? [] : reader.rows(PAYLOADS, { records: [...payloads] }),
    loadResources(reader, loaded, resources),
  ]);
  for (const { sequence, payload } of rows) loaded.payloads.set(sequence, payload);
}

async function loadRecords(reader: Reader, loaded: Loaded, asked: readonly AskedRecord[]): Promise<void> {
  const rows = await reader.rows(RECORDS, {
    facilities: asked.map(({ facility }) => facility),
    keys: asked.map(({ key }) => key),
    contents: asked.map(({ content }) => content),
    replaces: asked.map(({ replaces }) => replaces),
    notes: asked.map(({ notes }) => notes),
  });
  for (const row of rows) noteRecord(loaded, asked[row.place - 1] as AskedRecord, row);
}

async function loadResources(reader: Reader, loaded: Loaded, keys: ReadonlyMap<string, ResourceKey>): Promise<void> {
  if (keys.size === 0) return;
  const asked = [...keys.values()];
  const rows = await reader.rows(RESOURCES, {
    facilities: asked.map(({ facility }) => facility),
    ids: asked.map(({ id }) => id),
    types: asked.map(({ type }) => type),
  });
  for (const place of keys.keys()) loaded.resources.set(place, null);
  for (const row of rows) loaded.resources.set(resourceKeyOf(row), row);
}

function askedRecords(group: readonly PackedSubmission[]): AskedRecord[] {
  return group.flatMap(({ submission: { facility, records }, contents }) =>
    records.map(({ key, state, unmapped }, index) => ({
      facility,
      key,
      content: (contents[index] as PackedSubmission['contents'][number]).digest,
      replaces: state === 'accepted' ? 1 : 0,
      notes: unmapped.length > 0 ? 1 : 0,
    })),
  );
}

function noteRecord({ records, payloads }: Loaded, { facility, key, content }: AskedRecord, row: RecordRow): void {
  const place = recordKeyOf(facility, key);
  const kept = new Set(records.get(place)?.kept);
  if (row.wasKept) kept.add(content.toString('hex'));
  if (row.sequence === null) {
    records.set(place, { newest: row.newest ?? 0, current: undefined, repetition: 0, kept });
    return;
  }
  const { sequence, version, source, endOfCare, isWhole, repetition, payload } = row;
  const current: LoadedRecord['current'] = { sequence, version, content: row.content, source, endOfCare, isWhole };
  records.set(place, { newest: row.newest as number, current, repetition, kept });
  if (payload !== null) payloads.set(sequence, payload);
}

/** Of records that may become current: what they write, and what they delete by name. */
function resourcesOf(group: readonly PackedSubmission[]): ReadonlyMap<string, ResourceKey> {
  const keys = new Map<string, ResourceKey>();
  const add = (key: ResourceKey) => keys.set(resourceKeyOf(key), key);
  for (const { submission, contents } of group) {
    const { facility } = submission;
    submission.records.forEach(({ state, deletes }, index) => {
      if (state !== 'accepted') return;
      for (const { type, id } of contents[index]?.resources ?? []) add({ facility, type, id });
      for (const reference of deletes) {
        const [type = '', id = ''] = reference.split('/');
        add({ facility, type, id });
      }
    });
  }
  return keys;
}
