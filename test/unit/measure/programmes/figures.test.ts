import { describe, expect, it } from '@jest/globals';
import { DEFINITIONS } from '../../../../src/measure/programmes/definitions.ts';
import { computeFigures, type PeriodCounts } from '../../../../src/measure/programmes/figures.ts';
import { noResidents } from '../../../../src/measure/programmes/residents.ts';
import type { ProgrammeId, ProgrammeSettings } from '../../../../src/types/programme.ts';
import { loadYaml } from '../../../support/config-text.ts';
import { facilityOf } from '../../../support/store-fixtures.ts';

const SETTINGS = loadYaml('').programmes;
const NOTHING: PeriodCounts = { facilities: new Map(), residents: noResidents() };

function figureOf(
  id: ProgrammeId,
  counted: PeriodCounts | null,
  settings: ProgrammeSettings = SETTINGS,
  to = '2026-11-22',
) {
  const registry = [facilityOf('99001'), facilityOf('99002'), facilityOf('99003', { openTo: '2026-10-31' })];
  const figure = computeFigures(counted, { settings, registry, to }).find((one) => one.id === id);
  if (figure === undefined) throw new Error(`no figure ${id}`);
  return figure;
}

describe('further indicators, zero and unknown', () => {
  it('what is not counted is unknown in every number', () => {
    for (const figure of computeFigures(null, { settings: SETTINGS, registry: [], to: '2026-11-22' })) {
      expect(figure).toMatchObject({ numerator: null, denominator: null, share: null, untold: null, byFacility: [] });
    }
  });

  it('nothing received is 0 of 0, and no share', () => {
    for (const id of ['e-prescription', 'birth-certificate', 'identity', 'telehealth'] as const) {
      expect(figureOf(id, NOTHING)).toMatchObject({ numerator: 0, denominator: 0, share: null });
    }
  });

  it('a book without a population is a number of people, and no share', () => {
    const residents = { province: { book: 3, bookUntold: 2 }, facilities: {}, communes: { '21001': { book: 3 } } };
    const counted = { ...NOTHING, residents };
    expect(figureOf('health-book', counted)).toMatchObject({
      numerator: 3,
      denominator: null,
      share: null,
      untold: 2,
      byCommune: [{ commune: '21001', numerator: 3, denominator: null, share: null }],
    });
    // A commune that has nobody is 0 of its people; whoever lives elsewhere is no resident.
    const population = { total: 20, communes: { '21002': 8 } };
    expect(figureOf('health-book', counted, { ...SETTINGS, population })).toMatchObject({
      numerator: 0,
      denominator: 20,
      share: 0,
      byCommune: [{ commune: '21002', numerator: 0, denominator: 8, share: 0 }],
    });
  });

  it('driver checks are of the facilities that announced, are open and still do them', () => {
    const announced = (facility: string, from = '2026-01-01', to: string | null = null) => ({ facility, from, to });
    const counted = {
      ...NOTHING,
      facilities: new Map([
        ['99001', { driverChecks: 4 }],
        ['99009', { driverChecks: 1 }],
      ]),
    };
    expect(figureOf('driver-check', counted)).toMatchObject({
      numerator: null,
      denominator: null,
      also: [{ count: 5 }],
    });
    const all = [announced('99001'), announced('99002'), announced('99003'), announced('99004')];
    const settings = { ...SETTINGS, driverChecks: all };
    expect(figureOf('driver-check', counted, settings)).toMatchObject({
      numerator: 1,
      denominator: 2,
      share: 0.5,
      byFacility: [
        { facility: '99001', numerator: 1, denominator: 1 },
        { facility: '99002', numerator: 0, denominator: 1 },
      ],
    });
    const later = {
      ...SETTINGS,
      driverChecks: [announced('99001', '2026-11-23'), announced('99002', '2026-01-01', '2026-11-21')],
    };
    expect(figureOf('driver-check', counted, later)).toMatchObject({ numerator: 0, denominator: 0, share: null });
  });

  it('prescriptions may be more than visits', () => {
    const counted = { ...NOTHING, facilities: new Map([['99001', { prescriptions: 3, withDrugs: 2 }]]) };
    expect(figureOf('e-prescription', counted)).toMatchObject({
      numerator: 3,
      denominator: 2,
      share: 1.5,
      target: null,
    });
  });

  it('each has a definition in both languages', () => {
    for (const { name, definition } of DEFINITIONS) {
      for (const text of [name.vi, name.en, definition.vi, definition.en]) expect(text.length).toBeGreaterThan(5);
    }
    expect(new Set(DEFINITIONS.map(({ id }) => id)).size).toBe(9);
  });
});
