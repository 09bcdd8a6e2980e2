import { describe, expect, it } from '@jest/globals';
import { createCloseDays } from '../../../src/measure/close-days.ts';
import { createCoverageService } from '../../../src/measure/coverage-service.ts';
import { createEncounterReader } from '../../../src/measure/encounters-behind.ts';
import type { EncounterBehind, EncounterFilter, FacilityFigures } from '../../../src/types/coverage.ts';
import type { RecordToStore } from '../../../src/types/intake.ts';
import { acceptRecords, evidenceOf, NOON, recordOf } from '../../support/store-fixtures.ts';
import { type OpenStore, useStore } from './opened-store.ts';

const DAY_MS = 86_400_000;
const SECTIONS = ['administrative', 'progress', 'laboratory'];

/** Each filter with what it stands behind. */
const BEHIND: readonly (readonly [EncounterFilter, (figures: FacilityFigures) => number])[] = [
  [{ show: 'all' }, ({ encounters }) => encounters],
  [{ show: 'emr' }, ({ emr }) => emr],
  [{ show: 'no-emr' }, ({ encounters, emr }) => encounters - emr],
  [{ show: 'late' }, ({ emr, timely }) => emr - timely],
  [{ show: 'no-identity' }, ({ emr, identified }) => emr - identified],
  [{ show: 'unsigned' }, ({ emr, signed }) => emr - signed],
  ...SECTIONS.map(
    (section) =>
      [
        { show: 'missing-section', section },
        ({ sections }: FacilityFigures) => (sections[section]?.due ?? 0) - (sections[section]?.present ?? 0),
      ] as const,
  ),
];

/** One of 70 encounters of two months, each otherwise than the others: some held back, some without an end. */
function recordNumber(number: number): RecordToStore {
  const isEvery = (step: number) => number % step === 0;
  const due = SECTIONS.slice(0, 1 + (number % 3));
  const evidence = evidenceOf({
    encounter: `LK${number}`,
    source: isEvery(2) ? 'claim' : 'emr',
    endOfCare: isEvery(13) ? null : NOON - (number % 50) * DAY_MS - (number % 7) * 3_600_000,
    level: isEvery(3) ? 0 : 1,
    sectionsDue: due,
    sectionsPresent: isEvery(4) ? due : due.slice(1),
    identity: !isEvery(5),
    signed: isEvery(6),
  });
  const state = isEvery(11) ? 'quarantined' : 'accepted';
  return recordOf({ key: `LK${number}`, patient: `Patient/p${number}`, evidence, state });
}

export function describeEncountersBehind(open: OpenStore): void {
  describe('the encounters behind the figures', () => {
    const opened = useStore(open);

    async function fill(): Promise<void> {
      for (let number = 0; number < 70; number += 1) {
        const record = recordNumber(number);
        const ended = record.evidence?.endOfCare ?? NOON - DAY_MS;
        await acceptRecords(opened.store, [record], { receivedAt: Math.min(NOON, ended + (number % 3) * DAY_MS) });
      }
      const later = evidenceOf({ encounter: 'LK7', source: 'emr', level: 2, endOfCare: NOON - 40 * DAY_MS });
      await acceptRecords(opened.store, [recordOf({ key: 'DOC7', evidence: later })], { receivedAt: NOON - DAY_MS });
    }

    async function listAll(filter: EncounterFilter, asOf: string): Promise<readonly EncounterBehind[]> {
      const read = createEncounterReader({ store: opened.store, emrLevel: 1 });
      const listed: EncounterBehind[] = [];
      for (let after: string | null = ''; after !== null; ) {
        const page = await read('99001', asOf, filter, { after, limit: 3 });
        expect(page.encounters.length).toBeLessThanOrEqual(3);
        listed.push(...page.encounters);
        after = page.next;
      }
      return listed;
    }

    it.each(['2026-11-22', '2026-11-21', '2026-11-01'])('are as many as the figures of %s say', async (asOf) => {
      await fill();
      await createCloseDays({ store: opened.store, clock: () => NOON })();
      const { store } = opened;
      const coverage = createCoverageService({ store, registry: store.facilities, clock: () => NOON });
      const { standings } = await coverage.overview(asOf);
      const figures = standings.find(({ facility }) => facility.code === '99001')?.figures as FacilityFigures;
      expect(figures.encounters).toBeGreaterThan(10);
      for (const [filter, count] of BEHIND) {
        const listed = await listAll(filter, asOf);
        expect([filter, listed.length]).toEqual([filter, count(figures)]);
        expect(new Set(listed.map(({ encounter }) => encounter)).size).toBe(listed.length);
      }
      const incomplete = await listAll({ show: 'incomplete' }, asOf);
      const missing = incomplete.reduce((sum, one) => sum + one.missing.length, 0);
      expect(missing).toBe(figures.sectionsDue - figures.sectionsPresent);
    });

    it('are those of one facility only', async () => {
      await fill();
      const read = createEncounterReader({ store: opened.store, emrLevel: 1 });
      const page = await read('99002', '2026-11-22', { show: 'all' }, { after: '', limit: 10 });
      expect(page).toEqual({ encounters: [], next: null });
    });
  });
}
