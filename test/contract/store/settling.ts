import { describe, expect, it } from '@jest/globals';
import type { AttemptSettlement, LeasedDelivery } from '../../../src/types/delivery.ts';
import {
  acceptRecords,
  collect,
  LEASE_MS,
  leaseAt,
  messageOf,
  NOON,
  recordOf,
  settlementOf,
  sha256Of,
} from '../../support/store-fixtures.ts';
import { type OpenStore, useStore } from './opened-store.ts';

const LATER = NOON + 5_000;

export function describeSettling(open: OpenStore): void {
  describe('a delivery of unknown end that a person found there', () => {
    const opened = useStore(open);

    /** A record of the same patient as the others whose delivery ends so; gives the lease. */
    async function end(
      key: string,
      state: AttemptSettlement['state'],
      reason: string,
      message: string | null = `sent ${key}`,
    ): Promise<LeasedDelivery> {
      const { store } = opened;
      await acceptRecords(store, [recordOf({ key })]);
      const [delivery] = await leaseAt(store, NOON);
      if (delivery === undefined) throw new Error('nothing was leased');
      if (message !== null) await store.keepMessage(delivery.id, delivery.fence, messageOf(message));
      await store.settle([settlementOf(delivery, { state, reason, dueAt: NOON + 1e9 })]);
      return delivery;
    }
    const settle = (deliveryId: string, notify = false) =>
      opened.store.settleByPerson({ deliveryId, receipt: 'GD-7', now: LATER, notify });
    const leaves = () => collect(opened.store.deliveredBetween('province', NOON, NOON + 1));

    it.each([
      ['parked', 'outcome-unknown'],
      ['unknown', 'timeout'],
    ] as const)('is delivered when it was %s, under the receiver’s own id, once', async (state, reason) => {
      const { id } = await end('LK1', state, reason);
      expect(await settle(id)).toBe(true);
      expect(await opened.store.deliveries({ id, limit: 1 })).toMatchObject([
        { state: 'delivered', deliveredAt: LATER, receipt: 'GD-7', reason: 'settled-by-person', attempts: 1 },
      ]);
      expect((await opened.store.attempts(id)).map(({ outcome }) => outcome)).toEqual([state]);
      expect(await settle(id)).toBe(false);
      expect(await opened.store.moveDeliveries({ action: 'retry', filter: {}, now: LATER })).toBe(0);
      expect(await opened.store.queueDepths(LATER)).toEqual([]);
      expect(await leaseAt(opened.store, NOON + 2e9)).toEqual([]);
    });

    it('lets the next one of its patient go', async () => {
      const { id } = await end('LK1', 'unknown', 'timeout');
      await acceptRecords(opened.store, [recordOf({ key: 'LK2' })]);
      expect(await leaseAt(opened.store, LATER)).toEqual([]);
      await settle(id);
      expect(await leaseAt(opened.store, LATER)).toMatchObject([{ recordKey: 'LK2' }]);
    });

    it('counts as what the destination keeps, by the message that was sent', async () => {
      const { id } = await end('LK1', 'parked', 'outcome-unknown', 'maybe there');
      expect(await leaves()).toEqual([]);
      await settle(id);
      expect(await leaves()).toMatchObject([{ identity: 'LK1', receipt: 'GD-7', sha256: sha256Of('maybe there') }]);
    });

    it('is none that sent nothing, is known not to be there, is under way, arrived or is not there at all', async () => {
      const { store } = opened;
      const nothing = await end('LK1', 'parked', 'form-too-large', null);
      const known = await end('LK2', 'parked', 'http-401');
      const refused = await end('LK3', 'refused', 'http-422');
      const arrived = await end('LK4', 'delivered', 'none');
      await acceptRecords(store, [recordOf({ key: 'LK5' })]);
      const [sending] = await leaseAt(store, NOON);
      if (sending === undefined) throw new Error('nothing was leased');
      await store.keepMessage(sending.id, sending.fence, messageOf('under way'));
      const before = await store.deliveries({ limit: 10 });
      for (const { id } of [nothing, known, refused, arrived, sending]) expect(await settle(id, true)).toBe(false);
      expect(await settle('no-such', true)).toBe(false);
      expect(await store.deliveries({ limit: 10 })).toEqual(before);
      expect(await store.leaseNotices({ owner: 'n', now: LATER, leaseMs: LEASE_MS, limit: 10 })).toEqual([]);
    });

    it('is told to its facility when that is asked for', async () => {
      const first = await end('LK1', 'parked', 'outcome-unknown');
      const second = await end('LK2', 'parked', 'outcome-unknown');
      await settle(first.id);
      await settle(second.id, true);
      const notices = await opened.store.leaseNotices({ owner: 'n', now: LATER, leaseMs: LEASE_MS, limit: 10 });
      expect(notices).toMatchObject([
        { recordKey: 'LK2', state: 'delivered', receipt: 'GD-7', reason: 'settled-by-person', at: LATER },
      ]);
    });
  });
}
