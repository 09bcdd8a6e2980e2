import { describe, expect, it } from '@jest/globals';
import type { LeasedDelivery } from '../../../src/types/delivery.ts';
import type { Store } from '../../../src/types/store.ts';
import { acceptRecords, LEASE_MS, messageOf, NOON, recordOf, settlementOf } from '../../support/store-fixtures.ts';
import { type OpenStore, useStore } from './opened-store.ts';

const PATIENTS = 12;
const RECORDS = 60;
const WORKERS = 4;

/** Two processes on the same data. */
export function describeSharing(open: OpenStore): void {
  describe('two processes that work off one queue', () => {
    const opened = useStore(open);

    const lease = (store: Store, owner: string, now = NOON) =>
      store.lease({ destination: 'province', owner, now, leaseMs: LEASE_MS, limit: 3 });

    async function queue(): Promise<void> {
      for (let number = 0; number < RECORDS; number += 1) {
        const record = recordOf({ key: `LK${number}`, patient: `Patient/p${number % PATIENTS}` });
        await acceptRecords(opened.store, [record]);
      }
    }

    it('never hold a delivery, or a patient, together, and send all in order, each once', async () => {
      await queue();
      const beside = await opened.beside();
      const held = new Set<string | null>();
      const sent: LeasedDelivery[] = [];

      async function send(store: Store, leased: readonly LeasedDelivery[]): Promise<void> {
        for (const { patient } of leased) {
          expect(held).not.toContain(patient);
          held.add(patient);
        }
        for (const { id, fence } of leased) expect(await store.keepMessage(id, fence, messageOf(id))).toBe(true);
        sent.push(...leased);
        for (const { patient } of leased) held.delete(patient);
        expect(await store.settle(leased.map((delivery) => settlementOf(delivery)))).toBe(leased.length);
      }

      async function work(store: Store, owner: string): Promise<void> {
        for (let idle = 0; idle < 3; ) {
          const leased = await lease(store, owner);
          idle = leased.length === 0 ? idle + 1 : 0;
          await send(store, leased);
        }
      }

      await Promise.all(
        Array.from({ length: WORKERS }, (_, number) => work(number % 2 === 0 ? opened.store : beside, `w${number}`)),
      );
      await beside.close();
      expect(new Set(sent.map(({ id }) => id)).size).toBe(RECORDS);
      expect(sent).toHaveLength(RECORDS);
      for (const patient of Map.groupBy(sent, (delivery) => delivery.patient).values()) {
        const numbers = patient.map(({ recordKey }) => Number(recordKey.slice(2)));
        expect(numbers).toEqual(numbers.toSorted((one, other) => one - other));
      }
    });

    it('take over what the other one lost, which then neither keeps a message nor settles', async () => {
      await acceptRecords(opened.store, [recordOf()]);
      const beside = await opened.beside();
      const [lost] = await lease(beside, 'w1');
      if (lost === undefined) throw new Error('nothing was leased');
      await beside.keepMessage(lost.id, lost.fence, messageOf('maybe there'));
      const [taken] = await lease(opened.store, 'w2', NOON + LEASE_MS);
      expect(taken).toMatchObject({ id: lost.id, attempt: 2, unsettled: messageOf('maybe there') });
      expect(await beside.keepMessage(lost.id, lost.fence, messageOf('too late'))).toBe(false);
      expect(await beside.settle([settlementOf(lost)])).toBe(0);
      await beside.close();
      expect(await opened.store.settle([settlementOf(taken as LeasedDelivery)])).toBe(1);
      expect((await opened.store.attempts(lost.id)).map(({ owner, outcome }) => `${owner} ${outcome}`)).toEqual([
        'w1 null',
        'w2 delivered',
      ]);
    });

    it('accept a key once, and see what the other one accepted', async () => {
      const beside = await opened.beside();
      const record = () => recordOf({ key: 'LK1' });
      await acceptRecords(beside, [record()]);
      await acceptRecords(opened.store, [record()]);
      expect(await beside.submissionsOfRecord('99001', 'LK1')).toHaveLength(2);
      expect(await lease(opened.store, 'w1')).toHaveLength(1);
      expect(await beside.rememberJti('99001', 'j1', NOON + 300, NOON)).toBe(true);
      expect(await opened.store.rememberJti('99001', 'j1', NOON + 300, NOON)).toBe(false);
      await beside.close();
    });
  });
}
