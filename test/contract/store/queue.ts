import { describe, expect, it } from '@jest/globals';
import type { LeasedDelivery } from '../../../src/types/delivery.ts';
import {
  acceptRecords,
  deliverAll,
  LEASE_MS,
  leaseAt,
  NOON,
  observation,
  recordOf,
  settlementOf,
} from '../../support/store-fixtures.ts';
import { type OpenStore, useStore } from './opened-store.ts';

const keysOf = (deliveries: readonly LeasedDelivery[]) => deliveries.map(({ recordKey }) => recordKey);

export function describeQueue(open: OpenStore): void {
  describe('lease and settle', () => {
    const opened = useStore(open);

    /** Records LK1… of the given patients, in this order. */
    async function queue(...patients: readonly string[]): Promise<void> {
      for (const [index, id] of patients.entries()) {
        await acceptRecords(opened.store, [recordOf({ key: `LK${index + 1}`, patient: `Patient/${id}` })]);
      }
    }

    it('gives a delivery with the resources of its record version', async () => {
      const { store } = opened;
      const record = recordOf();
      await acceptRecords(store, [record], { owed: ['province', 'nation'] });
      const [delivery, ...others] = await leaseAt(store, NOON);
      expect(others).toEqual([]);
      expect(delivery).toEqual({
        id: expect.any(String),
        destination: 'province',
        facility: '99001',
        kind: 'claim',
        recordKey: 'LK1',
        recordId: record.id,
        version: 1,
        receivedAt: NOON,
        patient: 'Patient/p1',
        resources: record.resources,
        removed: [],
        removedProtected: [],
        attempt: 1,
        fence: 1,
        queuedAt: NOON,
        deadline: null,
        unsettled: null,
        deliveredBy: null,
      });
      expect(await leaseAt(store, NOON)).toEqual([]);
      expect(await leaseAt(store, NOON, { destination: 'nation' })).toHaveLength(1);
    });

    it('gives no delivery before its record was received, and not more than asked for, oldest first', async () => {
      const { store } = opened;
      await queue('p1', 'p2', 'p3');
      expect(await leaseAt(store, NOON - 1)).toEqual([]);
      expect(keysOf(await leaseAt(store, NOON, { limit: 2 }))).toEqual(['LK1', 'LK2']);
      expect(keysOf(await leaseAt(store, NOON, { limit: 2 }))).toEqual(['LK3']);
    });

    it('sends one delivery of a patient at a time, in order, and others meanwhile', async () => {
      const { store } = opened;
      await queue('p1', 'p1', 'p2', 'p1');
      const first = await leaseAt(store, NOON);
      expect(keysOf(first)).toEqual(['LK1', 'LK3']);
      await store.settle([settlementOf(first[0] as LeasedDelivery)]);
      expect(keysOf(await leaseAt(store, NOON))).toEqual(['LK2']);
      expect(keysOf(await leaseAt(store, NOON))).toEqual([]);
    });

    it('tells patients of two facilities apart, also when they have the same id', async () => {
      for (const facility of ['99001', '99002']) await acceptRecords(opened.store, [recordOf()], { facility });
      expect((await leaseAt(opened.store, NOON)).map(({ facility }) => facility)).toEqual(['99001', '99002']);
    });

    it('orders the versions of a record without a patient, and holds up no other record', async () => {
      const { store } = opened;
      for (const key of ['D1', 'D1', 'D2']) {
        const resources = [observation(`o-${key}`, Math.random())];
        await acceptRecords(store, [recordOf({ key, patient: null, resources })]);
      }
      expect(keysOf(await leaseAt(store, NOON))).toEqual(['D1', 'D2']);
      expect(await leaseAt(store, NOON)).toEqual([]);
    });

    it.each(['retry', 'unknown'] as const)('holds up the patient after %s, and asks again when due', async (state) => {
      const { store } = opened;
      await queue('p1', 'p1');
      const [first] = await leaseAt(store, NOON);
      const settlement = settlementOf(first as LeasedDelivery, { state, dueAt: NOON + 5_000, reason: 'http-503' });
      expect(await store.settle([settlement])).toBe(1);
      expect(await leaseAt(store, NOON + 4_999)).toEqual([]);
      const again = await leaseAt(store, NOON + 5_000);
      expect(again).toMatchObject([{ recordKey: 'LK1', attempt: 2 }]);
      expect(again[0]?.fence).toBeGreaterThan(first?.fence as number);
    });

    it.each(['delivered', 'refused', 'parked'] as const)(
      'lets the next one of the patient pass after %s',
      async (state) => {
        const { store } = opened;
        await queue('p1', 'p1');
        const [first] = await leaseAt(store, NOON);
        await store.settle([settlementOf(first as LeasedDelivery, { state })]);
        expect(keysOf(await leaseAt(store, NOON))).toEqual(['LK2']);
        expect(await store.deliveries({ state, limit: 10 })).toMatchObject([{ recordKey: 'LK1', state }]);
      },
    );

    it('gives an expired lease to the next worker and ignores the late answer of the first', async () => {
      const { store } = opened;
      await queue('p1');
      const [lost] = await leaseAt(store, NOON);
      expect(await leaseAt(store, NOON + LEASE_MS - 1)).toEqual([]);
      const [taken] = await leaseAt(store, NOON + LEASE_MS);
      expect(taken).toMatchObject({ id: lost?.id, attempt: 2 });
      expect(taken?.fence).toBeGreaterThan(lost?.fence as number);

      const late = settlementOf(lost as LeasedDelivery, { state: 'refused' });
      const right = settlementOf(taken as LeasedDelivery, { receipt: 'r-7' });
      expect(await store.settle([late])).toBe(0);
      expect(await store.settle([late, right, right])).toBe(1);
      expect(await store.deliveries({ limit: 10 })).toMatchObject([
        { state: 'delivered', attempts: 2, receipt: 'r-7', deliveredAt: NOON + 10, reason: null },
      ]);
    });

    it('takes the answer of a worker whose lease has run out but was not given away', async () => {
      const { store } = opened;
      await queue('p1');
      const [delivery] = await leaseAt(store, NOON);
      const late = settlementOf(delivery as LeasedDelivery, { endedAt: NOON + 2 * LEASE_MS });
      expect(await store.settle([late])).toBe(1);
      expect(await leaseAt(store, NOON + 3 * LEASE_MS)).toEqual([]);
    });

    it('refuses to write an outcome to be looked at again without saying when', async () => {
      const { store } = opened;
      await queue('p1');
      const [delivery] = await leaseAt(store, NOON);
      await expect(store.settle([settlementOf(delivery as LeasedDelivery, { state: 'retry' })])).rejects.toThrow(
        'dueAt',
      );
      expect(await store.settle([settlementOf(delivery as LeasedDelivery)])).toBe(1);
    });

    it('keeps attempts and order over a restart', async () => {
      await queue('p1', 'p1', 'p2');
      const [lost] = await leaseAt(opened.store, NOON, { limit: 1 });
      const store = await opened.reopen();
      const leased = await leaseAt(store, NOON + LEASE_MS);
      expect(keysOf(leased).sort()).toEqual(['LK1', 'LK3']);
      const again = leased.find(({ recordKey }) => recordKey === 'LK1');
      expect(again).toMatchObject({ id: lost?.id, attempt: 2 });
      expect(await store.settle([lost, again].map((delivery) => settlementOf(delivery as LeasedDelivery)))).toBe(1);
      expect(keysOf(await deliverAll(store, NOON))).toEqual(['LK2']);
    });

    it('leases each delivery once to workers that ask at the same time', async () => {
      const { store } = opened;
      await queue(...Array.from({ length: 20 }, (_, index) => `p${index}`));
      const shares = await Promise.all(Array.from({ length: 8 }, () => leaseAt(store, NOON, { limit: 5 })));
      const ids = shares.flat().map(({ id }) => id);
      expect(new Set(ids).size).toBe(20);
      expect(ids).toHaveLength(20);
    });
  });
}
