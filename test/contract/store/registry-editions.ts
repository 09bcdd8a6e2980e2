import { describe, expect, it } from '@jest/globals';
import type { Facility, FacilityNote } from '../../../src/types/registry.ts';
import { facilityOf, NOON } from '../../support/store-fixtures.ts';
import { type OpenStore, useStore } from './opened-store.ts';

const DAY = 86_400_000;
const CHANGE = { by: 'staff a', reason: 'rà soát tháng 11' };

const DETAILED = facilityOf('99003', {
  gln: '8931234500001',
  formerNames: ['Bệnh viện huyện'],
  kind: 'Trung tâm y tế',
  services: ['inpatient', 'day'],
  position: { lat: 15.12, lng: 108.8 },
  mergedInto: '99001',
  announcement: { decision: '12/QĐ-BV', link: 'https://example.org/12' },
  hisVendor: 'HIS',
  contacts: [{ name: 'Phòng CNTT', role: 'CNTT', phone: '0255 000 000', email: 'cntt@example.org' }, { name: 'Trực' }],
  scope: [
    { from: null, value: 'undecided', reason: 'chưa rà soát' },
    { from: '2026-03-01', value: 'yes', reason: 'nội trú', by: 'Sở Y tế', decidedOn: '2026-02-20' },
  ],
});

export function describeRegistryEditions(open: OpenStore): void {
  describe('editions of the registry', () => {
    const opened = useStore(open);

    it('keeps the particulars of a facility', async () => {
      await opened.store.putFacility(DETAILED);
      const store = await opened.reopen();
      expect(await store.facility('99003')).toEqual(DETAILED);
      expect((await store.facilities()).at(-1)).toEqual(DETAILED);
      await store.putFacility(facilityOf('99003'));
      expect(await store.facility('99003')).toEqual(facilityOf('99003'));
    });

    it('keeps what an entry said before, with who changed it and why', async () => {
      const first = facilityOf('99003');
      await opened.store.putFacility(first);
      await opened.store.putFacility(DETAILED, CHANGE);
      await opened.store.putFacility(first, { by: 'staff b', reason: 'nhập nhầm' });
      const store = await opened.reopen();
      const editions = await store.editions('99003');
      expect(editions.map(({ facility, by, reason }) => [facility, by, reason])).toEqual([
        [first, 'staff b', 'nhập nhầm'],
        [DETAILED, 'staff a', 'rà soát tháng 11'],
        [first, 'registry', 'registry'],
      ]);
      for (const { at } of editions) expect(at).toBe(NOON);
      expect(await store.editions('99999')).toEqual([]);
    });

    it('writes nothing when an entry says the same, in whatever order its members stand', async () => {
      const reversed = <T extends object>(entry: T) => Object.fromEntries(Object.entries(entry).toReversed()) as T;
      const statistics = { '2026-11': 2, '2026-10': 1 };
      await opened.store.putFacility({ ...DETAILED, statistics }, CHANGE);
      const same: Facility = reversed({
        ...DETAILED,
        statistics: reversed(statistics),
        scope: DETAILED.scope.map(reversed),
        contacts: DETAILED.contacts?.map(reversed) ?? [],
      });
      await opened.store.putFacility(same, { by: 'staff b', reason: 'again' });
      await opened.store.putFacility({ ...same, formerNames: undefined } as unknown as Facility, CHANGE);
      expect((await opened.store.editions('99003')).map(({ reason }) => reason)).toEqual([
        CHANGE.reason,
        CHANGE.reason,
      ]);
    });

    it('tells the registry as it was at an instant', async () => {
      const tomorrow = await opened.beside(NOON + DAY);
      await tomorrow.putFacility(DETAILED, CHANGE);
      await tomorrow.close();
      const later = await opened.beside(NOON + 2 * DAY);
      await later.putFacility(facilityOf('99003', { openTo: '2026-09-30' }), CHANGE);
      await later.close();
      const { store } = opened;
      const codesAt = async (at: number) => (await store.registryAt(at)).map(({ code }) => code);
      expect(await codesAt(NOON - 1)).toEqual([]);
      expect(await codesAt(NOON + DAY - 1)).toEqual(['99001', '99002']);
      expect((await store.registryAt(NOON + DAY))[2]).toEqual(DETAILED);
      expect((await store.registryAt(NOON + 2 * DAY - 1))[2]).toEqual(DETAILED);
      expect((await store.registryAt(NOON + 2 * DAY))[2]?.openTo).toBe('2026-09-30');
      expect(await store.registryAt(NOON + 2 * DAY)).toEqual(await store.facilities());
    });

    it('keeps the order of editions when the clock was put back', async () => {
      await opened.store.putFacility(DETAILED, CHANGE);
      const behind = await opened.beside(NOON - DAY);
      await behind.putFacility(facilityOf('99003'), CHANGE);
      await behind.close();
      expect((await opened.store.editions('99003')).map(({ at }) => at)).toEqual([NOON, NOON]);
      expect(await opened.store.registryAt(NOON)).toEqual(await opened.store.facilities());
    });

    it('takes many entries at once: all of them, or none with a wrong one', async () => {
      const { store } = opened;
      const entries = ['99005', '99003', '99004'].map((code) => facilityOf(code));
      const wrong = facilityOf('99006', { cohort: 'clinic' as 'other' });
      await expect(store.putFacilities([...entries, wrong], CHANGE)).rejects.toThrow();
      expect(await store.facilities()).toHaveLength(2);
      expect(await store.editions('99003')).toEqual([]);
      await store.putFacilities(entries, CHANGE);
      expect((await store.facilities()).map(({ code }) => code)).toEqual(['99001', '99002', '99003', '99004', '99005']);
      const editions = await Promise.all(entries.map(({ code }) => store.editions(code)));
      expect(editions.map((of) => of.map(({ by }) => by))).toEqual([['staff a'], ['staff a'], ['staff a']]);
      await store.putFacilities([], CHANGE);
    });

    it('numbers the editions of one facility one after the other, whoever writes', async () => {
      const beside = await opened.beside();
      await Promise.all(
        Array.from({ length: 12 }, (_, index) =>
          (index % 2 === 0 ? opened.store : beside).putFacility(facilityOf('99003', { name: `Tên ${index}` }), CHANGE),
        ),
      );
      await beside.close();
      const editions = await opened.store.editions('99003');
      expect(editions).toHaveLength(12);
      expect(editions[0]?.facility).toEqual(await opened.store.facility('99003'));
    });

    it('keeps remarks about a facility, newest first', async () => {
      const noteOf = (id: string, changes: Partial<FacilityNote> = {}): FacilityNote => ({
        ...{ id, facility: '99001', at: NOON, by: 'staff a', text: `Đã gọi điện ${id}` },
        ...changes,
      });
      const notes = [noteOf('n2'), noteOf('n1', { at: NOON + 1 }), noteOf('n3'), noteOf('n4', { facility: '99002' })];
      for (const note of notes) await opened.store.addNote(note);
      const store = await opened.reopen();
      expect((await store.notes('99001')).map(({ id }) => id)).toEqual(['n1', 'n3', 'n2']);
      expect(await store.notes('99002')).toEqual([notes[3]]);
      expect(await store.notes('99999')).toEqual([]);
      await expect(store.addNote(noteOf('n5', { facility: '99999' }))).rejects.toThrow();
      await expect(store.addNote(noteOf('n1'))).rejects.toThrow();
    });
  });
}
