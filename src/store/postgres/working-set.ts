import type { Resource } from '@medplum/fhirtypes';
import { personOf } from '../../fhir/person.ts';
import type { CodeSighting } from '../../types/code-worklist.ts';
import type { EpochMs, FacilityCode } from '../../types/submission.ts';
import type { BecomeCurrentDeps, NewDelivery } from '../become-current.ts';
import type { CurrentVersion, KeepRecordDeps, RecordVersions } from '../keep-record.ts';
import { type RecordRow, rowOfRepetition, rowOfVersion } from '../record-row.ts';
import type { ResourceKey, ResourceRows } from '../resource-versions.ts';

/** What the database says of a record. */
export interface LoadedRecord {
  /** Highest version of any state; 0: there is none. */
  readonly newest: number;
  readonly current: CurrentVersion | undefined;
  /** Highest repetition of the current version. */
  readonly repetition: number;
  /** Hex digests of the contents that were kept, of those asked for. */
  readonly kept: ReadonlySet<string>;
}

/** What the database says of a resource. */
export interface LoadedResource {
  readonly version: number;
  readonly digest: Buffer;
  readonly deleted: 0 | 1;
  readonly record: number;
  readonly recordKey: string;
}

/** Rows of the database that decisions have asked for; null: it is not there. */
export interface Loaded {
  readonly records: Map<string, LoadedRecord>;
  /** By the sequence of the record. */
  readonly payloads: Map<number, Buffer>;
  readonly resources: Map<string, LoadedResource | null>;
}

/** What decisions would have to know and is not loaded yet. */
export interface Needs {
  readonly resources: Map<string, ResourceKey>;
  readonly payloads: Set<number>;
}

export type ResourceState = ResourceKey & LoadedResource;

/** What has to be written, in the order in which it came about. */
export interface Changes {
  readonly records: (RecordRow & { readonly sequence: number })[];
  /** New accepted versions that have others before them: those are superseded. */
  readonly superseding: {
    readonly facility: string;
    readonly record_key: string;
    readonly version: number;
    readonly at: EpochMs;
  }[];
  readonly newResources: Map<string, ResourceState>;
  readonly changedResources: Map<string, ResourceState>;
  /** Versions of resources that were current until now. */
  readonly oldResources: ResourceState[];
  readonly deliveries: NewDelivery[];
  /** By facility and patient; null: no person is known any more. */
  readonly persons: Map<string, PersonChange>;
  readonly codes: { readonly facility: FacilityCode; readonly at: EpochMs; readonly sighting: CodeSighting }[];
}

export interface PersonChange {
  readonly facility: FacilityCode;
  readonly patient: string;
  readonly number: string | null;
  readonly birth_date: string | null;
}

/**
 * The tables as a transaction will leave them, in memory: the same decisions that SQLite's statements serve row by row work
 * on it, for a whole group of submissions, and what they changed is then written in bulk.
 */
export interface WorkingSet
  extends Pick<KeepRecordDeps, 'records' | 'worklist'>,
    Pick<BecomeCurrentDeps, 'lines' | 'persons'> {
  readonly resources: ResourceRows;
  readonly changes: Changes;
  readonly needs: Needs;
}

/** Thrown when a decision cannot go on without what is not loaded: it is noted among the needs. */
export class NotLoadedError extends Error {
  override readonly name = 'NotLoadedError';
}

/** True when decisions asked for what is not loaded: they do not count. */
export function isLacking({ needs }: WorkingSet): boolean {
  return needs.resources.size > 0 || needs.payloads.size > 0;
}

/** Neither facilities nor ids nor types hold it. */
const SEPARATOR = '\n';

/** By which a record of a facility, or what else it names by itself (a key, a patient), is found among those loaded. */
export function recordKeyOf(facility: FacilityCode, key: string): string {
  return facility + SEPARATOR + key;
}

/** By which a resource of a facility is found among those loaded. */
export function resourceKeyOf({ facility, type, id }: ResourceKey): string {
  return facility + SEPARATOR + type + SEPARATOR + id;
}

/**
 * A working set over what is loaded.
 * @param nextRecord a sequence number for a new record
 */
export function createWorkingSet(loaded: Loaded, nextRecord: () => number): WorkingSet {
  const changes = noChanges();
  const needs: Needs = { resources: new Map(), payloads: new Set() };
  /** Records of this transaction, by sequence. */
  const written = new Map<number, RecordRow>();

  function write(row: RecordRow): number {
    const sequence = nextRecord();
    written.set(sequence, row);
    changes.records.push({ ...row, sequence });
    return sequence;
  }

  function payloadOf(record: number): Buffer {
    const payload = written.get(record)?.payload ?? loaded.payloads.get(record);
    if (payload !== undefined) return payload;
    needs.payloads.add(record);
    throw new NotLoadedError();
  }

  return {
    changes,
    needs,
    records: recordsOf(loaded, changes, write, payloadOf),
    resources: resourcesOf(loaded, changes, needs, (record) => written.get(record)?.record_key, payloadOf),
    lines: { append: (delivery) => void changes.deliveries.push(delivery) },
    persons: { note: (facility, resources) => notePersons(changes, facility, resources) },
    worklist: {
      note(facility, at, sightings) {
        for (const sighting of sightings) changes.codes.push({ facility, at, sighting });
      },
    },
  };
}

