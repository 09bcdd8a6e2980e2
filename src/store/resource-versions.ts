import type { Resource } from '@medplum/fhirtypes';
import type { RecordToStore } from '../types/intake.ts';
import type { KeptResource } from '../types/packed-submission.ts';
import type { FacilityCode } from '../types/submission.ts';
import { findResource, unpackRecord } from './record-content.ts';
import { isSharedType } from './shared-types.ts';
import { tellsNoMore } from './tells-less.ts';

/** Current and superseded versions of resources. Everything is inside a transaction and of one facility. */
export interface ResourceVersions {
  /**
   * `Type/id` of the live resources that a record version deletes: those that the sender deletes by name and, when
   * the version replaces the episode, those of the version before that it no longer has. Resources of a shared type
   * and those that another record has written since are not the episode's to delete.
   */
  removedBy(
    facility: FacilityCode,
    record: Pick<RecordToStore, 'key' | 'deletes' | 'replacesEpisode'> & { readonly content: readonly KeptResource[] },
    previousPayload: Buffer | undefined,
  ): string[];
  /**
   * Makes the record's resources current; an equal one keeps its version. Of shared types what is there stays, where the
   * record tells no more of it.
   * @param content those of them that are of shared types
   * @param isProvisional it is never taken to tell more
   */
  write(
    facility: FacilityCode,
    resources: readonly KeptResource[],
    record: number,
    content: { readonly shared: readonly Resource[]; readonly isProvisional: boolean },
  ): void;
  /** Makes resources deleted: a version of its own. */
  remove(facility: FacilityCode, references: readonly string[], record: number): void;
}

/** Where a resource stands. */
export interface ResourceKey {
  readonly facility: FacilityCode;
  readonly type: string;
  readonly id: string;
}

/** A resource as it is now. */
export interface ResourceNow {
  readonly digest: Buffer;
  readonly deleted: 0 | 1;
  /** Key of the record that holds it. */
  readonly recordKey: string;
}

/** Rows of the resource tables; `record` is the sequence of the record version that holds the content. */
export interface ResourceRows {
  /** False, and nothing is written, when the resource is there already. */
  insert(key: ResourceKey, digest: Buffer, record: number): boolean;
  find(key: ResourceKey): ResourceNow | undefined;
  /** Payload of the record that holds it. */
  payload(key: ResourceKey): Buffer;
  /** The same content, held by another record. */
  moveTo(key: ResourceKey, record: number): void;
  /** Keeps the version that is there as an old one, and makes the next. */
  supersede(key: ResourceKey, digest: Buffer, deleted: 0 | 1, record: number): void;
}

/** Versions of resources in the rows given. */
export function createResourceVersions(rows: ResourceRows): ResourceVersions {
  function writeOver(key: ResourceKey, digest: Buffer, record: number): void {
    const now = rows.find(key) as ResourceNow;
    // The record that wrote it last is the one whose next version may delete it.
    if (now.deleted === 1 || !now.digest.equals(digest)) rows.supersede(key, digest, 0, record);
    else if (!isSharedType(key.type)) rows.moveTo(key, record);
  }

  function staysAsItIs(
    key: ResourceKey,
    digest: Buffer,
    { shared, isProvisional }: { readonly shared: readonly Resource[]; readonly isProvisional: boolean },
  ): boolean {
    const now = rows.find(key);
    if (now === undefined || now.deleted === 1 || now.digest.equals(digest)) return false;
    if (isProvisional) return true;
    const known = findResource(unpackRecord(rows.payload(key)), key.type, key.id);
    return tellsNoMore(findResource(shared, key.type, key.id), known);
  }

  function isLive(facility: FacilityCode, reference: string): boolean {
    return rows.find(keyOf(facility, reference))?.deleted === 0;
  }

  function isOwn(facility: FacilityCode, reference: string, recordKey: string): boolean {
    const now = rows.find(keyOf(facility, reference));
    return now?.deleted === 0 && now.recordKey === recordKey;
  }

  return {
    removedBy(facility, { key, content, deletes, replacesEpisode }, previousPayload) {
      const kept = new Set(content.map(({ type, id }) => `${type}/${id}`));
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
        const key = { facility, type, id };
        const isNew = rows.insert(key, digest, record);
        if (!isNew && !(isSharedType(type) && staysAsItIs(key, digest, content))) writeOver(key, digest, record);
      }
    },
    remove(facility, references, record) {
      for (const reference of references) rows.supersede(keyOf(facility, reference), Buffer.alloc(0), 1, record);
    },
  };
}

function referenceOf({ resourceType, id }: Resource): string {
  return `${resourceType}/${id}`;
}

function keyOf(facility: FacilityCode, reference: string): ResourceKey {
  const [type = '', id = ''] = reference.split('/');
  return { facility, type, id };
}
