import type { FacilityCode } from '../../types/submission.ts';
import type { ContentRows } from '../let-go.ts';
import type { ResourceKey } from '../resource-versions.ts';
import { bulk } from './bulk.ts';
import type { Reader, Transaction } from './database.ts';
import { ofFacility } from './statement.ts';
import { NotLoadedError, resourceKeyOf } from './working-set.ts';

type Kept = ReturnType<ContentRows['ofPatient']>;

interface AskedPatient {
  readonly facility: FacilityCode;
  readonly patient: string;
  /** -1: no one version leaves. */
  readonly sequence: number;
  /** Null: no record leaves with all its versions. */
  readonly key: string | null;
}

/** What the database says of the content of records that leave. */
export interface LoadedContent {
  /** Sequence of the holder of a resource, by `resourceKeyOf`; what is not there has none. */
  readonly holders: ReadonlyMap<string, number>;
  /** What is kept of patients, by what was asked. */
  readonly patients: Map<string, Kept>;
}

interface Moved extends ResourceKey {
  readonly digest: Buffer;
  readonly record: number;
}

/** Rows that hang on the content of records as a transaction will leave them, in memory; then they are written in bulk. */
export interface ContentWorkingSet {
  readonly rows: ContentRows;
  /** What was asked for and is not loaded yet: then nothing was decided. */
  readonly needs: ReadonlyMap<string, AskedPatient>;
  send(transaction: Transaction): void;
}

const KEY = { facility: 'text', type: 'text', id: 'text' } as const;
const SAME = 'resource.facility = given.facility AND resource.id = given.id AND resource.type = given.type';

const HOLDERS = bulk<ResourceKey, ResourceKey & { record: number }>(
  KEY,
  `SELECT given.facility, given.type, given.id, resource.record FROM given JOIN resource ON ${SAME}`,
);
const DROP = bulk<ResourceKey>(KEY, `DELETE FROM resource USING given WHERE ${SAME}`);
const DROP_PERSONS = bulk<ResourceKey>(
  KEY,
  'DELETE FROM person USING given WHERE person.facility = given.facility AND person.patient = given.id',
);
const MOVE = bulk<Moved>(
  { ...KEY, digest: 'bytea', record: 'bigint' },
  `UPDATE resource SET version = version + (resource.digest <> given.digest)::integer, digest = given.digest,
     record = given.record
   FROM given WHERE ${SAME}`,
);
const DROP_VERSIONS = bulk<ResourceKey & { readonly record: number }>(
  { ...KEY, record: 'bigint' },
  `DELETE FROM resource_version AS resource USING given WHERE ${SAME} AND resource.record = given.record`,
);

const MAX_RECORDS = 20;
const OF_PATIENT = ofFacility<AskedPatient, Kept[number]>(
  `SELECT sequence, payload FROM record
   WHERE facility = :facility AND patient = :patient AND payload IS NOT NULL AND state = 'accepted' AND kept = 'all'
     AND superseded_at IS NULL AND sequence <> :sequence::bigint AND (:key::text IS NULL OR record_key <> :key::text)
   ORDER BY sequence DESC LIMIT ${MAX_RECORDS}`,
);

/** Reads who holds some resources. */
export async function loadHolders(reader: Reader, keys: readonly ResourceKey[]): Promise<LoadedContent['holders']> {
  const rows = await HOLDERS.rows(reader, keys);
  return new Map(rows.map((row) => [resourceKeyOf(row), row.record]));
}

/** Reads what decisions turned out to need. */
export async function loadPatients(
  reader: Reader,
  { patients }: LoadedContent,
  needs: ContentWorkingSet['needs'],
): Promise<void> {
  await Promise.all(
    [...needs].map(async ([place, asked]) => void patients.set(place, await reader.rows(OF_PATIENT, asked))),
  );
}

/** A working set over what is loaded. */
export function createContentWorkingSet(loaded: LoadedContent): ContentWorkingSet {
  const needs = new Map<string, AskedPatient>();
  const moved = new Map<string, Moved>();
  const dropped = new Map<string, ResourceKey>();
  const droppedVersions: (ResourceKey & { readonly record: number })[] = [];
  return {
    needs,
    rows: {
      holder(key) {
        const place = resourceKeyOf(key);
        if (dropped.has(place)) return undefined;
        return moved.get(place)?.record ?? loaded.holders.get(place);
      },
      drop: (key) => void dropped.set(resourceKeyOf(key), key),
      moveTo: (key, digest, record) => void moved.set(resourceKeyOf(key), { ...key, digest, record }),
      dropVersions: (key, record) => void droppedVersions.push({ ...key, record }),
      ofPatient(facility, patient, leaving) {
        const asked = { facility, patient, sequence: -1, key: null, ...leaving };
        const place = JSON.stringify(asked);
        const kept = loaded.patients.get(place);
        if (kept !== undefined) return kept;
        needs.set(place, asked);
        throw new NotLoadedError();
      },
    },
    send(transaction) {
      MOVE.send(transaction, [...moved.values()]);
      DROP.send(transaction, [...dropped.values()]);
      DROP_PERSONS.send(
        transaction,
        [...dropped.values()].filter(({ type }) => type === 'Patient'),
      );
      DROP_VERSIONS.send(transaction, droppedVersions);
    },
  };
}
