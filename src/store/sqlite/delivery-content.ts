import type { Resource } from '@medplum/fhirtypes';
import type { Database } from 'better-sqlite3';
import type { LeasedDelivery } from '../../types/store.ts';
import type { FacilityCode } from '../../types/submission.ts';
import { findResource, unpackRecord } from '../record-content.ts';
import { isSharedType } from '../shared-types.ts';
import type { Lease } from './delivery-lease.ts';

/**
 * What a lease is about: the resources of the record version, those of shared types in their newest content, and what
 * the destination has to remove. A version that never arrived there leaves its removals to the next one that does.
 */
export type LoadDelivery = (lease: Lease) => LeasedDelivery;

/** Removals of the versions after the last delivered one, as far as nothing has brought the resource back since. */
const REMOVED = `
  SELECT DISTINCT reference.value
  FROM record
    JOIN json_each(record.removed) AS reference
    JOIN resource ON resource.facility = record.facility
      AND resource.id = substr(reference.value, instr(reference.value, '/') + 1)
      AND resource.type = substr(reference.value, 1, instr(reference.value, '/') - 1)
      AND resource.deleted = 1
  WHERE record.facility = :facility AND record.record_key = :recordKey AND record.repetition = 0
    AND record.version <= :version AND record.removed IS NOT NULL
    AND record.version > (
      SELECT COALESCE(MAX(earlier.version), 0)
      FROM record AS earlier JOIN delivery ON delivery.record = earlier.sequence
      WHERE earlier.facility = :facility AND earlier.record_key = :recordKey AND earlier.repetition = 0
        AND earlier.version < :version AND delivery.destination = :destination AND delivery.state = 'delivered')`;

/** Loading from an open database. */
export function createLoadDelivery(db: Database): LoadDelivery {
  const payload = db
    .prepare<[FacilityCode, number], Buffer>('SELECT payload FROM record WHERE facility = ? AND sequence = ?')
    .pluck();
  const holder = db
    .prepare<[FacilityCode, string, string, number], number>(
      'SELECT record FROM resource WHERE facility = ? AND id = ? AND type = ? AND deleted = 0 AND record <> ?',
    )
    .pluck();
  const removed = db.prepare<Lease, string>(REMOVED).pluck();

  function resourcesOf(facility: FacilityCode, record: number): Resource[] {
    return unpackRecord(payload.get(facility, record) as Buffer);
  }

  /** Content of a shared resource is that of the record that holds it: a later one, or one that knows more of it. */
  function newest(resource: Resource, { facility, record }: Lease): Resource {
    const { resourceType, id = '' } = resource;
    if (!isSharedType(resourceType)) return resource;
    const other = holder.get(facility, id, resourceType, record);
    return other === undefined ? resource : findResource(resourcesOf(facility, other), resourceType, id);
  }

  return (lease) => {
    const resources = resourcesOf(lease.facility, lease.record);
    const kept = new Set(resources.map(({ resourceType, id }) => `${resourceType}/${id}`));
    return {
      id: lease.id,
      destination: lease.destination,
      facility: lease.facility,
      recordKey: lease.recordKey,
      recordId: lease.recordId,
      resources: resources.map((resource) => newest(resource, lease)),
      removed: removed.all(lease).filter((reference) => !kept.has(reference)),
      attempt: lease.attempt,
      fence: lease.attempt,
      queuedAt: lease.queuedAt,
    };
  };
}
