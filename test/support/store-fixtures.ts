import { createHash } from 'node:crypto';
import type { Observation, Patient, Resource } from '@medplum/fhirtypes';
import { v7 } from 'uuid';
import type { AttemptSettlement, LeasedDelivery, Message, OwedDelivery } from '../../src/types/delivery.ts';
import type { RecordToStore, SubmissionToStore } from '../../src/types/intake.ts';
import type { RecordEvidence } from '../../src/types/mapped-record.ts';
import type { Facility } from '../../src/types/registry.ts';
import type { Store } from '../../src/types/store.ts';

/** 2026-11-22T08:00:00+07:00 */
export const NOON = Date.parse('2026-11-22T08:00:00+07:00');
export const LEASE_MS = 60_000;

export function facilityOf(code: string, changes: Partial<Facility> = {}): Facility {
  return {
    code,
    name: `Bệnh viện ${code}`,
    cohort: 'hospital',
    ownership: 'public',
    level: 'province',
    commune: '51001',
    openFrom: '2010-01-01',
    openTo: null,
    scope: [{ from: null, value: 'yes', reason: 'inpatient' }],
    announced: null,
    statistics: { '2026-10': 1_234 },
    ...changes,
  };
}

export function evidenceOf(changes: Partial<RecordEvidence> = {}): RecordEvidence {
  return {
    source: 'claim',
    encounter: 'LK1',
    endOfCare: NOON - 3_600_000,
    level: 1,
    sectionsDue: ['administrative', 'orders'],
    sectionsPresent: ['administrative'],
    identity: true,
    signed: false,
    ...changes,
  };
}

export function patient(id: string, text = 'A'): Patient {
  return { resourceType: 'Patient', id, name: [{ text }] };
}

export function observation(id: string, value = 1): Observation {
  return { resourceType: 'Observation', id, status: 'final', code: { text: 'Glucose' }, valueInteger: value };
}

/** Deliveries to these destinations, without a deadline. */
export function owedTo(...destinations: readonly string[]): readonly OwedDelivery[] {
  return destinations.map((destination) => ({ destination, deadline: null }));
}

/** An accepted claim of one patient with one observation, owed to the province. */
export function recordOf(changes: Partial<RecordToStore> = {}): RecordToStore {
  const { key = 'LK1', patient: subject = 'Patient/p1' } = changes;
  const resources: Resource[] = [patient((subject ?? 'Patient/p1').slice('Patient/'.length)), observation(`o-${key}`)];
  return {
    id: v7(),
    key,
    kind: 'claim',
    position: 1,
    count: 3,
    state: 'accepted',
    outcome: '{"resourceType":"OperationOutcome","issue":[]}',
    resources,
    deletes: [],
    replacesEpisode: true,
    patient: subject,
    evidence: evidenceOf({ encounter: key }),
    mapping: 'claim-xml/4750@1',
    policy: 'default@1+0/enforced',
    broken: [],
    unmapped: [],
    owed: owedTo('province'),
    ...changes,
  };
}

/** What a test says of a submission; `owed` names the destinations of all its records. */
export type SubmissionChanges = Partial<SubmissionToStore> & { readonly owed?: readonly string[] };

/** A submission of facility 99001; its bytes, and so its key, are its own. */
export function submissionOf({ owed, ...changes }: SubmissionChanges = {}): SubmissionToStore {
  const records = changes.records ?? [recordOf()];
  const id = changes.id ?? v7();
  const bytes = changes.bytes ?? Buffer.from(`<GIAMDINHHS>${id}</GIAMDINHHS>`);
  const sha256 = sha256Of(bytes);
  return {
    id,
    facility: '99001',
    idempotencyKey: sha256,
    sha256,
    bytes,
    contentType: 'application/xml',
    channel: 'submissions',
    format: 'claim-xml',
    state: 'accepted',
    receivedAt: NOON,
    response: null,
    outcome: null,
    ...changes,
    records: owed === undefined ? records : records.map((record) => ({ ...record, owed: owedTo(...owed) })),
  };
}

/** Stores one submission of the given records. */
export async function acceptRecords(
  store: Store,
  records: readonly RecordToStore[],
  changes: SubmissionChanges = {},
): Promise<string> {
  const submission = submissionOf({
    records: records.map((record, index) => ({ ...record, position: index + 1 })),
    ...changes,
  });
  const outcome = await store.accept(submission);
  if (outcome.kind !== 'stored') throw new Error(`not stored: ${outcome.kind}`);
  return submission.id;
}

/** Leases what is due at the province. */
export function leaseAt(store: Store, now: number, changes: { destination?: string; limit?: number } = {}) {
  return store.lease({ destination: 'province', owner: 'worker-1', now, leaseMs: LEASE_MS, limit: 100, ...changes });
}

export function settlementOf(
  { id, fence }: LeasedDelivery,
  changes: Partial<AttemptSettlement> = {},
): AttemptSettlement {
  return {
    deliveryId: id,
    fence,
    state: 'delivered',
    startedAt: NOON,
    endedAt: NOON + 10,
    httpStatus: 200,
    ...changes,
  };
}

/** Lower-case hex. */
export function sha256Of(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

/** What a worker is about to send. */
export function messageOf(text: string, changes: Partial<Message> = {}): Message {
  return { key: 'key-1', contentType: 'application/fhir+json', bytes: Buffer.from(text), ...changes };
}

/** Leases, keeps a message of its own for each, and delivers, until nothing is due; gives what was sent, in order. */
export async function sendAll(store: Store, now: number, destination = 'province'): Promise<LeasedDelivery[]> {
  const sent: LeasedDelivery[] = [];
  for (;;) {
    const leased = await leaseAt(store, now, { destination });
    if (leased.length === 0) return sent;
    sent.push(...leased);
    for (const { id, fence, recordId } of leased) await store.keepMessage(id, fence, messageOf(`sent ${recordId}`));
    await store.settle(
      leased.map((delivery) => settlementOf(delivery, { endedAt: now, receipt: `r-${delivery.recordKey}` })),
    );
  }
}

/** Leases and delivers until nothing is due; gives what was sent, in order. */
export async function deliverAll(store: Store, now: number, destination = 'province'): Promise<LeasedDelivery[]> {
  const sent: LeasedDelivery[] = [];
  for (;;) {
    const leased = await leaseAt(store, now, { destination });
    if (leased.length === 0) return sent;
    sent.push(...leased);
    await store.settle(leased.map((delivery) => settlementOf(delivery)));
  }
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
