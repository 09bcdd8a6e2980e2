import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { startOfLocalDay, toLocalDay } from '../../src/fhir/local-time.ts';
import { createProgrammeService } from '../../src/measure/programmes/programme-service.ts';
import type { ProgrammeFigure, ProgrammeSettings } from '../../src/types/programme.ts';
import { loadYaml } from '../support/config-text.ts';
import { createMemoryProgrammeStore } from '../support/memory-programme-store.ts';
import { DAYS, FIRST_DAY, type ProgrammeEvent, programmeHistory } from '../support/programme-histories.ts';
import { type OracleFigure, programmeOracle } from '../support/programme-oracle.ts';
import { facilityOf } from '../support/store-fixtures.ts';

const DAY_MS = 86_400_000;
const dayAt = (index: number) => toLocalDay(startOfLocalDay(FIRST_DAY) + index * DAY_MS);

const POPULATIONS: readonly ProgrammeSettings['population'][] = [
  { total: null, communes: {} },
  { total: 1_000, communes: { '21001': 400, '21002': 600 } },
];

interface Setting {
  readonly events: readonly ProgrammeEvent[];
  readonly settings: ProgrammeSettings;
}

const setting: fc.Arbitrary<Setting> = fc
  .record({ events: programmeHistory, population: fc.constantFrom(...POPULATIONS) })
  .map(({ events, population }) => ({
    events,
    settings: {
      ...loadYaml('').programmes,
      population,
      driverChecks: ['99001', '99003'].map((facility) => ({ facility, from: FIRST_DAY, to: null })),
    },
  }));

/** The service while days go by: its clock stands at the end of a day, and nothing later is there. */
function liveThrough({ events, settings }: Setting) {
  const store = createMemoryProgrammeStore(events);
  let now = startOfLocalDay(FIRST_DAY);
  const registry = ['99001', '99002', '99003'].map((code) => facilityOf(code));
  const service = createProgrammeService({ store, settings, registry: async () => registry, clock: () => now });
  return {
    service,
    store,
    goTo(instant: number) {
      now = instant;
      store.showUntil(instant);
    },
  };
}

function numbersOf(figures: readonly ProgrammeFigure[]): readonly OracleFigure[] {
  return figures.map(({ id, numerator, denominator, untold, byFacility, byCommune }) => ({
    id,
    numerator,
    denominator,
    untold,
    byFacility,
    byCommune,
  }));
}

function oracleOf({ events, settings }: Setting, from: string, to: string) {
  const announced = ['99001', '99003'];
  return programmeOracle(events, { from, to, announced, ...settings.population });
}

describe('the further indicators', () => {
  it('are what a slow count of everything gives, on every day for every period, also of the open day', async () => {
    await fc.assert(
      fc.asyncProperty(setting, async (given) => {
        const { service, goTo } = liveThrough(given);
        const [first] = given.events;
        if (first === undefined) return;
        for (let index = 0; index < DAYS; index++) {
          const to = dayAt(index);
          goTo(startOfLocalDay(to) + DAY_MS - 1);
          // Before the first record nothing is known.
          if (to < toLocalDay(first.receivedAt)) continue;
          for (const from of [dayAt(0), '2026-11-01', to].filter((day) => day <= to)) {
            expect(numbersOf(await service.figures({ from, to }))).toEqual(oracleOf(given, from, to));
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it('of a period that is over never change, and are the same bytes however days were counted', async () => {
    await fc.assert(
      fc.asyncProperty(setting, fc.nat(DAYS - 1), async (given, index) => {
        const period = { from: dayAt(0), to: dayAt(index) };
        const living = liveThrough(given);
        for (let day = 0; day <= index; day++) {
          living.goTo(startOfLocalDay(dayAt(day)) + DAY_MS + 600_000);
          await living.service.close();
        }
        const then = JSON.stringify(await living.service.figures(period));
        living.goTo(startOfLocalDay(FIRST_DAY) + 2 * DAYS * DAY_MS);
        await living.service.close();
        expect(JSON.stringify(await living.service.figures(period))).toBe(then);
        await living.store.forgetProgrammeDays((await living.service.counted())?.since ?? FIRST_DAY);
        await living.service.close();
        // A record that is received and not yet accepted begins the count, and has added nothing.
        expect(JSON.stringify(await living.service.figures(period))).toBe(then);
      }),
      { numRuns: 60 },
    );
  });
});
