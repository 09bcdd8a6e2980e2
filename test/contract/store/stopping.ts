import { describe, expect, it } from '@jest/globals';
import type { DestinationStop } from '../../../src/types/delivery.ts';
import { acceptRecords, leaseAt, messageOf, NOON, recordOf, settlementOf } from '../../support/store-fixtures.ts';
import { type OpenStore, useStore } from './opened-store.ts';

const STOP: DestinationStop = { destination: 'province', at: NOON, by: 'op-1', reason: 'bảo trì' };

export function describeStopping(open: OpenStore): void {
  describe('a destination that was stopped', () => {
    const opened = useStore(open);

    it('is leased nothing, by any process, until it is started again', async () => {
      await acceptRecords(opened.store, [recordOf()], { owed: ['province', 'nation'] });
      const beside = await opened.beside();
      await beside.stopDestination(STOP);
      expect(await leaseAt(opened.store, NOON)).toEqual([]);
      expect(await leaseAt(beside, NOON)).toEqual([]);
      expect(await leaseAt(opened.store, NOON, { destination: 'nation' })).toHaveLength(1);
      await beside.close();
      const store = await opened.reopen();
      expect(await leaseAt(store, NOON)).toEqual([]);
      expect(await store.startDestination('province')).toBe(true);
      expect(await leaseAt(store, NOON)).toHaveLength(1);
    });

    it('is listed with who stopped it and why, as said last', async () => {
      const { store } = opened;
      await store.stopDestination(STOP);
      const later = { ...STOP, at: NOON + 1, by: 'op-2', reason: 'sự cố' };
      await store.stopDestination({ ...STOP, destination: 'nation' });
      await store.stopDestination(later);
      expect(await store.destinationStops()).toEqual([{ ...STOP, destination: 'nation' }, later]);
      expect(await store.startDestination('province')).toBe(true);
      expect(await store.startDestination('province')).toBe(false);
      expect(await store.destinationStops()).toHaveLength(1);
    });

    it('lets what is under way end', async () => {
      const { store } = opened;
      await acceptRecords(store, [recordOf()]);
      const [delivery] = await leaseAt(store, NOON);
      await store.stopDestination(STOP);
      if (delivery === undefined) throw new Error('nothing was leased');
      expect(await store.keepMessage(delivery.id, delivery.fence, messageOf('x'))).toBe(true);
      expect(await store.settle([settlementOf(delivery)])).toBe(1);
    });
  });
}
