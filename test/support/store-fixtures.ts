import { createHash } from 'node:crypto';
import type { Observation, Patient, Resource } from '@medplum/fhirtypes';
import { v7 } from 'uuid';
import type { RecordEvidence } from '../../src/types/mapped-record.ts';
import type {
  AttemptSettlement,
  Facility,
  LeasedDelivery,
  RecordToStore,
  Store,
  SubmissionToStore,
} from '../../src/types/store.ts';

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

/** An accepted record of one patient with one observation. */
export function recordOf(changes: Partial<RecordToStore> = {}): RecordToStore {
  const { key = 'LK1', patient: subject = 'Patient/p1' } = changes;
  const resources: Resource[] = [patient((subject ?? 'Patient/p1').slice('Patient/'.length)), observation(`o-${key}`)];
  return {
    id: v7(),
    key,
    position: 1,
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
    ...changes,
  };
}

/** A submission of facility 99001 to the province; its bytes, and so its key, are its own. */
export function submissionOf(changes: Partial<SubmissionToStore> = {}): SubmissionToStore {
  const id = changes.id ?? v7();
  const bytes = changes.bytes ?? Buffer.from(`<GIAMDINHHS>${id}</GIAMDINHHS>`);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
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
    records: [recordOf()],
    destinations: ['province'],
    ...changes,
  };
}

/** Stores one submission of the given records. */
export async function acceptRecords(
  store: Store,
  records: readonly RecordToStore[],
  changes: Partial<SubmissionToStore> = {},
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
