import type { Resource } from '@medplum/fhirtypes';
import type { FacilityCode } from '../types/submission.ts';
import { digestResource, packResources, unpackRecord } from './record-content.ts';
import type { ResourceKey } from './resource-versions.ts';
import { isSharedType } from './shared-types.ts';

/** A record version whose content retention lets go. */
export interface LeavingVersion {
  readonly facility: FacilityCode;
  readonly sequence: number;
  readonly key: string;
  readonly patient: string | null;
  /** Null: it has none (any more). */
  readonly payload: Buffer | null;
  /** `Type/id` of what it deleted. */
  readonly removed: readonly string[];
}

/** Rows that hang on the content of record versions. Everything is inside a transaction and of one facility. */
export interface ContentRows {
  /** Sequence of the record version that holds a resource, dead or alive. */
  holder(key: ResourceKey): number | undefined;
  /** Removes a resource from what is there now; a Patient from the persons too. */
  drop(key: ResourceKey): void;
  /** From now on another record version holds it; other content is a version of its own. */
  moveTo(key: ResourceKey, digest: Buffer, record: number): void;
  /** Removes the superseded versions of a resource that a record version holds. */
  dropVersions(key: ResourceKey, record: number): void;
  /** Newest whole accepted record versions of a patient (`Patient/id`), but for those that leave; at most 20. */
  ofPatient(
    facility: FacilityCode,
    patient: string,
    leaving: { readonly sequence: number } | { readonly key: string },
  ): readonly { readonly sequence: number; readonly payload: Buffer }[];
}

/**
 * Inside a transaction: takes a record version's content out of the resource tables, and gives the payload that has to stay.
 * What the facility shares (its staff, itself) stays; of a patient what other records that are kept say of her.
 * @param isWholeRecord the record goes with all its versions; else the version is superseded, and what is still current of it stays
 */
export type LetGo = (version: LeavingVersion, isWholeRecord: boolean) => Buffer | null;

/** Lets go in the rows given. */
export function createLetGo(rows: ContentRows): LetGo {
  /** True when another record that is kept has it, and holds it from now on. */
  function moves(
    key: ResourceKey,
    patients: readonly string[],
    leaving: { readonly sequence: number } | { readonly key: string },
  ): boolean {
    for (const patient of new Set(patients)) {
      for (const { sequence, payload } of rows.ofPatient(key.facility, patient, leaving)) {
        const same = unpackRecord(payload).findLast(
          ({ resourceType, id }) => resourceType === key.type && id === key.id,
        );
        if (same === undefined) continue;
        rows.moveTo(key, digestResource(same), sequence);
        return true;
      }
    }
    return false;
  }

  function stays(resource: Resource, version: LeavingVersion, isWholeRecord: boolean): boolean {
    const { resourceType: type, id = '' } = resource;
    const key = { facility: version.facility, type, id };
    rows.dropVersions(key, version.sequence);
    if (rows.holder(key) !== version.sequence) return false;
    const isShared = isSharedType(type);
    if (!isShared && !isWholeRecord) return true;
    const subject = isShared ? subjectOf(resource) : undefined;
    if (isShared && subject === undefined) return true;
    const patients = [subject, version.patient].filter((patient) => typeof patient === 'string');
    const leaving = isWholeRecord ? { key: version.key } : { sequence: version.sequence };
    if (!isShared || !moves(key, patients, leaving)) rows.drop(key);
    return false;
  }

  return (version, isWholeRecord) => {
    const { facility, sequence, payload, removed } = version;
    const resources = payload === null ? [] : unpackRecord(payload);
    const byReference = new Map(resources.map((resource) => [`${resource.resourceType}/${resource.id}`, resource]));
    const left = [...byReference.values()].filter((resource) => stays(resource, version, isWholeRecord));
    for (const reference of isWholeRecord ? removed : []) {
      const [type = '', id = ''] = reference.split('/');
      const key = { facility, type, id };
      rows.dropVersions(key, sequence);
      if (rows.holder(key) === sequence) rows.drop(key);
    }
    return packResources(left);
  };
}

/** The patient of whom a shared resource speaks; undefined when it is the facility's own. */
function subjectOf(resource: Resource): string | undefined {
  switch (resource.resourceType) {
    case 'Patient':
      return `Patient/${resource.id}`;
    case 'Coverage':
      return resource.beneficiary?.reference;
    case 'Device':
      return resource.patient?.reference;
    default:
      return undefined;
  }
}
