import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { startOfLocalDay, toLocalDay } from '../../../src/fhir/local-time.ts';
import { createProgrammeService } from '../../../src/measure/programmes/programme-service.ts';
import { createProgrammeRecount } from '../../../src/measure/programmes/recount.ts';
import type { RecordToStore } from '../../../src/types/intake.ts';
import type { ProgrammeHolding } from '../../../src/types/programme.ts';
import type { Store } from '../../../src/types/store.ts';
import { loadYaml } from '../../support/config-text.ts';
import {
  DAYS,
  FIRST_DAY,
  isOfCareKind,
  type ProgrammeEvent,
  programmeHistory,
} from '../../support/programme-histories.ts';
import { programmeOracle } from '../../support/programme-oracle.ts';
import {
  acceptRecords,
  collect,
  evidenceOf,
  facilityOf,
  NOON,
  observation,
  patient,
  recordOf,
} from '../../support/store-fixtures.ts';
import { type OpenStore, useStore } from './opened-store.ts';

const DAY_MS = 86_400_000;
const TODAY = '2026-11-22';
const ALL: readonly [number, number] = [0, NOON + DAY_MS];
const ADA = { number: '051190000001', birthDate: '1990-01-01' };

const bookOf = (changes: Partial<RecordToStore> = {}) =>
  recordOf({ key: 'health-book-xml/B1', kind: 'health-book', evidence: null, programme: { person: ADA }, ...changes });

/** What is told of an encounter, or of a record by its key. */
const factsOf = (store: Store, encounter: string, until = NOON + DAY_MS) =>
  store.programmeFacts([{ facility: '99001', encounter }], until);

