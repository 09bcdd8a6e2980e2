import { describe, expect, it } from '@jest/globals';
import type { RecordToStore } from '../../../src/types/intake.ts';
import type { Store } from '../../../src/types/store.ts';
import {
  acceptRecords,
  deliverAll,
  NOON,
  observation,
  patient,
  recordOf,
  submissionOf,
} from '../../support/store-fixtures.ts';
import { type OpenStore, useStore } from './opened-store.ts';

const P1 = patient('p1');

function version(...observations: readonly [id: string, value?: number][]): RecordToStore {
  return recordOf({ resources: [P1, ...observations.map(([id, value]) => observation(id, value))] });
}

async function liveObservations(store: Store, ids: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(ids.map((id) => store.resource('99001', 'Observation', id)));
  return ids.filter((_, index) => found[index] !== undefined);
}

export function describeResending(open: OpenStore): void {
  describe('a record sent again', () => {
    const opened = useStore(open);

    it('changes nothing when it is the same, and the receipt shows what became of the first', async () => {
      const { store } = opened;
      await acceptRecords(store, [version(['o1'], ['o2'])]);
      await deliverAll(store, NOON);
      const reordered = recordOf({ resources: [observation('o2'), P1, observation('o1')], outcome: '{"again":true}' });
      const again = await acceptRecords(store, [reordered], { receivedAt: NOON + 1 });

      expect(await deliverAll(store, NOON + 1)).toEqual([]);
      expect((await store.submission('99001', again))?.records).toEqual([
        {
          id: reordered.id,
          key: 'LK1',
          kind: 'claim',
          state: 'accepted',
          outcome: '{"again":true}',
          resourceCount: 3,
          deliveries: [
            {
              destination: 'province',
              state: 'delivered',
              attempts: 1,
              queuedAt: NOON,
              deadline: null,
              deliveredAt: NOON + 10,
              receipt: null,
              reason: null,
              faults: [],
            },
          ],
        },
      ]);
    });

    it('makes one version of the same record pushed many times at once under different keys', async () => {
      const { store } = opened;
      const ids = await Promise.all(Array.from({ length: 30 }, () => acceptRecords(store, [version(['o1'])])));
      expect(await deliverAll(store, NOON)).toHaveLength(1);
      expect(new Set(ids).size).toBe(30);
      for (const id of ids) {
        expect((await store.submission('99001', id))?.records[0]?.deliveries[0]?.state).toBe('delivered');
      }
    });

    it('supersedes what changed and removes what is gone when it replaces the episode', async () => {
      const { store } = opened;
      await acceptRecords(store, [version(['o1', 1], ['o2', 2], ['o3', 3])]);
      await acceptRecords(store, [version(['o1', 1], ['o2', 20])]);
      expect(await liveObservations(store, ['o1', 'o2', 'o3'])).toEqual(['o1', 'o2']);
      expect(await store.resource('99001', 'Observation', 'o2')).toEqual(observation('o2', 20));

      const sent = await deliverAll(store, NOON);
      expect(sent.map(({ removed }) => removed)).toEqual([[], ['Observation/o3']]);
      expect(sent.map(({ resources }) => resources.length)).toEqual([4, 3]);
    });

    it('brings back what a version had removed', async () => {
      const { store } = opened;
      for (const ids of [['o1', 'o2'], ['o1'], ['o1', 'o2'], ['o1']]) {
        await acceptRecords(store, [version(...ids.map((id): [string] => [id]))]);
        expect(await liveObservations(store, ['o1', 'o2'])).toEqual(ids);
      }
    });

    it('keeps what is gone when it does not replace the episode, except what it deletes by name', async () => {
      const { store } = opened;
      await acceptRecords(store, [version(['o1'], ['o2'], ['o3'])]);
      await deliverAll(store, NOON);
      const partial = {
        ...version(['o1', 5]),
        replacesEpisode: false,
        deletes: ['Observation/o2', 'Observation/none'],
      };
      await acceptRecords(store, [partial]);
      expect(await liveObservations(store, ['o1', 'o2', 'o3'])).toEqual(['o1', 'o3']);
      expect((await deliverAll(store, NOON))[0]?.removed).toEqual(['Observation/o2']);
    });

    it('never removes resources of a type that many records share', async () => {
      const { store } = opened;
      const practitioner = { resourceType: 'Practitioner' as const, id: 'dr1' };
      await acceptRecords(store, [recordOf({ resources: [P1, practitioner, observation('o1')] })]);
      await acceptRecords(store, [recordOf({ resources: [observation('o1')] })]);
      expect(await store.resource('99001', 'Patient', 'p1')).toBeDefined();
      expect(await store.resource('99001', 'Practitioner', 'dr1')).toBeDefined();
      expect((await deliverAll(store, NOON)).flatMap(({ removed }) => removed)).toEqual([]);
    });

    it('does not remove what another record has written since', async () => {
      const { store } = opened;
      await acceptRecords(store, [version(['o1'], ['o2'])]);
      await acceptRecords(store, [{ ...version(['o2']), key: 'LK2' }]);
      await acceptRecords(store, [version(['o1'])]);
      expect(await liveObservations(store, ['o1', 'o2'])).toEqual(['o1', 'o2']);
    });

    it.each(['quarantined', 'refused'] as const)(
      'leaves the accepted version alone when the new one is %s',
      async (state) => {
        const { store } = opened;
        await acceptRecords(store, [version(['o1', 1], ['o2', 2])]);
        const bad = await acceptRecords(store, [{ ...version(['o1', 99]), state }], { state: 'refused' });
        expect(await store.resource('99001', 'Observation', 'o1')).toEqual(observation('o1', 1));
        expect(await liveObservations(store, ['o1', 'o2'])).toEqual(['o1', 'o2']);
        expect((await store.submission('99001', bad))?.records).toMatchObject([{ state, deliveries: [] }]);

        await acceptRecords(store, [version(['o1', 1], ['o2', 2])]);
        expect(await deliverAll(store, NOON)).toHaveLength(1);
      },
    );

    it('takes two records of one key in one submission as two versions', async () => {
      const { store } = opened;
      const id = await acceptRecords(store, [version(['o1', 1]), version(['o1', 2])]);
      expect(await store.resource('99001', 'Observation', 'o1')).toEqual(observation('o1', 2));
      expect((await store.submission('99001', id))?.records).toHaveLength(2);
      expect(await deliverAll(store, NOON)).toHaveLength(2);
    });

    it('lists the submissions that brought a record, newest first, at most 20, each with that record only', async () => {
      const { store } = opened;
      const ids: string[] = [];
      for (let value = 0; value < 22; value++) {
        ids.push(await acceptRecords(store, [version(['o1', value % 3]), recordOf({ key: 'LK2' })]));
      }
      const found = await store.submissionsOfRecord('99001', 'LK1');
      expect(found.map(({ id }) => id)).toEqual(ids.reverse().slice(0, 20));
      expect(found.every(({ records }) => records.length === 1 && records[0]?.key === 'LK1')).toBe(true);
    });

    it('is told apart from another one by its bytes only: the key of a submission does not matter', async () => {
      const { store } = opened;
      const records = [version(['o1'])];
      await store.accept(submissionOf({ idempotencyKey: 'monday', records }));
      const tuesday = submissionOf({ idempotencyKey: 'tuesday', records: [version(['o1'])] });
      expect(await store.accept(tuesday)).toEqual({ kind: 'stored' });
      expect(await deliverAll(store, NOON)).toHaveLength(1);
    });
  });
}
