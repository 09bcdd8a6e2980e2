import { describe, expect, it } from '@jest/globals';
import type { LeasedDelivery } from '../../../src/types/store.ts';
import { acceptRecords, deliverAll, leaseAt, NOON, recordOf, settlementOf } from '../../support/store-fixtures.ts';
import { type OpenStore, useStore } from './opened-store.ts';

export function describeOperating(open: OpenStore): void {
  describe('the queue, for operators', () => {
    const opened = useStore(open);

    async function queue(count: number, destinations = ['province']): Promise<void> {
      for (let number = 1; number <= count; number++) {
        const record = recordOf({ key: `LK${number}`, patient: `Patient/p${number}` });
        await acceptRecords(opened.store, [record], { destinations, receivedAt: NOON + number });
      }
    }

    async function settleOne(state: 'parked' | 'refused' | 'delivered' | 'unknown'): Promise<void> {
      const [delivery] = await leaseAt(opened.store, NOON + 100, { limit: 1 });
      const changes = { state, reason: 'http-400', dueAt: NOON + 1_000_000 };
      await opened.store.settle([settlementOf(delivery as LeasedDelivery, changes)]);
    }

    it('is counted by destination and state, with the oldest, as long as it is open', async () => {
      await queue(4, ['province', 'nation']);
      await settleOne('delivered');
      await settleOne('parked');
      expect(await opened.store.queueDepths()).toEqual([
        { destination: 'nation', state: 'queued', count: 4, oldestQueuedAt: NOON + 1 },
        { destination: 'province', state: 'parked', count: 1, oldestQueuedAt: NOON + 2 },
        { destination: 'province', state: 'queued', count: 2, oldestQueuedAt: NOON + 3 },
      ]);
    });

    it('is listed newest first, by destination and state', async () => {
      const { store } = opened;
      await queue(3, ['province', 'nation']);
      await settleOne('refused');
      expect(await store.deliveries({ destination: 'province', state: 'refused', limit: 10 })).toEqual([
        {
          id: expect.any(String),
          destination: 'province',
          facility: '99001',
          recordKey: 'LK1',
          state: 'refused',
          attempts: 1,
          queuedAt: NOON + 1,
          dueAt: expect.any(Number),
          deliveredAt: null,
          receipt: null,
          reason: 'http-400',
        },
      ]);
      const newest = await store.deliveries({ destination: 'nation', limit: 2 });
      expect(newest.map(({ recordKey }) => recordKey)).toEqual(['LK3', 'LK2']);
      expect(await store.deliveries({ limit: 100 })).toHaveLength(6);
      expect(await store.deliveries({ state: 'queued', limit: 100 })).toHaveLength(5);
      expect(await store.deliveries({ state: 'delivered', limit: 100 })).toEqual([]);
    });

    it.each(['parked', 'refused', 'unknown'] as const)('puts a %s one back', async (state) => {
      await queue(1);
      await settleOne(state);
      expect(await leaseAt(opened.store, NOON + 200)).toEqual([]);
      expect(await opened.store.moveDeliveries('retry', { destination: 'nation' }, NOON + 200)).toBe(0);
      expect(await opened.store.moveDeliveries('retry', { destination: 'province' }, NOON + 200)).toBe(1);
      expect(await leaseAt(opened.store, NOON + 200)).toMatchObject([{ recordKey: 'LK1', attempt: 2 }]);
    });

    it('parks what is queued, never what is being sent or was delivered', async () => {
      const { store } = opened;
      await queue(3);
      await settleOne('delivered');
      await leaseAt(store, NOON + 100, { limit: 1 });
      expect(await store.moveDeliveries('park', {}, NOON + 100)).toBe(1);
      expect(await store.deliveries({ state: 'parked', limit: 10 })).toMatchObject([{ recordKey: 'LK3' }]);
      expect(await deliverAll(store, NOON + 100)).toEqual([]);
      expect(await store.moveDeliveries('retry', {}, NOON + 100)).toBe(1);
      expect(await deliverAll(store, NOON + 100)).toHaveLength(1);
    });

    it('lets the next one of a patient pass when the first is parked, and puts it first again when released', async () => {
      const { store } = opened;
      for (const key of ['LK1', 'LK2', 'LK3']) await acceptRecords(store, [recordOf({ key })]);
      const [first] = await store.deliveries({ limit: 3 }).then((rows) => rows.slice(-1));
      await store.moveDeliveries('park', { id: first?.id as string }, NOON);
      const [second] = await leaseAt(store, NOON);
      expect(second?.recordKey).toBe('LK2');
      await store.settle([settlementOf(second as LeasedDelivery, { state: 'retry', dueAt: NOON + 50 })]);
      await store.moveDeliveries('retry', { id: first?.id as string }, NOON);
      expect((await deliverAll(store, NOON + 50)).map(({ recordKey }) => recordKey)).toEqual(['LK1', 'LK2', 'LK3']);
    });
  });
}