export function describeProgrammes(open: OpenStore): void {
  describe('further indicators', () => {
    const opened = useStore(open);

    it('keeps what a record tells, of each accepted version, and nothing of repetitions and refused ones', async () => {
      const { store } = opened;
      const first = recordOf({ programme: { care: 'outpatient', drugs: true } });
      await acceptRecords(store, [first]);
      await acceptRecords(store, [recordOf({ programme: { care: 'outpatient', drugs: true } })], {
        receivedAt: NOON + 1,
      });
      const corrected = {
        resources: [patient('p1'), observation('o-LK1', 2)],
        programme: { care: 'telehealth' as const },
      };
      await acceptRecords(store, [recordOf(corrected)], { receivedAt: NOON + 2 });
      await acceptRecords(store, [recordOf({ key: 'LK2', state: 'refused', resources: [] })], { receivedAt: NOON + 3 });
      const common = { facility: '99001', key: 'LK1', encounter: 'LK1', kind: 'claim', ofCare: true, identity: true };
      expect((await factsOf(store, 'LK1')).toSorted((a, b) => a.version - b.version)).toEqual([
        { ...common, version: 1, receivedAt: NOON, acceptedAt: NOON, told: '{"care":"outpatient","drugs":true}' },
        { ...common, version: 2, receivedAt: NOON + 2, acceptedAt: NOON + 2, told: '{"care":"telehealth"}' },
      ]);
      expect(await factsOf(store, 'LK1', NOON + 1)).toHaveLength(1);
      expect(await collect(store.programmeNews(NOON, NOON + 2))).toEqual([
        { facility: '99001', encounter: 'LK1' },
        { facility: '99001', encounter: 'LK1' },
      ]);
      expect(await collect(store.programmeNews(NOON + 1, NOON + 1))).toEqual([]);
      expect(await collect(store.programmeNews(...ALL, '99002'))).toEqual([]);
      expect(await store.firstReceived()).toBe(NOON);
    });

    it('writes a person as a pseudonym only: the same one at every facility and after the store was opened again', async () => {
      const { store } = opened;
      await acceptRecords(store, [bookOf()]);
      await acceptRecords(store, [bookOf()], { facility: '99002' });
      const other = { ...ADA, birthDate: '2015-01-01' };
      const later = await opened.reopen();
      await acceptRecords(later, [bookOf({ key: 'health-book-xml/B2', programme: { person: other } })]);
      const told = async (facility: string, encounter: string) => {
        const [row] = await later.programmeFacts([{ facility, encounter }], NOON);
        return row?.told ?? '';
      };
      const [mine, elsewhere, childs] = [
        await told('99001', 'health-book-xml/B1'),
        await told('99002', 'health-book-xml/B1'),
        await told('99001', 'health-book-xml/B2'),
      ];
      expect(mine).toMatch(/^\{"subject":"[\w-]{20}"\}$/);
      expect(elsewhere).toBe(mine);
      expect(childs).not.toBe(mine);
      expect(mine + childs).not.toContain(ADA.number);
    });

    it('tells of a quarantined record from its release on', async () => {
      const { store } = opened;
      const held = bookOf({ state: 'quarantined' });
      await acceptRecords(store, [held]);
      expect(await factsOf(store, 'health-book-xml/B1')).toEqual([]);
      expect(await collect(store.programmeNews(...ALL))).toEqual([]);
      const releasedAt = NOON + 3_600_000;
      expect(await store.releaseRecord(held.id, releasedAt)).toBe('released');
      expect(await factsOf(store, 'health-book-xml/B1')).toMatchObject([{ receivedAt: NOON, acceptedAt: releasedAt }]);
      expect(await factsOf(store, 'health-book-xml/B1', releasedAt - 1)).toEqual([]);
      expect(await collect(store.programmeNews(releasedAt, releasedAt))).toHaveLength(1);
    });

    it('counts a day once, whoever is first, and begins again when all is forgotten', async () => {
      const { store } = opened;
      const holding: ProgrammeHolding = {
        what: 'book',
        subject: 's1',
        facility: '99001',
        key: 'B1',
        commune: '21001',
        acceptedAt: NOON,
      };
      const state = { since: TODAY, through: TODAY, definitions: '1', seen: 5_000_000_000 };
      const changes = [{ facility: '99001', content: '{}' }];
      const day = { after: null, closed: state, changes, residents: '{}', put: [holding], drop: [] };
      expect(await store.programmeState()).toBeNull();
      expect(await store.closeProgrammeDay(day)).toBe(true);
      expect(await store.closeProgrammeDay(day)).toBe(false);
      expect(await store.programmeState()).toEqual(state);
      expect(await collect(store.programmeChanges(TODAY, TODAY))).toEqual([{ day: TODAY, ...changes[0] }]);
      expect(await store.programmeResidents(TODAY)).toBe('{}');
      expect(await store.programmeResidents('2026-11-21')).toBeNull();
      const of = [
        { what: 'book', subject: 's1' },
        { what: 'vaccination', subject: 's1' },
      ] as const;
      expect(await store.programmeHoldings(of)).toEqual([holding]);
      const moved = { ...holding, commune: '21002' };
      const next = { ...day, after: state, closed: { ...state, through: '2026-11-23' }, put: [moved] };
      expect(await store.closeProgrammeDay(next)).toBe(true);
      expect(await store.programmeHoldings(of)).toEqual([moved]);
      const last = { ...next, after: next.closed, closed: { ...state, through: '2026-11-24' }, put: [], drop: [moved] };
      expect(await store.closeProgrammeDay(last)).toBe(true);
      expect(await store.programmeHoldings(of)).toEqual([]);
      await store.forgetProgrammeDays('2026-11-20');
      const begun = { since: '2026-11-20', through: '2026-11-19', definitions: '', seen: 0 };
      expect(await store.programmeState()).toEqual(begun);
      expect(await collect(store.programmeChanges(TODAY, TODAY))).toEqual([]);
    });

    it('counts records again that are written after their day was counted, from the first one on, and the same into memory', async () => {
      const { store } = opened;
      const clock = () => NOON + 20 * DAY_MS;
      const parts = { settings: loadYaml('').programmes, registry: store.facilities, clock };
      const service = createProgrammeService({ store, ...parts });
      await service.close();
      expect(await service.counted()).toBeNull();
      const book = (day: number) =>
        acceptRecords(
          store,
          [bookOf({ key: `health-book-xml/B${day}`, programme: { person: { ...ADA, number: `05119000000${day}` } } })],
          {
            receivedAt: NOON + day * DAY_MS,
          },
        );
      const period = { from: '2026-11-20', to: '2026-11-30' };
      const holders = async (of = service) =>
        (await of.figures(period)).find(({ id }) => id === 'health-book')?.numerator;
      await book(3);
      await service.close();
      expect([await holders(), await service.counted()]).toMatchObject([1, { since: '2026-11-25' }]);
      await book(5);
      await service.close();
      expect(await holders()).toBe(2);
      await book(1);
      // Asked for, it is found as well.
      await holders();
      await service.close();
      expect([await holders(), await service.counted()]).toMatchObject([3, { since: '2026-11-23' }]);
      const again = createProgrammeService({ store: await createProgrammeRecount(store), ...parts });
      expect(await again.counted()).toMatchObject({ since: '2026-11-23', through: '2026-11-22' });
      await again.close();
      expect(await again.figures(period)).toEqual(await service.figures(period));
    });

    it.each([1, 2, 3])('gives the figures of a slow count, history %i', async (seed) => {
      const { store } = opened;
      await store.putFacility(facilityOf('99003'));
      const [events = []] = fc.sample(fc.array(programmeHistory, { minLength: 4, maxLength: 4 }), { seed, numRuns: 1 });
      const history = keysApart(events.flat()).toSorted((a, b) => a.receivedAt - b.receivedAt);
      await tell(store, history);
      const now = startOfLocalDay(FIRST_DAY) + (DAYS + 1) * DAY_MS;
      const settings = loadYaml('').programmes;
      const service = createProgrammeService({ store, settings, registry: store.facilities, clock: () => now });
      await service.close();
      for (const [from, to] of [
        [FIRST_DAY, '2026-10-31'],
        ['2026-11-01', '2026-11-03'],
        [FIRST_DAY, '2026-11-05'],
      ] as const) {
        const expected = programmeOracle(history, { from, to, announced: [], ...settings.population });
        const figures = await service.figures({ from, to });
        for (const [index, one] of expected.entries()) {
          if (one.id !== 'driver-check') expect(figures[index]).toMatchObject(one);
        }
      }
      const days = await service.identityDays({ from: FIRST_DAY, to: toLocalDay(now) });
      for (const { facility, day, encounters, identified } of days) {
        const list = await service.unidentified(facility, day, { after: '', limit: 100 });
        expect([day, facility, list.encounters.length]).toEqual([day, facility, encounters - identified]);
      }
    });
  });
}

