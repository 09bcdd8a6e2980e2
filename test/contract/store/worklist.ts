import { describe, expect, it } from '@jest/globals';
import type { CodeSighting, WorklistFilter } from '../../../src/types/code-worklist.ts';
import type { RecordToStore } from '../../../src/types/intake.ts';
import { acceptRecords, NOON, observation, patient, recordOf, submissionOf } from '../../support/store-fixtures.ts';
import { type OpenStore, useStore } from './opened-store.ts';

const HOUR = 3_600_000;

function sighting(changes: Partial<CodeSighting> = {}): CodeSighting {
  const place = { list: 'MA_KHOA', form: 'XML3', field: 'MA_KHOA' };
  return { ...place, code: 'K99', reason: 'not-in-list', day: '2026-11-20', count: 1, ...changes };
}

/** A record of its own content that holds these codes. */
function holding(key: string, unmapped: readonly CodeSighting[], changes: Partial<RecordToStore> = {}): RecordToStore {
  return recordOf({ key, unmapped, ...changes });
}

export function describeWorklist(open: OpenStore): void {
  describe('the code worklist', () => {
    const opened = useStore(open);
    const read = (filter: Partial<WorklistFilter> = {}) => opened.store.worklist({ limit: 100, ...filter });
    const counts = async (filter?: Partial<WorklistFilter>) =>
      (await read(filter)).map(({ facility, code, count }) => `${facility} ${code} ${count}`);

    it('sums what records hold, with the first and the last time', async () => {
      await acceptRecords(opened.store, [holding('A', [sighting({ count: 2 })])]);
      const later = sighting({ count: 3, day: '2026-11-22', reason: 'list-not-loaded' });
      await acceptRecords(opened.store, [holding('B', [later])], { receivedAt: NOON + HOUR });
      expect(await read()).toEqual([
        {
          id: expect.any(Number),
          facility: '99001',
          ...later,
          count: 5,
          firstSeen: NOON,
          lastSeen: NOON + HOUR,
        },
      ]);
    });

    it('keeps codes of other lists, forms, fields and facilities apart', async () => {
      const others = [{ list: 'MA_LOAI_RV' }, { form: 'XML2' }, { field: 'OTHER' }, { code: 'K98' }];
      await acceptRecords(opened.store, [holding('A', [sighting(), ...others.map(sighting)])]);
      await acceptRecords(opened.store, [holding('A', [sighting()])], { facility: '99002' });
      expect(await read()).toHaveLength(6);
    });

    it('counts the same bytes, and the same content, once; a new content again', async () => {
      const submission = submissionOf({ records: [holding('A', [sighting()])] });
      await opened.store.accept(submission);
      expect(await opened.store.accept(submission)).toMatchObject({ kind: 'replay' });
      await acceptRecords(opened.store, [holding('A', [sighting()])]);
      expect(await counts()).toEqual(['99001 K99 1']);
      const changed = { resources: [patient('p1'), observation('o-A', 2)] };
      await acceptRecords(opened.store, [holding('A', [sighting()], changed)]);
      expect(await counts()).toEqual(['99001 K99 2']);
    });

    it('counts a quarantined record once, a refused one never', async () => {
      const quarantined = () => holding('Q', [sighting()], { state: 'quarantined' });
      await acceptRecords(opened.store, [quarantined()]);
      await acceptRecords(opened.store, [quarantined()]);
      await acceptRecords(opened.store, [
        holding('R', [sighting({ code: 'K1' })], { state: 'refused', resources: [] }),
      ]);
      expect(await counts()).toEqual(['99001 K99 1']);
    });

    it('is written with the submission, or not at all', async () => {
      const twice = [holding('A', [sighting()]), holding('B', [sighting()])].map((record) => ({
        ...record,
        id: 'same',
      }));
      await expect(acceptRecords(opened.store, twice)).rejects.toThrow();
      expect(await read()).toEqual([]);
    });

    it('is read most frequent first, page by page, filtered', async () => {
      const codes = Array.from({ length: 25 }, (_, at) => sighting({ code: `K${at}`, count: 1 + (at % 5) }));
      await acceptRecords(opened.store, [holding('A', codes)]);
      const seen: string[] = [];
      for (let after: WorklistFilter['after']; ; ) {
        const page = await read({ limit: 10, after });
        seen.push(...page.map(({ count, code }) => `${count} ${code}`));
        after = page.at(-1);
        if (page.length < 10) break;
      }
      expect(new Set(seen).size).toBe(25);
      expect(seen.map((one) => Number(one.split(' ')[0]))).toEqual(
        [5, 4, 3, 2, 1].flatMap((count) => Array(5).fill(count)),
      );
      const facility = { facility: '99001', limit: 10, after: (await read({ facility: '99001', limit: 20 })).at(-1) };
      expect((await read(facility)).map(({ count }) => count)).toEqual([1, 1, 1, 1, 1]);
    });

    it.each([
      [{ facility: '99002' }, ['99002 K99 1']],
      [{ list: 'ICD10_VN' }, ['99001 A00 4']],
      [{ form: 'XML1' }, ['99001 A00 4']],
      [{ reason: 'list-not-loaded' }, ['99001 A00 4']],
      [{ facility: '99001', list: 'MA_KHOA', form: 'XML3', reason: 'not-in-list' }, ['99001 K99 2']],
      [{ facility: '99002', list: 'ICD10_VN' }, []],
    ] as const)('filtered by %j', async (filter, expected) => {
      const icd = sighting({ list: 'ICD10_VN', form: 'XML1', code: 'A00', count: 4, reason: 'list-not-loaded' });
      await acceptRecords(opened.store, [holding('A', [sighting({ count: 2 }), icd])]);
      await acceptRecords(opened.store, [holding('A', [sighting()])], { facility: '99002' });
      expect(await counts(filter)).toEqual(expected);
    });

    it('loses what is dropped, and takes it up again when it comes again', async () => {
      await acceptRecords(opened.store, [holding('A', [sighting(), sighting({ code: 'K98' })])]);
      const [first] = await read();
      await opened.store.dropFromWorklist([first?.id ?? 0, 987_654]);
      expect(await read()).toHaveLength(1);
      await acceptRecords(opened.store, [holding('B', [sighting(), sighting({ code: 'K98' })])]);
      expect((await counts()).toSorted()).toEqual(
        first?.code === 'K98' ? ['99001 K98 1', '99001 K99 2'] : ['99001 K98 2', '99001 K99 1'],
      );
    });

    it('is bounded for each facility: what was not seen for longest gives way', async () => {
      await acceptRecords(opened.store, [holding('OLD', [sighting({ code: 'OLD', count: 9 })])]);
      await acceptRecords(opened.store, [holding('OLD', [sighting({ code: 'OLD' })])], { facility: '99002' });
      for (let batch = 0; batch < 10; batch += 1) {
        const codes = Array.from({ length: 500 }, (_, at) => sighting({ code: `${batch}-${at}` }));
        await acceptRecords(opened.store, [holding(`B${batch}`, codes)], { receivedAt: NOON + 1 + batch });
      }
      expect(await read({ facility: '99001', limit: 6_000 })).toHaveLength(5_000);
      expect(await counts({ limit: 2 })).not.toContain('99001 OLD 9');
      expect(await counts({ facility: '99002' })).toEqual(['99002 OLD 1']);
    });

    it('is there after a restart', async () => {
      await acceptRecords(opened.store, [holding('A', [sighting()])]);
      const again = await opened.reopen();
      expect(await again.worklist({ limit: 10 })).toHaveLength(1);
    });
  });
}
