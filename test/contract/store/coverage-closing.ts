import { describe, expect, it } from '@jest/globals';
import { createCloseDays } from '../../../src/measure/close-days.ts';
import { computeCoverage } from '../../../src/measure/compute-coverage.ts';
import { createCoverageService } from '../../../src/measure/coverage-service.ts';
import { createRecount } from '../../../src/measure/recount.ts';
import type { RecordToStore } from '../../../src/types/intake.ts';
import { acceptRecords, collect, evidenceOf, NOON, recordOf } from '../../support/store-fixtures.ts';
import { type OpenStore, useStore } from './opened-store.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export function describeCoverageClosing(open: OpenStore): void {
  describe('coverage from closed and open days', () => {
    const opened = useStore(open);

    /** A claim and an EMR of an encounter that ended two hours before they came. */
    async function care(encounter: string, receivedAt: number, emr: Partial<RecordToStore> = {}): Promise<string> {
      const { store } = opened;
      const endOfCare = receivedAt - 2 * HOUR_MS;
      const claim = evidenceOf({ encounter, endOfCare, level: 0, sectionsDue: [], sectionsPresent: [] });
      const clinical = evidenceOf({ encounter, endOfCare, source: 'emr' });
      const record = recordOf({ key: `emr-export/${encounter}`, evidence: clinical, ...emr });
      await acceptRecords(store, [recordOf({ key: encounter, evidence: claim })], { receivedAt });
      await acceptRecords(store, [record], { receivedAt: receivedAt + 1 });
      return record.id;
    }

    it('is what the computation on files gives from the same facts, on every day', async () => {
      const { store } = opened;
      const held: string[] = [];
      for (let day = 0; day < 5; day += 1) {
        await store.recordSignIn('99001', NOON + day * DAY_MS - HOUR_MS);
        await care(`A${day}`, NOON + day * DAY_MS);
        held.push(await care(`B${day}`, NOON + day * DAY_MS, { state: 'quarantined' }));
      }
      // It ended elsewhere, is open again, and one that was held is released on the last day but one.
      await care('A0', NOON + 2 * DAY_MS);
      await care('A1', NOON + 3 * DAY_MS, { evidence: evidenceOf({ encounter: 'A1', endOfCare: null }) });
      expect(await store.releaseRecord(held[0] ?? '', NOON + 3 * DAY_MS)).toBe('released');

      let now = NOON + 2 * DAY_MS;
      const clock = () => now;
      await createCloseDays({ store, clock })();
      now = NOON + 4 * DAY_MS + HOUR_MS;
      const registry = await store.facilities();
      const service = createCoverageService({ store, registry: store.facilities, clock });
      await createCloseDays({ store, clock })();
      expect(await store.closedDays()).toMatchObject({ through: '2026-11-25', definitions: '1/level-1' });
      const days = ['2026-11-22', '2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26'];
      const emr: unknown[] = [];
      for (const asOf of days) {
        const facts = await collect(store.facts(Number.MAX_SAFE_INTEGER));
        const { report } = await service.overview(asOf);
        expect(report).toEqual(computeCoverage({ registry, facts, asOf }));
        emr.push(report.facilities[0]?.emr);
      }
      expect(emr).toEqual([1, 2, 3, 4, 5]);
    });

    it('counts past traffic right that is written after the days of it went by, trend and all', async () => {
      const { store } = opened;
      const clock = () => NOON + 30 * DAY_MS;
      const close = createCloseDays({ store, clock });
      const service = createCoverageService({ store, registry: store.facilities, clock });
      await close();
      expect([await store.closedDays(), (await service.overview()).report.facilities.length]).toEqual([null, 2]);
      for (let day = 0; day < 4; day += 1) {
        await store.recordSignIn('99001', NOON + day * DAY_MS - HOUR_MS);
        await care(`A${day}`, NOON + day * DAY_MS);
        if (day % 2 === 1) await close();
        // Whoever looks meanwhile keeps nothing that is not so any more.
        if (day === 1) await service.overview('2026-11-30');
      }
      await close();
      const recount = createRecount(store);
      await createCloseDays({ store: recount, clock })();
      const again = createCoverageService({ store: recount, registry: store.facilities, clock });
      const [registry, facts] = [await store.facilities(), await collect(store.facts(Number.MAX_SAFE_INTEGER))];
      for (const asOf of ['2026-11-21', '2026-11-22', '2026-11-24', '2026-11-25', '2026-12-10', '2026-12-22']) {
        const overview = await service.overview(asOf, { registry });
        expect(overview.report).toEqual(computeCoverage({ registry, facts, asOf }));
        expect(overview).toEqual(await again.overview(asOf, { registry }));
      }
      expect((await service.overview('2026-11-25')).report.facilities[0]?.emr).toBe(4);
      expect(await store.earliestAfter(await store.newestSequence())).toBeNull();
      expect(await store.earliestAfter(0)).toBe(NOON);
    });
  });
}
