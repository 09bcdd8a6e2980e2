import { describe, expect, it } from '@jest/globals';
import { PERSONAL_NUMBER } from '../../../src/fhir/person.ts';
import type { InspectedDelivery, RecordHandle } from '../../../src/types/inspection.ts';
import type { Store } from '../../../src/types/store.ts';
import {
  acceptRecords,
  deliverAll,
  leaseAt,
  NOON,
  observation,
  owedTo,
  recordOf,
  settlementOf,
} from '../../support/store-fixtures.ts';
import { type OpenStore, useStore } from './opened-store.ts';

const NUMBER = '000000000001';
const DAY_MS = 86_400_000;

const keys = (records: readonly RecordHandle[]) =>
  records.map(({ facility, identity, version, repetition }) => `${facility} ${identity} ${version}.${repetition}`);
const names = (deliveries: readonly InspectedDelivery[]) => deliveries.map(({ recordKey }) => recordKey);

/** A record of its own patient. */
function visit(key: string, changes: Parameters<typeof recordOf>[0] = {}) {
  return recordOf({ key, patient: `Patient/p-${key}`, ...changes });
}

/** Leases everything due at the province and ends it so. */
async function endAll(store: Store, state: 'parked' | 'refused', reason: string): Promise<void> {
  const leased = await leaseAt(store, NOON);
  await store.settle(leased.map((delivery) => settlementOf(delivery, { state, reason })));
}

