import type { Resource } from '@medplum/fhirtypes';
import type { Database } from 'better-sqlite3';
import type { RecordToStore } from '../../types/store.ts';
import type { FacilityCode } from '../../types/submission.ts';
import { findResource, type KeptResource, unpackRecord } from '../record-content.ts';
import { isSharedType } from '../shared-types.ts';
import { tellsNoMore } from '../tells-less.ts';

/** Current and superseded versions of resources. Everything is inside a transaction and of one facility. */
export interface ResourceVersions {
  /**
   * `Type/id` of the live resources that a record version deletes: those that the sender deletes by name and, when
   * the version replaces the episode, those of the version before that it no longer has. Resources of a shared type
   * and those that another record has written since are not the episode's to delete.
   */
  removedBy(facility: FacilityCode, record: RecordToStore, previousPayload: Buffer | undefined): string[];
  /**
   * Makes the record's resources current; an equal one keeps its version. Of shared types what is there stays, where the
   * record tells no more of it.
   * @param content the same resources
   * @param isProvisional it is never taken to tell more
   */
  write(
    facility: FacilityCode,
    resources: readonly KeptResource[],
    record: number,
    content: { readonly resources: readonly Resource[]; readonly isProvisional: boolean },
  ): void;
  /** Makes resources deleted: a version of its own. */
  remove(facility: FacilityCode, references: readonly string[], record: number): void;
}

type Key = [FacilityCode, string, string];

interface CurrentRow {
  readonly digest: Buffer;
  readonly deleted: 0 | 1;
  readonly record_key: string;
}

/** Versions of resources in an open database. */
export function createResourceVersions(db: Database): ResourceVersions {
  const { insert, current, holding, moveTo, keepOld, supersede } = prepareStatements(db);

  function writeOver(key: Key, digest: Buffer, record: number): void {
    const row = current.get(...key) as CurrentRow;
    if (row.deleted === 1 || !row.digest.equals(digest)) {
      keepOld.run(...key);
      supersede.run(digest, 0, record, ...key);
    } else if (!isSharedType(key[2])) {
      // The record that wrote it last is the one whose next version may delete it.
      moveTo.run(record, ...key);
    }
  }

  function staysAsItIs(
    [facility, id, type]: Key,
    digest: Buffer,
    { resources, isProvisional }: { readonly resources: readonly Resource[]; readonly isProvisional: boolean },
  ): boolean {
    const row = current.get(facility, id, type);
    if (row === undefined || row.deleted === 1 || row.digest.equals(digest)) return false;
    if (isProvisional) return true;
    const known = findResource(unpackRecord(holding.get(facility, id, type) as Buffer), type, id);
    return tellsNoMore(findResource(resources, type, id), known);
  }

  function isLive(facility: FacilityCode, reference: string): boolean {
    return current.get(...keyOf(facility, reference))?.deleted === 0;
  }

  function isOwn(facility: FacilityCode, reference: string, recordKey: string): boolean {
    const row = current.get(...keyOf(facility, reference));
    return row?.deleted === 0 && row.record_key === recordKey;
  }

  return {
    removedBy(facility, { key, resources, deletes, replacesEpisode }, previousPayload) {
      const kept = new Set(resources.map(referenceOf));
      const missing = replacesEpisode && previousPayload !== undefined ? unpackRecord(previousPayload) : [];
      const removed = missing
        .filter((resource) => !isSharedType(resource.resourceType))
        .map(referenceOf)
        .filter((reference) => isOwn(facility, reference, key))
        .concat(deletes.filter((reference) => isLive(facility, reference)));
      return [...new Set(removed)].filter((reference) => !kept.has(reference));
    },
    write(facility, resources, record, content) {
      for (const { type, id, digest } of resources) {
        const key: Key = [facility, id, type];
        const isNew = insert.run(facility, id, type, digest, record).changes === 1;
        if (!isNew && !(isSharedType(type) && staysAsItIs(key, digest, content))) writeOver(key, digest, record);
      }
    },
    remove(facility, references, record) {
      for (const reference of references) {
        const key = keyOf(facility, reference);
        keepOld.run(...key);
        supersede.run(Buffer.alloc(0), 1, record, ...key);
      }
    },
  };
}

function referenceOf({ resourceType, id }: Resource): string {
  return `${resourceType}/${id}`;
}

function keyOf(facility: FacilityCode, reference: string): Key {
  const [type = '', id = ''] = reference.split('/');
  return [facility, id, type];
}

function prepareStatements(db: Database) {
  return {
    insert: db.prepare<[FacilityCode, string, string, Buffer, number]>(
      `INSERT INTO resource (facility, id, type, version, digest, deleted, record) VALUES (?, ?, ?, 1, ?, 0, ?)
       ON CONFLICT DO NOTHING`,
    ),
    current: db.prepare<Key, CurrentRow>(
      `SELECT resource.digest, resource.deleted, record.record_key
       FROM resource JOIN record ON record.sequence = resource.record
       WHERE resource.facility = ? AND resource.id = ? AND resource.type = ?`,
    ),
    holding: db
      .prepare<Key, Buffer>(
        `SELECT record.payload FROM resource JOIN record ON record.sequence = resource.record
         WHERE resource.facility = ? AND resource.id = ? AND resource.type = ?`,
      )
      .pluck(),
    moveTo: db.prepare<[number, ...Key]>('UPDATE resource SET record = ? WHERE facility = ? AND id = ? AND type = ?'),
    keepOld: db.prepare<Key>(
      `INSERT INTO resource_version (facility, id, type, version, digest, deleted, record)
       SELECT facility, id, type, version, digest, deleted, record FROM resource
       WHERE facility = ? AND id = ? AND type = ?`,
    ),
    supersede: db.prepare<[Buffer, 0 | 1, number, ...Key]>(
      `UPDATE resource SET version = version + 1, digest = ?, deleted = ?, record = ?
       WHERE facility = ? AND id = ? AND type = ?`,
    ),
  };
}
