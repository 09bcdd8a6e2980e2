import type { Resource } from '@medplum/fhirtypes';
import type { Database } from 'better-sqlite3';
import type { LeasedDelivery, Message, ProtectedReference } from '../../types/delivery.ts';
import type { FacilityCode } from '../../types/submission.ts';
import { digestResource, findResource, unpackRecord } from '../record-content.ts';
import { isSharedType } from '../shared-types.ts';
import type { Lease } from './delivery-lease.ts';

/**
 * What a lease is about: the resources of the record version, those of shared types in their newest content, and what
 * the destination has to remove. A version that never arrived there leaves its removals to the next one that does.
 */
export type LoadDelivery = (lease: Lease) => LeasedDelivery;

/** Removals of the versions after the last delivered one, as far as nothing has brought the resource back since. */
const removedIn = (list: string, reference: string) => `
  SELECT DISTINCT removal.value
  FROM record INDEXED BY record_removals
    JOIN json_each(${list}) AS removal
    JOIN resource ON resource.facility = record.facility
      AND resource.id = substr(${reference}, instr(${reference}, '/') + 1)
      AND resource.type = substr(${reference}, 1, instr(${reference}, '/') - 1)
      AND resource.deleted = 1
  WHERE record.facility = :facility AND record.record_key = :recordKey AND record.repetition = 0
    AND record.version <= :version AND ${list} IS NOT NULL
    AND record.version > (
      SELECT COALESCE(MAX(earlier.version), 0)
      FROM record AS earlier JOIN delivery ON delivery.record = earlier.sequence
      WHERE earlier.facility = :facility AND earlier.record_key = :recordKey AND earlier.repetition = 0
        AND earlier.version < :version AND delivery.destination = :destination AND delivery.state = 'delivered')`;

/**
 * Loading from an open database.
 * @param messageOf the message of an attempt of a delivery, by its sequence
 */
export function createLoadDelivery(
  db: Database,
  messageOf: (delivery: number, attempt: number) => Message | undefined,
): LoadDelivery {
  const payload = db
    .prepare<[FacilityCode, number], Buffer>('SELECT payload FROM record WHERE facility = ? AND sequence = ?')
    .pluck();
  const holder = db
    .prepare<[FacilityCode, string, string, number, Buffer], number>(
      `SELECT record FROM resource
       WHERE facility = ? AND id = ? AND type = ? AND deleted = 0 AND record <> ? AND digest <> ?`,
    )
    .pluck();
  const mayRemove = db.prepare<Lease, unknown>(
    `SELECT 1 FROM record INDEXED BY record_removals
     WHERE facility = :facility AND record_key = :recordKey AND version <= :version
       AND (removed IS NOT NULL OR removed_protected IS NOT NULL) LIMIT 1`,
  );
  const removed = db.prepare<Lease, string>(removedIn('record.removed', 'removal.value')).pluck();
  const removedProtected = db
    .prepare<Lease, string>(removedIn('record.removed_protected', "(removal.value ->> '$.reference')"))
    .pluck();

  const deliveredBy = db
    .prepare<[number], number | null>(`SELECT MAX(number) FROM attempt WHERE delivery = ? AND outcome = 'delivered'`)
    .pluck();

  function resourcesOf(facility: FacilityCode, record: number): Resource[] {
    return unpackRecord(payload.get(facility, record) as Buffer);
  }

  /** Content of a shared resource is that of the record that holds it: a later one, or one that knows more of it. */
  function newest(resource: Resource, { facility, record }: Lease): Resource {
    const { resourceType, id = '' } = resource;
    if (!isSharedType(resourceType)) return resource;
    const other = holder.get(facility, id, resourceType, record, digestResource(resource));
    return other === undefined ? resource : findResource(resourcesOf(facility, other), resourceType, id);
  }

  /** The two queries cost 0.3 ms also when they find nothing; a record that never lost anything is told by its index. */
  function removals(lease: Lease, kept: ReadonlySet<string>): Pick<LeasedDelivery, 'removed' | 'removedProtected'> {
    if (mayRemove.get(lease) === undefined) return { removed: [], removedProtected: [] };
    return {
      removed: removed.all(lease).filter((reference) => !kept.has(reference)),
      removedProtected: removedProtected
        .all(lease)
        .map((removal) => JSON.parse(removal) as ProtectedReference)
        .filter(({ reference }) => !kept.has(reference)),
    };
  }

  return (lease) => {
    const resources = resourcesOf(lease.facility, lease.record);
    const kept = new Set(resources.map(({ resourceType, id }) => `${resourceType}/${id}`));
    const { sequence, line: _, record: __, unsettled, ...delivery } = lease;
    return {
      ...delivery,
      resources: resources.map((resource) => newest(resource, lease)),
      ...removals(lease, kept),
      fence: lease.attempt,
      unsettled: unsettled === null ? null : (messageOf(sequence, unsettled) ?? null),
      deliveredBy: lease.attempt === 1 ? null : (deliveredBy.get(sequence) ?? null),
    };
  };
}