export function describeInspecting(open: OpenStore): void {
  describe('records that staff look for', () => {
    const opened = useStore(open);

    it('are found by key at every facility, or at one, newest first, each time that they came', async () => {
      const { store } = opened;
      await acceptRecords(store, [visit('LK1')]);
      await acceptRecords(store, [visit('LK1')], { facility: '99002' });
      await acceptRecords(store, [visit('LK1', { resources: [observation('o-LK1', 2)] })]);
      await acceptRecords(store, [visit('LK1', { resources: [observation('o-LK1', 2)] }), visit('LK2')]);
      const all = await store.recordsByKey(['LK1', 'document-xml/LK1'], null, 10);
      expect(keys(all)).toEqual(['99001 LK1 2.1', '99001 LK1 2.0', '99002 LK1 1.0', '99001 LK1 1.0']);
      expect(keys(await store.recordsByKey(['LK1'], '99002', 10))).toEqual(['99002 LK1 1.0']);
      expect(keys(await store.recordsByKey(['LK1'], null, 1))).toEqual(['99001 LK1 2.1']);
      expect(await store.recordsByKey(['LK9'], null, 10)).toEqual([]);
      expect(all.at(-1)).toMatchObject({ kind: 'claim', format: 'claim-xml', state: 'accepted', supersededAt: NOON });
    });

    it('are found by submission, in its order', async () => {
      const { store } = opened;
      const id = await acceptRecords(store, [visit('LK2'), visit('LK1', { broken: ['LT-B001'] })]);
      const found = await store.recordsOfSubmission(id, 10);
      expect(keys(found)).toEqual(['99001 LK2 1.0', '99001 LK1 1.0']);
      expect(found.map(({ submissionId, position, broken }) => [submissionId, position, broken])).toEqual([
        [id, 1, []],
        [id, 2, ['LT-B001']],
      ]);
      expect(await store.recordsOfSubmission('none', 10)).toEqual([]);
    });

    it('are found by personal number at every facility', async () => {
      const { store } = opened;
      const citizen = (id: string) => ({
        resourceType: 'Patient' as const,
        id,
        identifier: [{ system: PERSONAL_NUMBER, value: NUMBER }],
        birthDate: '1980-02-03',
      });
      const of = (key: string) => visit(key, { patient: `Patient/${key}`, resources: [citizen(key)] });
      await acceptRecords(store, [of('LK1'), visit('LK2')]);
      await acceptRecords(store, [of('LK3')], { facility: '99002' });
      expect(keys(await store.recordsOfPerson(NUMBER, 10))).toEqual(['99002 LK3 1.0', '99001 LK1 1.0']);
      expect(await store.recordsOfPerson('000000000002', 10)).toEqual([]);
    });

    it('are found by facility and day, by what became of them and by the rule that they break', async () => {
      const { store } = opened;
      const later = { receivedAt: NOON + DAY_MS };
      await acceptRecords(store, [
        visit('LK1', { broken: ['LT-B001', 'LT-B010'] }),
        visit('LK2', { state: 'quarantined', broken: ['LT-B010'] }),
      ]);
      await acceptRecords(store, [visit('LK3', { broken: ['LT-B010'] })], later);
      await acceptRecords(store, [visit('LK4', { broken: ['LT-B010'] })], { facility: '99002' });
      const day = { facility: '99001', from: NOON, until: NOON + DAY_MS, limit: 10 };
      expect(keys(await store.recordsReceived({ ...day, rule: 'LT-B010' }))).toEqual([
        '99001 LK2 1.0',
        '99001 LK1 1.0',
      ]);
      expect(keys(await store.recordsReceived({ ...day, rule: 'LT-B001' }))).toEqual(['99001 LK1 1.0']);
      expect(await store.recordsReceived({ ...day, rule: 'LT-B0' })).toEqual([]);
      expect(keys(await store.recordsReceived({ ...day, state: 'quarantined' }))).toEqual(['99001 LK2 1.0']);
      expect(keys(await store.recordsReceived({ ...day, until: NOON + DAY_MS + 1, limit: 1 }))).toEqual([
        '99001 LK3 1.0',
      ]);
    });
  });

  describe('a record that staff look into', () => {
    const opened = useStore(open);

    it('has what is kept beside its content, and its content apart', async () => {
      const { store } = opened;
      await acceptRecords(store, [visit('LK1')], { sha256: 'a'.repeat(64) });
      const [found] = await store.recordsByKey(['LK1'], null, 1);
      expect(await store.inspect(String(found?.id))).toEqual({
        ...found,
        sha256: 'a'.repeat(64),
        contentType: 'application/xml',
        patient: 'Patient/p-LK1',
        mapping: 'claim-xml/4750@1',
        policy: 'default@1+0/enforced',
        count: 3,
        resourceCount: 2,
        outcome: '{"resourceType":"OperationOutcome","issue":[]}',
        kept: 'all',
        releasedAt: null,
      });
      expect((await store.contentOf(String(found?.id))).map(({ id }) => id)).toEqual(['p-LK1', 'o-LK1']);
      expect(await store.inspect('none')).toBeUndefined();
      expect(await store.contentOf('none')).toEqual([]);
    });

    it('shows at a repetition the content and the deliveries of its version', async () => {
      const { store } = opened;
      await acceptRecords(store, [visit('LK1', { owed: owedTo('province', 'nation') })]);
      await acceptRecords(store, [visit('LK1', { owed: owedTo('province', 'nation') })]);
      const [repetition, version] = await store.recordsByKey(['LK1'], null, 2);
      expect(repetition?.repetition).toBe(1);
      expect(await store.contentOf(String(repetition?.id))).toHaveLength(2);
      const deliveries = await store.deliveriesOf(String(repetition?.id));
      expect(deliveries.map(({ destination, recordId, state }) => [destination, recordId, state])).toEqual([
        ['nation', version?.id, 'queued'],
        ['province', version?.id, 'queued'],
      ]);
      expect(deliveries[0]).toMatchObject({ facility: '99001', recordKey: 'LK1', hasTurn: true, faults: [] });
    });

    it('has no content when it was refused', async () => {
      const { store } = opened;
      await acceptRecords(store, [visit('LK1', { state: 'refused', resources: [], owed: [] })]);
      const [found] = await store.recordsByKey(['LK1'], null, 1);
      expect(await store.contentOf(String(found?.id))).toEqual([]);
    });
  });

  describe('destinations that staff look at', () => {
    const opened = useStore(open);

    it('tell what arrived since an instant', async () => {
      const { store } = opened;
      await acceptRecords(store, [visit('LK1'), visit('LK2')]);
      await deliverAll(store, NOON);
      const since = (at: number) => store.arrivals(['province', 'nation'], at);
      expect([...(await since(NOON))]).toEqual([
        ['province', 2],
        ['nation', 0],
      ]);
      expect([...(await since(NOON + 11))]).toEqual([
        ['province', 0],
        ['nation', 0],
      ]);
    });

    it('tell when the next delivery is due, of those that have one', async () => {
      const { store } = opened;
      await acceptRecords(store, [visit('LK1'), visit('LK2')]);
      const leased = await leaseAt(store, NOON);
      await store.settle(
        leased.map((delivery, index) =>
          settlementOf(delivery, { state: 'retry', reason: 'timeout', dueAt: NOON + 1_000 * (index + 1) }),
        ),
      );
      expect([...(await store.nextDue(['nation', 'province']))]).toEqual([['province', NOON + 1_000]]);
    });

    it('count what is held by reason, and page through it, newest first', async () => {
      const { store } = opened;
      await acceptRecords(store, [visit('LK1'), visit('LK2')]);
      await endAll(store, 'refused', 'http-422');
      await acceptRecords(store, [visit('LK3'), visit('LK4'), visit('LK5')]);
      await endAll(store, 'parked', 'too-many-attempts');
      await acceptRecords(store, [visit('LK6')]);
      expect(await store.heldReasons()).toEqual([
        { destination: 'province', state: 'parked', reason: 'too-many-attempts', count: 3 },
        { destination: 'province', state: 'refused', reason: 'http-422', count: 2 },
      ]);
      const filter = { destination: 'province', state: 'parked' as const, limit: 2 };
      const first = await store.heldDeliveries(filter);
      expect(names(first)).toEqual(['LK5', 'LK4']);
      expect(names(await store.heldDeliveries({ ...filter, after: String(first[1]?.id) }))).toEqual(['LK3']);
      expect(await store.heldDeliveries({ ...filter, reason: 'http-422' })).toEqual([]);
      expect(names(await store.heldDeliveries({ ...filter, state: 'refused', reason: 'http-422' }))).toEqual([
        'LK2',
        'LK1',
      ]);
      expect(await store.heldDeliveries({ ...filter, destination: 'nation' })).toEqual([]);
    });
  });
}
