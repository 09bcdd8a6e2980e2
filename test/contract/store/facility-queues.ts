import { describe, expect, it } from '@jest/globals';
import type { LeasedDelivery } from '../../../src/types/delivery.ts';
import {
  acceptRecords,
  deliverAll,
  leaseAt,
  NOON,
  patient,
  recordOf,
  settlementOf,
} from '../../support/store-fixtures.ts';
import { type OpenStore, useStore } from './opened-store.ts';

const NOTHING = { queued: 0, parked: 0, refused: 0, late: 0 };

export function describeFacilityQueues(open: OpenStore): void {
  describe('the queue by facility', () => {
    const opened = useStore(open);
    const queues = async (now = NOON) => Object.fromEntries(await opened.store.facilityQueues(now));

    async function take(key: string, facility = '99001', deadline: number | null = null): Promise<void> {
      const owed = [{ destination: 'province', deadline }];
      await acceptRecords(opened.store, [recordOf({ key, patient: `Patient/${key}`, owed })], { facility });
    }

    async function settleAs(key: string, state: 'parked' | 'refused' | 'unknown'): Promise<void> {
      const deliveries = await leaseAt(opened.store, NOON + 100);
      const one = deliveries.find(({ recordKey }) => recordKey === key) as LeasedDelivery;
      const back = { state: 'retry' as const, dueAt: NOON + 100 };
      const changes = { state, reason: 'http-400', dueAt: NOON + 1_000_000 };
      await opened.store.settle(deliveries.map((each) => settlementOf(each, each.id === one.id ? changes : back)));
    }

    it('has no facility of which everything arrived', async () => {
      expect(await queues()).toEqual({});
      await take('LK1');
      await deliverAll(opened.store, NOON);
      expect(await queues()).toEqual({});
    });

    it('counts what is on its way, parked, and refused, each facility for itself', async () => {
      for (const key of ['LK1', 'LK2', 'LK3', 'LK4']) await take(key);
      await take('LK1', '99002');
      expect(await queues()).toEqual({ '99001': { ...NOTHING, queued: 4 }, '99002': { ...NOTHING, queued: 1 } });
      await settleAs('LK2', 'parked');
      await settleAs('LK3', 'refused');
      await settleAs('LK4', 'unknown');
      expect(await queues()).toEqual({
        '99001': { queued: 2, parked: 1, refused: 1, late: 0 },
        '99002': { ...NOTHING, queued: 1 },
      });
    });

    it('forgets a refused one when a newer version of its record is there', async () => {
      await take('LK1', '99001', NOON + 10);
      await settleAs('LK1', 'refused');
      expect(await queues(NOON + 11)).toEqual({ '99001': { ...NOTHING, refused: 1, late: 1 } });
      const corrected = recordOf({ patient: 'Patient/LK1', resources: [patient('LK1', 'B')] });
      await acceptRecords(opened.store, [corrected], { receivedAt: NOON + 200 });
      expect(await queues(NOON + 201)).toEqual({ '99001': { ...NOTHING, queued: 1 } });
    });

    it('counts as late what is past its deadline, wherever it waits', async () => {
      await take('LK1', '99001', NOON + 50);
      await take('LK2', '99001', NOON + 60);
      await take('LK3');
      await settleAs('LK1', 'parked');
      const late = async (now: number) => (await opened.store.facilityQueues(now)).get('99001')?.late;
      expect([await late(NOON + 50), await late(NOON + 51), await late(NOON + 61)]).toEqual([0, 1, 2]);
    });
  });
}
