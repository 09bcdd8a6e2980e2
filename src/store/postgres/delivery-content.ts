import type { Resource } from '@medplum/fhirtypes';
import type { LeasedDelivery, Message, ProtectedReference } from '../../types/delivery.ts';
import type { FacilityCode } from '../../types/submission.ts';
import { decompress, digestResource, findResource, unpackRecord } from '../record-content.ts';
import { isSharedType } from '../shared-types.ts';
import type { Database, Reader } from './database.ts';
import type { Lease } from './delivery-lease.ts';
import { ofFacility, statement } from './statement.ts';

interface AskedRecords {
  readonly facilities: readonly FacilityCode[];
  readonly records: readonly number[];
}

const PAYLOADS = ofFacility<AskedRecords, { sequence: number; payload: Buffer }>(
  `SELECT record.sequence, record.payload
   FROM unnest(:facilities::text[], :records::bigint[]) AS asked (facility, record)
     JOIN record ON record.sequence = asked.record AND record.facility = asked.facility`,
);

interface AskedShared {
  readonly facility: FacilityCode;
  readonly type: string;
  readonly id: string;
  readonly digest: Buffer;
}

/** Of shared resources, the record that holds their content now, where it is another content. */
const HOLDERS = ofFacility<
  {
    facilities: readonly FacilityCode[];
    types: readonly string[];
    ids: readonly string[];
    digests: readonly Buffer[];
  },
  { place: number; record: number }
>(
  `SELECT asked.place, resource.record
   FROM unnest(:facilities::text[], :types::text[], :ids::text[], :digests::bytea[])
       WITH ORDINALITY AS asked (facility, type, id, digest, place)
     JOIN resource ON resource.facility = asked.facility AND resource.id = asked.id AND resource.type = asked.type
   WHERE resource.deleted = 0 AND resource.digest <> asked.digest`,
);

interface AskedRemovals {
  readonly facilities: readonly FacilityCode[];
  readonly keys: readonly string[];
  readonly versions: readonly number[];
  readonly destinations: readonly string[];
}

/**
 * Removals of the versions after the last delivered one, as far as nothing has brought the resource back since. `OFFSET 0` keeps
 * the order: the few removals first, then each of those resources; else all resources of a facility may be read.
 */
const removedIn = (list: string, reference: string) =>
  ofFacility<AskedRemovals, { place: number; value: string }>(
    `SELECT asked.place, removal.value
     FROM unnest(:facilities::text[], :keys::text[], :versions::integer[], :destinations::text[])
         WITH ORDINALITY AS asked (facility, key, version, destination, place)
       CROSS JOIN LATERAL (
         SELECT listed.value FROM record CROSS JOIN LATERAL json_array_elements_text(${list}::json) AS listed (value)
         WHERE record.facility = asked.facility AND record.record_key = asked.key AND record.repetition = 0
           AND record.version <= asked.version AND ${list} IS NOT NULL AND record.version > (
             SELECT COALESCE(max(earlier.version), 0)
             FROM record AS earlier JOIN delivery ON delivery.record = earlier.sequence
             WHERE earlier.facility = asked.facility AND earlier.record_key = asked.key AND earlier.repetition = 0
               AND earlier.version < asked.version AND delivery.destination = asked.destination
               AND delivery.state = 'delivered')
         ORDER BY record.version OFFSET 0) AS removal
       CROSS JOIN LATERAL (
         SELECT 1 FROM resource
         WHERE resource.facility = asked.facility AND resource.id = split_part(${reference}, '/', 2)
           AND resource.type = split_part(${reference}, '/', 1) AND resource.deleted = 1 OFFSET 0) AS gone`,
  );
const REMOVED = removedIn('record.removed', 'removal.value');
const REMOVED_PROTECTED = removedIn('record.removed_protected', `(removal.value::json ->> 'reference')`);

type MessageRow = Message & { readonly delivery: number };

const MESSAGES = statement<{ deliveries: readonly number[]; attempts: readonly number[] }, MessageRow>(
  `SELECT attempt.delivery, message.key, message.content_type AS "contentType", message.bytes
   FROM unnest(:deliveries::bigint[], :attempts::integer[]) AS asked (delivery, number)
     JOIN attempt ON attempt.delivery = asked.delivery AND attempt.number = asked.number
     JOIN message ON message.delivery = attempt.delivery AND message.attempt = attempt.message
   WHERE message.bytes IS NOT NULL`,
);

const DELIVERED_BY = statement<{ deliveries: readonly number[] }, { delivery: number; number: number }>(
  `SELECT delivery, max(number) AS number FROM attempt
   WHERE delivery = ANY(:deliveries::bigint[]) AND outcome = 'delivered' GROUP BY delivery`,
);

/** What was read of some leases; lists are by the place of the lease among them, from 1. */
interface Content {
  readonly payloads: ReadonlyMap<number, Resource[]>;
  readonly removed: ReadonlyMap<number, readonly string[]>;
  readonly removedProtected: ReadonlyMap<number, readonly string[]>;
  readonly messages: ReadonlyMap<number, Message>;
  /** By the sequence of the delivery, as the messages: the last attempt that delivered it. */
  readonly deliveredBy: ReadonlyMap<number, number>;
}