function noChanges(): Changes {
  return {
    records: [],
    superseding: [],
    newResources: new Map(),
    changedResources: new Map(),
    oldResources: [],
    deliveries: [],
    persons: new Map(),
    codes: [],
  };
}

function recordsOf(
  loaded: Loaded,
  changes: Changes,
  write: (row: RecordRow) => number,
  payloadOf: (record: number) => Buffer,
): RecordVersions {
  const now = new Map<string, LoadedRecord>();

  function find(facility: FacilityCode, key: string): LoadedRecord {
    const place = recordKeyOf(facility, key);
    const found = now.get(place) ?? loaded.records.get(place);
    if (found === undefined) throw new Error('a record was not loaded'); // a bug: those of a group are known before
    return found;
  }

  return {
    current: (facility, key) => find(facility, key).current,
    payload: (_, sequence) => payloadOf(sequence),
    wasKept: (facility, key, content) => find(facility, key).kept.has(content.toString('hex')),
    addVersion(place, evidenced, content, removed) {
      const { facility, receivedAt: at } = place;
      const { key } = evidenced.record;
      const before = find(facility, key);
      const version = before.newest + 1;
      const row = rowOfVersion(place, evidenced, content, version, removed);
      const sequence = write(row);
      const kept = row.state === 'refused' ? before.kept : new Set(before.kept).add(row.content.toString('hex'));
      const isAccepted = row.state === 'accepted';
      const state = isAccepted ? { current: currentFrom(row, sequence), repetition: 0 } : before;
      now.set(recordKeyOf(facility, key), { ...before, ...state, newest: version, kept });
      if (isAccepted && before.newest > 0) changes.superseding.push({ facility, record_key: key, version, at });
      return sequence;
    },
    addRepetition(place, evidenced, content, current) {
      const { key } = evidenced.record;
      const before = find(place.facility, key);
      const repetition = before.repetition + 1;
      write(rowOfRepetition(place, evidenced, content, current, repetition));
      now.set(recordKeyOf(place.facility, key), { ...before, repetition });
    },
  };
}

function currentFrom(row: RecordRow, sequence: number): CurrentVersion {
  const { version, content, source, end_of_care: endOfCare } = row;
  return { sequence, version, content, source, endOfCare, isWhole: true };
}

function resourcesOf(
  loaded: Loaded,
  { newResources, changedResources, oldResources }: Changes,
  needs: Needs,
  writtenKey: (record: number) => string | undefined,
  payloadOf: (record: number) => Buffer,
): ResourceRows {
  /** Null: it is not there. What is not loaded is noted, and taken not to be there until it is. */
  function stateOf(key: ResourceKey): LoadedResource | null {
    const place = resourceKeyOf(key);
    const own = newResources.get(place) ?? changedResources.get(place);
    if (own !== undefined) return own;
    const found = loaded.resources.get(place);
    if (found === undefined) needs.resources.set(place, key);
    return found ?? null;
  }

  function put(key: ResourceKey, state: Omit<LoadedResource, 'recordKey'>): void {
    const place = resourceKeyOf(key);
    const isNew = newResources.has(place) || loaded.resources.get(place) === null;
    const recordKey = writtenKey(state.record) ?? '';
    (isNew ? newResources : changedResources).set(place, { ...key, ...state, recordKey });
  }

  return {
    insert(key, digest, record) {
      if (stateOf(key) !== null) return false;
      put(key, { version: 1, digest, deleted: 0, record });
      return true;
    },
    find: (key) => stateOf(key) ?? undefined,
    payload: (key) => payloadOf((stateOf(key) as LoadedResource).record),
    moveTo: (key, record) => put(key, { ...(stateOf(key) as LoadedResource), record }),
    supersede(key, digest, deleted, record) {
      const before = stateOf(key) as LoadedResource;
      oldResources.push({ ...key, ...before });
      put(key, { version: before.version + 1, digest, deleted, record });
    },
  };
}

function notePersons({ persons }: Changes, facility: FacilityCode, resources: readonly Resource[]): void {
  for (const resource of resources) {
    if (resource.resourceType !== 'Patient') continue;
    const patient = String(resource.id);
    const person = personOf(resource);
    persons.set(recordKeyOf(facility, patient), {
      facility,
      patient,
      number: person?.number ?? null,
      birth_date: person?.birthDate ?? null,
    });
  }
}
