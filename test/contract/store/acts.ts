import { describe, expect, it } from '@jest/globals';
import type { Act } from '../../../src/types/act.ts';
import { acceptRecords, NOON, recordOf } from '../../support/store-fixtures.ts';
import { type OpenStore, useStore } from './opened-store.ts';

const told = (acts: readonly Act[]) => acts.map(({ what, object }) => `${what} ${object}`);

export function describeActs(open: OpenStore): void {
  describe('what people did', () => {
    const opened = useStore(open);

    it('is kept with their words, and read of the objects named, newest first', async () => {
      const { store } = opened;
      const park = { what: 'park', object: 'd-1', by: 'staff:Mai Lan', reason: 'Chờ “cổng” mở lại', told: {} } as const;
      const stop = { what: 'stop', object: 'province', by: 'operator:lan', reason: 'bảo trì', told: {} } as const;
      const details = { count: 3, state: 'refused', held: 'http-422', receipt: 'P-1', deliveredAt: NOON };
      const retry = { ...stop, what: 'retry', reason: null, told: details } as const;
      await store.noteAct({ ...park, at: NOON });
      await store.noteAct({ ...stop, at: NOON + 1 });
      await store.noteAct({ ...retry, at: NOON + 2 });
      await store.noteAct({ ...park, object: 'd-2', at: NOON + 3 });
      expect(told(await store.acts(['d-1', 'province'], 10))).toEqual(['retry province', 'stop province', 'park d-1']);
      expect(told(await store.acts(['d-1', 'province'], 1))).toEqual(['retry province']);
      expect(await store.acts(['d-1'], 10)).toEqual([{ id: expect.any(String), ...park, at: NOON }]);
      expect((await store.acts(['province'], 1))[0]).toEqual({ id: expect.any(String), ...retry, at: NOON + 2 });
      expect(await store.acts([], 10)).toEqual([]);
    });

    it('of one moment stands in its order', async () => {
      const { store } = opened;
      const act = { object: 'province', by: 'staff:Mai Lan', reason: null, told: {}, at: NOON } as const;
      await store.noteAct({ ...act, what: 'stop' });
      await store.noteAct({ ...act, what: 'start' });
      expect(told(await store.acts(['province'], 10))).toEqual(['start province', 'stop province']);
    });

    it('leaves on the record when it was released from quarantine', async () => {
      const { store } = opened;
      await acceptRecords(store, [recordOf({ key: 'Q', state: 'quarantined', patient: 'Patient/q' })]);
      const [held] = await store.recordsByKey(['Q'], null, 1);
      expect((await store.inspect(String(held?.id)))?.releasedAt).toBeNull();
      await store.releaseRecord(String(held?.id), NOON + 5);
      expect(await store.inspect(String(held?.id))).toMatchObject({ state: 'accepted', releasedAt: NOON + 5 });
    });
  });
}
