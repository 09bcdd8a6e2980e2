import { describe, expect, it } from '@jest/globals';
import type { AttemptSettlement, LeasedNotice } from '../../../src/types/delivery.ts';
import {
  acceptRecords,
  LEASE_MS,
  leaseAt,
  NOON,
  recordOf,
  type SubmissionChanges,
  settlementOf,
} from '../../support/store-fixtures.ts';
import { type OpenStore, useStore } from './opened-store.ts';

const LATER = NOON + 100;

export function describeNoticing(open: OpenStore): void {
  describe('notices to facilities', () => {
    const opened = useStore(open);
    const lease = (now = LATER, limit = 10) =>
      opened.store.leaseNotices({ owner: 'notifier-1', now, leaseMs: LEASE_MS, limit });

    async function tell({ id, fence }: LeasedNotice, state: 'told' | 'given-up' = 'told'): Promise<number> {
      return opened.store.settleNotices([{ noticeId: id, fence, state }]);
    }

    /** A record whose delivery ends so; gives its submission. */
    async function end(
      key: string,
      state: AttemptSettlement['state'],
      changes: Partial<AttemptSettlement> = {},
      submission: SubmissionChanges = {},
    ): Promise<string> {
      const { store } = opened;
      const id = await acceptRecords(store, [recordOf({ key, patient: `Patient/${key}` })], submission);
      const [delivery] = await leaseAt(store, NOON, { limit: 1 });
      if (delivery === undefined) throw new Error('nothing was leased');
      const settlement = settlementOf(delivery, { state, dueAt: NOON + 1e9, notify: true, ...changes });
      expect(await store.settle([settlement, settlement])).toBe(1);
      return id;
    }

    it('tell how a delivery ended, once', async () => {
      const submissionId = await end('LK1', 'delivered', { receipt: 'r-7', endedAt: NOON + 50 });
      const [notice, ...others] = await lease();
      expect(others).toEqual([]);
      expect(notice).toEqual({
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        facility: '99001',
        destination: 'province',
        recordKey: 'LK1',
        submissionId,
        state: 'delivered',
        reason: null,
        receipt: 'r-7',
        at: NOON + 50,
        attempt: 1,
        fence: expect.any(Number),
      });
      expect(await lease()).toEqual([]);
      expect(await tell(notice as LeasedNotice)).toBe(1);
      expect(await tell(notice as LeasedNotice)).toBe(0);
      expect(await lease(LATER + 10 * LEASE_MS)).toEqual([]);
    });

    it('are written for final states alone, and only when asked for', async () => {
      await end('LK1', 'retry');
      await end('LK2', 'unknown');
      await end('LK3', 'delivered', { notify: false });
      expect(await lease()).toEqual([]);
      await end('LK4', 'parked', { reason: 'outcome-unknown' });
      expect(await lease()).toMatchObject([{ recordKey: 'LK4', state: 'parked', reason: 'outcome-unknown' }]);
    });

    it('are not written by a worker that lost its lease', async () => {
      const { store } = opened;
      await acceptRecords(store, [recordOf()]);
      const [lost] = await leaseAt(store, NOON);
      await leaseAt(store, NOON + LEASE_MS);
      if (lost === undefined) throw new Error('nothing was leased');
      expect(await store.settle([settlementOf(lost, { notify: true })])).toBe(0);
      expect(await lease()).toEqual([]);
    });

    it('come again with the state that a delivery reaches next', async () => {
      await end('LK1', 'refused', { reason: 'http-422' });
      await opened.store.moveDeliveries({ action: 'retry', filter: {}, now: NOON });
      const [again] = await leaseAt(opened.store, NOON);
      if (again === undefined) throw new Error('nothing was leased');
      await opened.store.settle([settlementOf(again, { notify: true })]);
      for (const state of ['refused', 'delivered']) {
        const [notice] = await lease();
        expect(notice).toMatchObject({ recordKey: 'LK1', state });
        await tell(notice as LeasedNotice);
      }
    });

    it('go to a facility one by one, in order; a facility that does not answer holds up no other', async () => {
      for (const key of ['LK1', 'LK2', 'LK3']) await end(key, 'delivered');
      for (const key of ['LK4', 'LK5']) await end(key, 'delivered', {}, { facility: '99002' });
      const first = await lease();
      expect(first.map(({ facility, recordKey }) => `${facility} ${recordKey}`).toSorted()).toEqual([
        '99001 LK1',
        '99002 LK4',
      ]);
      const [mine, theirs] = first.toSorted((one, other) => one.facility.localeCompare(other.facility));
      const retry = { noticeId: mine?.id as string, fence: mine?.fence as number, state: 'retry' as const };
      expect(await opened.store.settleNotices([{ ...retry, dueAt: LATER + 5_000 }])).toBe(1);
      await tell(theirs as LeasedNotice);
      expect(await lease(LATER + 4_999)).toMatchObject([{ recordKey: 'LK5' }]);
      expect(await lease(LATER + 5_000)).toMatchObject([{ recordKey: 'LK1', attempt: 2 }]);
      expect(await lease(LATER + 5_000)).toEqual([]);
    });

    it('that are given up let the next one pass', async () => {
      for (const key of ['LK1', 'LK2']) await end(key, 'delivered');
      const [first] = await lease();
      expect(await tell(first as LeasedNotice, 'given-up')).toBe(1);
      expect(await lease()).toMatchObject([{ recordKey: 'LK2' }]);
    });

    it('are given to the next worker when a lease runs out, and only that one settles them', async () => {
      await end('LK1', 'delivered');
      const [lost] = await lease();
      expect(await lease(LATER + LEASE_MS - 1)).toEqual([]);
      const [taken] = await lease(LATER + LEASE_MS);
      expect(taken).toMatchObject({ id: lost?.id, attempt: 2 });
      expect(await tell(lost as LeasedNotice)).toBe(0);
      expect(await tell(taken as LeasedNotice)).toBe(1);
    });

    it('are no more than asked for, oldest first, and not before they are due', async () => {
      await end('LK1', 'delivered', { endedAt: NOON + 70 });
      await end('LK2', 'delivered', { endedAt: NOON + 60 }, { facility: '99002' });
      expect(await lease(NOON + 59)).toEqual([]);
      expect(await lease(LATER, 1)).toMatchObject([{ recordKey: 'LK2' }]);
      expect(await lease(LATER, 1)).toMatchObject([{ recordKey: 'LK1' }]);
    });

    it('are to be told again at a time that is given', async () => {
      await end('LK1', 'delivered');
      const [notice] = await lease();
      const settlement = { noticeId: notice?.id as string, fence: notice?.fence as number, state: 'retry' as const };
      await expect(opened.store.settleNotices([settlement])).rejects.toThrow('dueAt');
    });
  });
}
