import { describe, expect, it } from '@jest/globals';
import type { RecordToStore, SubmissionToStore } from '../../../src/types/intake.ts';
import {
  acceptRecords,
  collect,
  deliverAll,
  evidenceOf,
  leaseAt,
  NOON,
  observation,
  owedTo,
  patient,
  recordOf,
} from '../../support/store-fixtures.ts';
import { type OpenStore, useStore } from './opened-store.ts';

const LATER = NOON + 1_000;

function version(changes: Partial<RecordToStore>, ...values: readonly number[]): RecordToStore {
  return recordOf({
    resources: [patient('p1'), ...values.map((value) => observation(`o${value}`, value))],
    ...changes,
  });
}

const quarantined = (...values: readonly number[]) => version({ state: 'quarantined' }, ...values);

export function describeReleasing(open: OpenStore): void {
  describe('a quarantined record that a person releases', () => {
    const opened = useStore(open);

    async function quarantine(record: RecordToStore, changes: Partial<SubmissionToStore> = {}): Promise<string> {
      return acceptRecords(opened.store, [record], { state: 'partly-accepted', ...changes });
    }

    it('is current and owed from then on, with the deadline that it had', async () => {
      const deadline = NOON + 3_600_000;
      const record = { ...quarantined(1), owed: [{ destination: 'nation', deadline }, ...owedTo('province')] };
      const id = await quarantine(record);
      expect(await opened.store.resource('99001', 'Observation', 'o1')).toBeUndefined();
      const store = await opened.reopen();
      expect(await store.releaseRecord(record.id, LATER)).toBe('released');
      expect(await store.resource('99001', 'Observation', 'o1')).toEqual(observation('o1', 1));
      expect(await store.submission('99001', id)).toMatchObject({
        state: 'accepted',
        records: [
          {
            id: record.id,
            state: 'accepted',
            deliveries: [
              { destination: 'nation', state: 'queued', queuedAt: LATER, deadline },
              { destination: 'province', state: 'queued', queuedAt: LATER, deadline: null },
            ],
          },
        ],
      });
      expect(await leaseAt(store, LATER)).toMatchObject([
        { recordId: record.id, resources: record.resources, deadline: null, receivedAt: NOON },
      ]);
      expect(await store.releaseRecord(record.id, LATER)).toBe('unknown');
    });

    it('replaces the version before it', async () => {
      const { store } = opened;
      await acceptRecords(store, [version({}, 1, 2)]);
      await deliverAll(store, NOON);
      const record = { ...quarantined(2, 3), deletes: ['Observation/none'] };
      await quarantine(record);
      expect(await store.releaseRecord(record.id, LATER)).toBe('released');
      const known = await store.known('99001', ['Observation/o1', 'Observation/o2', 'Observation/o3']);
      expect([...known]).toEqual(['Observation/o2', 'Observation/o3']);
      expect(await leaseAt(store, LATER)).toMatchObject([{ version: 2, removed: ['Observation/o1'] }]);
    });

    it('deletes what its sender deletes by name, and keeps the rest when it does not replace the episode', async () => {
      const { store } = opened;
      await acceptRecords(store, [version({}, 1, 2, 3)]);
      const record = { ...quarantined(1), replacesEpisode: false, deletes: ['Observation/o2'] };
      await quarantine(record);
      await store.releaseRecord(record.id, LATER);
      const known = await store.known('99001', ['Observation/o1', 'Observation/o2', 'Observation/o3']);
      expect([...known]).toEqual(['Observation/o1', 'Observation/o3']);
    });

    it('is left alone when a newer version is accepted', async () => {
      const { store } = opened;
      const record = quarantined(1);
      await quarantine(record);
      await acceptRecords(store, [version({}, 2)]);
      expect(await store.releaseRecord(record.id, LATER)).toBe('superseded');
      expect(await deliverAll(store, LATER)).toHaveLength(1);
      expect(await store.resource('99001', 'Observation', 'o1')).toBeUndefined();
    });

    it('is left alone when it is a check-in of an episode that came whole', async () => {
      const { store } = opened;
      await acceptRecords(store, [version({}, 1)]);
      const evidence = evidenceOf({ source: 'check-in', level: 0 });
      const record = { ...quarantined(2), evidence, replacesEpisode: false };
      await quarantine(record);
      expect(await store.releaseRecord(record.id, LATER)).toBe('superseded');
    });

    it('is one that there is', async () => {
      const { store } = opened;
      const accepted = version({}, 1);
      const refused = recordOf({ key: 'LK2', state: 'refused', resources: [] });
      await acceptRecords(store, [accepted, refused]);
      for (const id of [accepted.id, refused.id, 'none']) expect(await store.releaseRecord(id, LATER)).toBe('unknown');
    });

    it('counts as accepted on the day on which it was received', async () => {
      const { store } = opened;
      const record = quarantined(1);
      const other = recordOf({ key: 'LK2', state: 'quarantined' });
      await acceptRecords(store, [record, other], { state: 'partly-accepted' });
      await store.releaseRecord(record.id, LATER + 86_400_000);
      const counts = await store.evidence({ facility: '99001', fromDay: '2026-11-22', toDay: '2026-11-24' });
      expect(Object.fromEntries(counts.map(({ kind, count }) => [kind, count]))).toMatchObject({
        submissions: 1,
        'records-accepted': 1,
        'records-quarantined': 1,
        'encounters-claim': 1,
      });
      expect(await collect(store.facts(NOON))).toMatchObject([{ outcome: 'accepted' }, { outcome: 'quarantined' }]);
      expect(await store.lastRecords()).toEqual(new Map([['99001', NOON]]));
    });

    it('goes after what its patient is owed already', async () => {
      const { store } = opened;
      const record = quarantined(1);
      await quarantine(record);
      await acceptRecords(store, [recordOf({ key: 'LK2' })]);
      await store.releaseRecord(record.id, LATER);
      expect((await deliverAll(store, LATER)).map(({ recordKey }) => recordKey)).toEqual(['LK2', 'LK1']);
    });
  });
}
