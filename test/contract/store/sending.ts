import { describe, expect, it } from '@jest/globals';
import type { AttemptSettlement, LeasedDelivery } from '../../../src/types/delivery.ts';
import {
  acceptRecords,
  LEASE_MS,
  leaseAt,
  messageOf,
  NOON,
  recordOf,
  settlementOf,
  submissionOf,
} from '../../support/store-fixtures.ts';
import { type OpenStore, useStore } from './opened-store.ts';

const MESSAGE = messageOf('đúng từng byte');

/** Exactly what is sent, and what is known of its end. */
export function describeSending(open: OpenStore): void {
  describe('a message', () => {
    const opened = useStore(open);

    async function leaseOne(now = NOON): Promise<LeasedDelivery> {
      const [delivery, ...others] = await leaseAt(opened.store, now);
      expect(others).toEqual([]);
      return delivery as LeasedDelivery;
    }

    async function queueOne(): Promise<LeasedDelivery> {
      await acceptRecords(opened.store, [recordOf()]);
      return leaseOne();
    }

    const keep = ({ id, fence }: LeasedDelivery, message = MESSAGE) => opened.store.keepMessage(id, fence, message);

    async function settle(
      delivery: LeasedDelivery,
      state: AttemptSettlement['state'],
      changes: Partial<AttemptSettlement> = {},
    ): Promise<void> {
      expect(await opened.store.settle([settlementOf(delivery, { state, dueAt: NOON, ...changes })])).toBe(1);
    }

    it('is kept byte for byte, for the worker that comes after a lost one', async () => {
      const bytes = Buffer.from([0xff, 0x00, 0xfe, ...Buffer.from('đủ byte')]);
      const message = messageOf('', { key: 'Ká-1', contentType: 'application/xml', bytes });
      const lost = await queueOne();
      expect(await keep(lost, message)).toBe(true);
      const store = await opened.reopen();
      const [next] = await leaseAt(store, NOON + LEASE_MS);
      expect(next).toMatchObject({ id: lost.id, attempt: 2 });
      expect(next?.unsettled).toEqual(message);
      expect(await store.sentMessage(lost.id, 1)).toEqual(message);
    });

    it('of a worker that lost its lease is not kept: it must not be sent', async () => {
      const lost = await queueOne();
      const taken = await leaseOne(NOON + LEASE_MS);
      expect(await keep(lost)).toBe(false);
      expect(await keep(taken, messageOf('of the second'))).toBe(true);
      expect(await opened.store.keepMessage('unknown', 1, MESSAGE)).toBe(false);
      await settle(taken, 'delivered');
      expect(await keep(taken)).toBe(false);
      expect(await opened.store.sentMessage(lost.id, 1)).toBeUndefined();
      expect(await opened.store.sentMessage(lost.id, 2)).toEqual(messageOf('of the second'));
    });

    it('is not kept when the time of the lease is over, though nobody has taken it yet', async () => {
      await opened.store.accept(submissionOf({ receivedAt: NOON - 2 * LEASE_MS }));
      const late = await leaseOne(NOON - LEASE_MS);
      expect(await keep(late)).toBe(false);
    });

    it('may be in effect after an unknown end, until the end is known', async () => {
      const first = await queueOne();
      await keep(first);
      await settle(first, 'unknown', { reason: 'timeout' });
      const second = await leaseOne();
      expect(second.unsettled).toEqual(MESSAGE);
      // Nothing was sent: whoever was asked did not know.
      await settle(second, 'unknown', { reason: 'timeout' });
      const third = await leaseOne();
      expect(third.unsettled).toEqual(MESSAGE);
      expect(await keep(third)).toBe(true);
      await settle(third, 'delivered');
      expect((await opened.store.attempts(first.id)).map(({ message }) => message?.key ?? null)).toEqual([
        'key-1',
        null,
        'key-1',
      ]);
    });

    it.each(['retry', 'refused'] as const)('is settled by %s: a new one is made next time', async (state) => {
      const first = await queueOne();
      await keep(first);
      await settle(first, state, { reason: 'http-503' });
      await opened.store.moveDeliveries({ action: 'retry', filter: {}, now: NOON });
      expect(await leaseOne()).toMatchObject({ attempt: 2, unsettled: null });
    });

    it('is settled when it is parked because of a known fault, and not when its end is unknown', async () => {
      for (const [reason, unsettled] of [
        ['http-401', null],
        ['outcome-unknown', MESSAGE],
      ] as const) {
        const { id } = await submit(reason);
        const delivery = await leaseOne();
        await keep(delivery);
        await settle(delivery, 'parked', { reason });
        await opened.store.moveDeliveries({ action: 'retry', filter: { id }, now: NOON });
        const again = await leaseOne();
        expect(again.unsettled).toEqual(unsettled);
        await settle(again, 'delivered');
      }
    });

    it('of an earlier attempt stays unsettled when asking for it fails for good', async () => {
      const first = await queueOne();
      await keep(first);
      await settle(first, 'unknown');
      await settle(await leaseOne(), 'parked', { reason: 'http-401' });
      await opened.store.moveDeliveries({ action: 'retry', filter: {}, now: NOON });
      expect((await leaseOne()).unsettled).toEqual(MESSAGE);
    });

    it('stays unsettled when a person puts an unknown one back at once', async () => {
      const first = await queueOne();
      await keep(first);
      await settle(first, 'unknown', { dueAt: NOON + 1_000_000 });
      await opened.store.moveDeliveries({ action: 'retry', filter: {}, now: NOON });
      expect((await leaseOne()).unsettled).toEqual(MESSAGE);
    });

    it('that was lost twice is the newest one', async () => {
      const first = await queueOne();
      await keep(first);
      const second = await leaseOne(NOON + LEASE_MS);
      await keep(second, messageOf('other'));
      const third = await leaseOne(NOON + 2 * LEASE_MS);
      expect(third.unsettled).toEqual(messageOf('other'));
    });

    it('of each attempt can be read again, with the outcome', async () => {
      const first = await queueOne();
      await keep(first);
      const faults = [{ field: 'HO_TEN', code: 'ERR_01' }];
      await settle(first, 'retry', { reason: 'http-503', httpStatus: 503, faults });
      const second = await leaseOne();
      await keep(second, messageOf('changed'));
      await settle(second, 'retry', { reason: 'http-503', httpStatus: 503 });
      const third = await leaseOne();
      await keep(third);
      const { store } = opened;
      const kept = { key: 'key-1', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) };
      const ended = { owner: 'worker-1', leasedAt: NOON, startedAt: NOON, endedAt: NOON + 10, message: kept };
      expect(await store.attempts(first.id)).toEqual([
        { number: 1, ...ended, outcome: 'retry', httpStatus: 503, reason: 'http-503', faults },
        { number: 2, ...ended, outcome: 'retry', httpStatus: 503, reason: 'http-503', faults: [] },
        {
          number: 3,
          ...ended,
          startedAt: null,
          endedAt: null,
          outcome: null,
          httpStatus: null,
          reason: null,
          faults: [],
        },
      ]);
      expect(await store.sentMessage(first.id, 1)).toEqual(MESSAGE);
      expect(await store.sentMessage(first.id, 2)).toEqual(messageOf('changed'));
      expect(await store.sentMessage(first.id, 3)).toEqual(MESSAGE);
      expect(await store.sentMessage(first.id, 4)).toBeUndefined();
      expect(await store.attempts('unknown')).toEqual([]);
    });

    it('that was refused leaves the faults in the receipt, until the next attempt ends', async () => {
      const { id, submission } = await submit('LK1');
      const delivery = await leaseOne();
      const faults = [{ field: 'SO_CCCD', code: 'INVALID' }];
      await settle(delivery, 'refused', { reason: 'fields-refused', faults });
      const told = async () => (await opened.store.submission('99001', submission))?.records[0]?.deliveries;
      expect(await told()).toMatchObject([{ state: 'refused', reason: 'fields-refused', faults, attempts: 1 }]);
      await opened.store.moveDeliveries({ action: 'retry', filter: { id }, now: NOON });
      await settle(await leaseOne(), 'delivered', { receipt: 'r-1' });
      expect(await told()).toMatchObject([{ state: 'delivered', reason: null, faults: [], receipt: 'r-1' }]);
    });

    async function submit(key: string): Promise<{ readonly id: string; readonly submission: string }> {
      const submission = await acceptRecords(opened.store, [recordOf({ key, patient: `Patient/${key}` })]);
      const [row] = await opened.store.deliveries({ recordKey: key, limit: 1 });
      return { id: row?.id as string, submission };
    }
  });
}