/**
 * What leases are about: the resources of the record version, those of shared types in their newest content, and what
 * the destination has to remove. A version that never arrived there leaves its removals to the next one that does.
 */
export async function loadDeliveries(database: Database, leases: readonly Lease[]): Promise<LeasedDelivery[]> {
  if (leases.length === 0) return [];
  return database.reading(async (reader) => {
    const content = await readContent(reader, leases);
    const newest = await readNewest(reader, leases, content);
    return leases.map((lease, index) => assemble(lease, index + 1, content, newest));
  });
}

async function readContent(reader: Reader, leases: readonly Lease[]): Promise<Content> {
  const facilities = leases.map(({ facility }) => facility);
  const removals = {
    facilities,
    keys: leases.map(({ recordKey }) => recordKey),
    versions: leases.map(({ version }) => version),
    destinations: leases.map(({ destination }) => destination),
  };
  const unsettled = leases.filter((lease) => lease.unsettled !== null);
  const again = leases.filter(({ attempt }) => attempt > 1).map(({ sequence }) => sequence);
  const [payloads, removed, removedProtected, messages, deliveredBy] = await Promise.all([
    readPayloads(
      reader,
      facilities,
      leases.map(({ record }) => record),
    ),
    reader.rows(REMOVED, removals),
    reader.rows(REMOVED_PROTECTED, removals),
    unsettled.length === 0
      ? []
      : reader.rows(MESSAGES, {
          deliveries: unsettled.map(({ sequence }) => sequence),
          attempts: unsettled.map((lease) => lease.unsettled as number),
        }),
    again.length === 0 ? [] : reader.rows(DELIVERED_BY, { deliveries: again }),
  ]);
  return {
    payloads,
    removed: byPlace(removed),
    removedProtected: byPlace(removedProtected),
    messages: new Map(
      messages.map(({ delivery, ...message }) => [delivery, { ...message, bytes: decompress(message.bytes) }]),
    ),
    deliveredBy: new Map(deliveredBy.map(({ delivery, number }) => [delivery, number])),
  };
}

async function readPayloads(
  reader: Reader,
  facilities: readonly FacilityCode[],
  records: readonly number[],
): Promise<Map<number, Resource[]>> {
  const rows = await reader.rows(PAYLOADS, { facilities, records });
  return new Map(rows.map(({ sequence, payload }) => [sequence, unpackRecord(payload)]));
}

/** Each once. */
function byPlace(rows: readonly { place: number; value: string }[]): Map<number, string[]> {
  const groups = Map.groupBy(rows, ({ place }) => place);
  return new Map([...groups].map(([place, group]) => [place, [...new Set(group.map(({ value }) => value))]]));
}

/** Newest content of shared resources that have another one by now, by facility and reference. */
async function readNewest(
  reader: Reader,
  leases: readonly Lease[],
  { payloads }: Content,
): Promise<ReadonlyMap<string, Resource>> {
  const asked = leases.flatMap(({ facility, record }) => sharedOf(facility, payloads.get(record) ?? []));
  if (asked.length === 0) return new Map();
  const rows = await reader.rows(HOLDERS, {
    facilities: asked.map(({ facility }) => facility),
    types: asked.map(({ type }) => type),
    ids: asked.map(({ id }) => id),
    digests: asked.map(({ digest }) => digest),
  });
  if (rows.length === 0) return new Map();
  const held = rows.map(({ place, record }) => ({ ...(asked[place - 1] as AskedShared), record }));
  const records = new Map(held.map(({ record, facility }) => [record, facility]));
  const holders = await readPayloads(reader, [...records.values()], [...records.keys()]);
  return new Map(
    held.map(({ facility, type, id, record }) => [
      `${facility} ${type}/${id}`,
      findResource(holders.get(record) as Resource[], type, id),
    ]),
  );
}

function sharedOf(facility: FacilityCode, resources: readonly Resource[]): AskedShared[] {
  return resources
    .filter(({ resourceType }) => isSharedType(resourceType))
    .map((resource) => ({
      facility,
      type: resource.resourceType,
      id: String(resource.id),
      digest: digestResource(resource),
    }));
}

function assemble(
  lease: Lease,
  place: number,
  content: Content,
  newest: ReadonlyMap<string, Resource>,
): LeasedDelivery {
  const { sequence, record, unsettled, ...delivery } = lease;
  const resources = content.payloads.get(record);
  if (resources === undefined) throw new Error(`record ${lease.recordId} is leased and has no content`);
  const referenceOf = ({ resourceType, id }: Resource) => `${resourceType}/${id}`;
  const kept = new Set(resources.map(referenceOf));
  return {
    ...delivery,
    resources: resources.map((resource) => newest.get(`${lease.facility} ${referenceOf(resource)}`) ?? resource),
    removed: (content.removed.get(place) ?? []).filter((reference) => !kept.has(reference)),
    removedProtected: (content.removedProtected.get(place) ?? [])
      .map((removal) => JSON.parse(removal) as ProtectedReference)
      .filter(({ reference }) => !kept.has(reference)),
    fence: lease.attempt,
    unsettled: unsettled === null ? null : (content.messages.get(sequence) ?? null),
    deliveredBy: content.deliveredBy.get(sequence) ?? null,
  };
}
