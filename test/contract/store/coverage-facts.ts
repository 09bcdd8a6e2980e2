import { describe, expect, it } from '@jest/globals';
import type { CoverageFactRow } from '../../../src/types/measure.ts';
import { acceptRecords, collect, evidenceOf, NOON, recordOf } from '../../support/store-fixtures.ts';
import { type OpenStore, useStore } from './opened-store.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export function describeCoverageFacts(open: OpenStore): void {
  describe('facts of coverage', () => {
    const opened = useStore(open);

    /** A record of an encounter that ended so many hours before noon. */
    const careOf = (encounter: string, hours = 1, state: 'accepted' | 'quarantined' = 'accepted') =>
      recordOf({ key: encounter, state, evidence: evidenceOf({ encounter, endOfCare: NOON - hours * HOUR_MS }) });

    async function encountersBetween(from: number, until: number): Promise<readonly string[]> {
      return (await collect(opened.store.factsBetween(from, until))).map(({ encounter }) => encounter);
    }

    it('tell of a record what coverage needs, with the rules that it breaks', async () => {
      const record = { ...careOf('LK1'), broken: ['LT-V001', 'LT-V002'] };
      await acceptRecords(opened.store, [record]);
      const facts = await collect(opened.store.factsBetween(NOON, NOON));
      const expected: CoverageFactRow = {
        sequence: facts[0]?.sequence ?? 0,
        facility: '99001',
        encounter: 'LK1',
        at: NOON,
        releasedAt: null,
        state: 'accepted',
        source: 'claim',
        endOfCare: NOON - HOUR_MS,
        level: 1,
        due: '["administrative","orders"]',
        present: '["administrative"]',
        broken: '["LT-V001","LT-V002"]',
        identity: true,
        signed: false,
      };
      expect(facts).toEqual([expected]);
      expect(await opened.store.factsOf([{ facility: '99001', encounter: 'LK1' }], NOON)).toEqual([expected]);
    });

    it('are those of the instants, both included, in order of receipt; what is not of care is none', async () => {
      const { store } = opened;
      await acceptRecords(store, [careOf('C')], { receivedAt: NOON + 2 });
      await acceptRecords(store, [careOf('A'), careOf('B')], { receivedAt: NOON });
      await acceptRecords(store, [careOf('D')], { receivedAt: NOON + 3 });
      await acceptRecords(store, [recordOf({ key: 'health-check-xml/LK1', evidence: null })], {
        format: 'health-check-xml',
      });
      expect(await encountersBetween(NOON, NOON + 2)).toEqual(['A', 'B', 'C']);
      expect(await encountersBetween(NOON + 1, NOON + 3)).toEqual(['C', 'D']);
    });

    it('come again when a record is released from quarantine, before what was received meanwhile', async () => {
      const { store } = opened;
      const held = careOf('HELD', 1, 'quarantined');
      await acceptRecords(store, [held], { state: 'partly-accepted' });
      await acceptRecords(store, [careOf('LATER')], { receivedAt: NOON + DAY_MS });
      expect(await collect(store.factsBetween(NOON, NOON))).toMatchObject([{ state: 'quarantined', releasedAt: null }]);
      expect(await store.releaseRecord(held.id, NOON + DAY_MS + 5)).toBe('released');
      expect(await encountersBetween(NOON + DAY_MS, NOON + DAY_MS + 4)).toEqual(['LATER']);
      expect(await encountersBetween(NOON + DAY_MS, NOON + DAY_MS + 5)).toEqual(['HELD', 'LATER']);
      // Received and released within the instants: once.
      expect(await encountersBetween(NOON, NOON + DAY_MS + 5)).toEqual(['HELD', 'LATER']);
      expect(await store.factsOf([{ facility: '99001', encounter: 'HELD' }], NOON)).toMatchObject([
        { state: 'accepted', at: NOON, releasedAt: NOON + DAY_MS + 5 },
      ]);
      const facts = (await collect(store.facts(NOON))).filter(({ type }) => type === 'record');
      expect(facts).toMatchObject([{ outcome: 'accepted', releasedAt: '2026-11-23T08:00:00.005+07:00' }]);
    });

    it('are read in order, however many there are', async () => {
      const names = Array.from({ length: 1_050 }, (_, number) => `LK${number}`);
      await acceptRecords(
        opened.store,
        names.map((name) => careOf(name)),
      );
      expect(await encountersBetween(NOON, NOON)).toEqual(names);
    });

    it('of encounters are all that were received so far, of that facility only', async () => {
      const { store } = opened;
      await acceptRecords(store, [careOf('LK2')], { receivedAt: NOON + 1 });
      await acceptRecords(store, [careOf('LK1')]);
      await acceptRecords(store, [careOf('LK1', 2)], { receivedAt: NOON + 1 });
      await acceptRecords(store, [careOf('LK1', 3)], { receivedAt: NOON + 2 });
      await acceptRecords(store, [careOf('LK1')], { facility: '99002' });
      const asked = ['LK1', 'LK2', 'LK3'].map((encounter) => ({ facility: '99001', encounter }));
      const found = await store.factsOf(asked, NOON + 1);
      expect(found.map(({ facility, encounter, endOfCare }) => [facility, encounter, endOfCare])).toEqual([
        ['99001', 'LK1', NOON - HOUR_MS],
        ['99001', 'LK1', NOON - 2 * HOUR_MS],
        ['99001', 'LK2', NOON - HOUR_MS],
      ]);
      expect(await store.factsOf([], NOON)).toEqual([]);
    });

    it('name the encounters that end in the instants, page by page', async () => {
      const { store } = opened;
      await acceptRecords(store, [careOf('C', 1), careOf('A', 2), careOf('B', 3), careOf('E', 4)]);
      await acceptRecords(store, [careOf('A', 3)], { receivedAt: NOON + 1 });
      await acceptRecords(store, [careOf('D', 2)], { facility: '99002' });
      const page = (after: string, limit: number) =>
        store.encountersEnding('99001', NOON - 3 * HOUR_MS, NOON - HOUR_MS, { after, limit });
      expect(await page('', 2)).toEqual(['A', 'B']);
      expect(await page('B', 2)).toEqual(['C']);
      expect(await page('C', 2)).toEqual([]);
    });

    it('name the days on which facilities signed in', async () => {
      const { store } = opened;
      for (const at of [NOON, NOON + 1, NOON + DAY_MS]) await store.recordSignIn('99001', at);
      await store.recordSignIn('99002', Date.parse('2026-11-23T00:00:00+07:00'));
      expect(await store.signIns('2026-11-22', '2026-11-22')).toEqual([{ facility: '99001', day: '2026-11-22' }]);
      expect(await store.signIns('2026-11-22', '2026-11-23')).toEqual([
        { facility: '99001', day: '2026-11-22' },
        { facility: '99001', day: '2026-11-23' },
        { facility: '99002', day: '2026-11-23' },
      ]);
      expect(await store.signIns('0000-01-01', '2026-11-21')).toEqual([]);
    });
  });
}