/** Several histories beside each other. */
function keysApart(events: readonly ProgrammeEvent[]): ProgrammeEvent[] {
  return events
    .map((event, index) => ({ ...event, key: `${event.key}-${Math.floor(index / 12)}` }))
    .map((event) => ({
      ...event,
      encounter: isOfCareKind(event.kind) ? event.encounter : event.key,
      releasedAt: null,
    }));
}

/** Lets the events happen, each version with a content of its own and once more as it was. */
async function tell(store: Store, events: readonly ProgrammeEvent[]): Promise<void> {
  for (const [index, event] of events.entries()) {
    const { facility, key, kind, encounter, receivedAt, identity, told } = event;
    const isOfCare = isOfCareKind(kind);
    const { subject, ...programme } = told;
    const record = () =>
      recordOf({
        key,
        kind,
        owed: [],
        resources: [patient('p1'), observation(`o-${key.replaceAll('/', '-')}`, index)],
        evidence: isOfCare ? evidenceOf({ encounter, identity }) : null,
        programme:
          subject === undefined ? programme : { ...programme, person: { number: subject, birthDate: '1990-01-01' } },
      });
    const sent = { facility, receivedAt, format: isOfCare ? ('claim-xml' as const) : ('document-xml' as const) };
    await acceptRecords(store, [record()], sent);
    if (index % 3 === 0) await acceptRecords(store, [record()], { ...sent, receivedAt: receivedAt + 1 });
  }
}
