import { describe, expect, it } from '@jest/globals';
import type { DeliveryFilter, LeasedDelivery } from '../../../src/types/delivery.ts';
import { acceptRecords, deliverAll, leaseAt, NOON, recordOf, settlementOf } from '../../support/store-fixtures.ts';
import { type OpenStore, useStore } from './opened-store.ts';

export function describeOperating(open: OpenStore): void {
  describe('the queue, for operators', () => {
    const opened = useStore(open);

    async function queue(count: number, owed = ['province']): Promise<void> {
      for (let number = 1; number <= count; number++) {
        const record = recordOf({ key: `LK${number}`, patient: `Patient/p${number}` });
        await acceptRecords(opened.store, [record], { owed, receivedAt: NOON + number });
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
      expect(await opened.store.queueDepths(NOON)).toEqual([
        { destination: 'nation', state: 'queued', count: 4, oldestQueuedAt: NOON + 1, late: 0 },
        { destination: 'province', state: 'parked', count: 1, oldestQueuedAt: NOON + 2, late: 0 },
        { destination: 'province', state: 'queued', count: 2, oldestQueuedAt: NOON + 3, late: 0 },
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
          kind: 'claim',
          recordKey: 'LK1',
          state: 'refused',
          attempts: 1,
          queuedAt: NOON + 1,
          dueAt: expect.any(Number),
          deadline: null,
          deliveredAt: null,
          receipt: null,
          reason: 'http-400',
          hasTurn: true,
        },
      ]);
      const newest = await store.deliveries({ destination: 'nation', limit: 2 });
      expect(newest.map(({ recordKey }) => recordKey)).toEqual(['LK3', 'LK2']);
      expect(await store.deliveries({ limit: 100 })).toHaveLength(6);
      expect(await store.deliveries({ state: 'queued', limit: 100 })).toHaveLength(5);
      expect(await store.deliveries({ state: 'delivered', limit: 100 })).toEqual([]);
    });

    it('is filtered by facility, record, reason, id and lateness, and by several at once', async () => {
      const { store } = opened;
      const owed = [{ destination: 'province', deadline: NOON + 50 }];
      await acceptRecords(store, [recordOf({ key: 'LK1', owed })]);
      await acceptRecords(store, [recordOf({ key: 'LK2', kind: 'health-check' })]);
      await acceptRecords(store, [recordOf({ key: 'LK1', owed })], { facility: '99002' });
      await settleOne('refused');
      const rows = await store.deliveries({ limit: 10 });
      const told = async (filter: DeliveryFilter) => {
        const found = await store.deliveries({ ...filter, limit: 10 });
        return found.map(({ facility, recordKey, state }) => `${facility} ${recordKey} ${state}`);
      };
      const [first, second, third] = ['99001 LK1 refused', '99001 LK2 queued', '99002 LK1 queued'];
      expect(await told({ facility: '99001' })).toEqual([second, first]);
      expect(await told({ recordKey: 'LK1' })).toEqual([third, first]);
      expect(await told({ recordKey: 'LK1', facility: '99002' })).toEqual([third]);
      expect(await told({ reason: 'http-400' })).toEqual([first]);
      expect(await told({ reason: 'http-400', facility: '99002' })).toEqual([]);
      expect(await told({ state: 'queued', facility: '99001' })).toEqual([second]);
      expect(await told({ id: String(rows[0]?.id) })).toEqual([third]);
      expect(await told({ id: String(rows[0]?.id), destination: 'nation' })).toEqual([]);
      expect(await told({ lateAt: NOON + 50 })).toEqual([]);
      expect(await told({ lateAt: NOON + 51 })).toEqual([third, first]);
      expect(await told({ lateAt: NOON + 51, facility: '99001' })).toEqual([first]);
      expect(await told({ lateAt: NOON + 51, state: 'queued' })).toEqual([third]);
      expect(rows[1]).toMatchObject({ kind: 'health-check', deadline: null });
      expect(rows[0]).toMatchObject({ deadline: NOON + 50 });
    });

    it('counts what is late, as long as it is not delivered', async () => {
      const { store } = opened;
      const owed = [{ destination: 'province', deadline: NOON + 50 }];
      for (const key of ['LK1', 'LK2']) {
        await acceptRecords(store, [recordOf({ key, owed, patient: `Patient/${key}` })]);
      }
      await acceptRecords(store, [recordOf({ key: 'LK3', patient: 'Patient/p3' })]);
      const late = async (now: number) => (await store.queueDepths(now)).map((depth) => `${depth.state} ${depth.late}`);
      expect(await late(NOON + 50)).toEqual(['queued 0']);
      expect(await late(NOON + 51)).toEqual(['queued 2']);
      await settleOne('delivered');
      await settleOne('parked');
      expect(await late(NOON + 51)).toEqual(['parked 1', 'queued 0']);
      expect(await store.deliveries({ lateAt: NOON + 51, limit: 10 })).toMatchObject([{ recordKey: 'LK2' }]);
    });

    it('tells what waits behind another of its patient', async () => {
      const { store } = opened;
      for (const key of ['LK1', 'LK2']) await acceptRecords(store, [recordOf({ key })]);
      const turns = async () => (await store.deliveries({ limit: 10 })).map(({ hasTurn }) => hasTurn);
      expect(await turns()).toEqual([false, true]);
      await settleOne('unknown');
      expect(await turns()).toEqual([false, true]);
      await store.moveDeliveries({ action: 'retry', filter: {}, now: NOON });
      await settleOne('parked');
      expect(await turns()).toEqual([true, true]);
    });

    it('is moved as far as a filter says, with the reason that is given', async () => {
      const { store } = opened;
      await queue(3);
      const move = (action: 'retry' | 'park', filter: DeliveryFilter, reason?: string) =>
        store.moveDeliveries({ action, filter, now: NOON + 200, reason });
      expect(await move('park', { recordKey: 'LK1' }, 'sai cơ sở')).toBe(1);
      expect(await move('park', { facility: '99002' })).toBe(0);
      expect(await move('park', { facility: '99001', recordKey: 'LK2' })).toBe(1);
      const rows = await store.deliveries({ limit: 10 });
      expect(rows.map(({ state, reason }) => `${state} ${reason}`)).toEqual([
        'queued null',
        'parked parked-by-operator',
        'parked sai cơ sở',
      ]);
      expect(await move('retry', { reason: 'parked-by-operator' })).toBe(1);
      expect(await move('retry', { state: 'refused' })).toBe(0);
      expect(await move('retry', { state: 'parked', destination: 'province' })).toBe(1);
      expect(await deliverAll(store, NOON + 200)).toHaveLength(3);
    });

    it.each(['parked', 'refused', 'unknown'] as const)('puts a %s one back', async (state) => {
      await queue(1);
      await settleOne(state);
      expect(await leaseAt(opened.store, NOON + 200)).toEqual([]);
      expect(
        await opened.store.moveDeliveries({ action: 'retry', filter: { destination: 'nation' }, now: NOON + 200 }),
      ).toBe(0);
      expect(
        await opened.store.moveDeliveries({ action: 'retry', filter: { destination: 'province' }, now: NOON + 200 }),
      ).toBe(1);
      expect(await leaseAt(opened.store, NOON + 200)).toMatchObject([{ recordKey: 'LK1', attempt: 2 }]);
    });

    it('parks what is queued, never what is being sent or was delivered', async () => {
      const { store } = opened;
      await queue(3);
      await settleOne('delivered');
      await leaseAt(store, NOON + 100, { limit: 1 });
      expect(await store.moveDeliveries({ action: 'park', filter: {}, now: NOON + 100 })).toBe(1);
      expect(await store.deliveries({ state: 'parked', limit: 10 })).toMatchObject([{ recordKey: 'LK3' }]);
      expect(await deliverAll(store, NOON + 100)).toEqual([]);
      expect(await store.moveDeliveries({ action: 'retry', filter: {}, now: NOON + 100 })).toBe(1);
      expect(await deliverAll(store, NOON + 100)).toHaveLength(1);
    });

    it('lets the next one of a patient pass when the first is parked, and puts it first again when released', async () => {
      const { store } = opened;
      for (const key of ['LK1', 'LK2', 'LK3']) await acceptRecords(store, [recordOf({ key })]);
      const [first] = await store.deliveries({ limit: 3 }).then((rows) => rows.slice(-1));
      await store.moveDeliveries({ action: 'park', filter: { id: first?.id as string }, now: NOON });
      const [second] = await leaseAt(store, NOON);
      expect(second?.recordKey).toBe('LK2');
      await store.settle([settlementOf(second as LeasedDelivery, { state: 'retry', dueAt: NOON + 50 })]);
      await store.moveDeliveries({ action: 'retry', filter: { id: first?.id as string }, now: NOON });
      expect((await deliverAll(store, NOON + 50)).map(({ recordKey }) => recordKey)).toEqual(['LK1', 'LK2', 'LK3']);
    });
  });
}
