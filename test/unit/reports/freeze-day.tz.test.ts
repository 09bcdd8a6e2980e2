import { describe, expect, it } from '@jest/globals';
import { PATHS } from '../../../src/config/paths.ts';
import { loadWorkingCalendar } from '../../../src/pipeline/deadline/load-working-calendar.ts';
import { findDueMonths, findMissingMonths } from '../../../src/reports/due-months.ts';
import { dueDayOf, freezeDayOf } from '../../../src/reports/freeze-day.ts';
import { loadYaml } from '../../support/config-text.ts';
import { at, CALENDAR } from '../../support/working-calendar.ts';

describe('the day on which a month is frozen', () => {
  it.each([
    ['2026-10', '2026-11-02', 'day 1 is a Sunday'],
    ['2026-11', '2026-12-01', 'day 1 is a Tuesday'],
    ['2025-12', '2026-01-03', 'a Saturday that is worked, after New Year and the day that was moved to it'],
    ['2026-01', '2026-02-02', 'day 1 is a Sunday'],
    ['2026-04', '2026-05-04', '1 May and the weekend after it: only day 4 is left'],
    ['2026-08', '2026-09-03', 'the two days of Quốc khánh'],
  ])('%s is frozen on %s: %s', (month, day) => {
    const worked = loadWorkingCalendar(
      PATHS.workingCalendar,
      loadYaml('workingCalendar: { years: { 2026: { closed: [], worked: [2026-01-03] } } }').workingCalendar,
    );
    expect(freezeDayOf(month, worked.isWorkingDay)).toBe(day);
  });

  it('is day 4 when nobody works on any of days 1 to 4, as at Tết', () => {
    const tet = loadYaml(
      'workingCalendar: { years: { 2030: { closed: [2030-02-01, 2030-02-02, 2030-02-03, 2030-02-04, 2030-02-05], worked: [] } } }',
    );
    const { isWorkingDay } = loadWorkingCalendar(PATHS.workingCalendar, tet.workingCalendar);
    expect(freezeDayOf('2030-01', isWorkingDay)).toBe('2030-02-04');
    expect(freezeDayOf('2030-01', () => true)).toBe('2030-02-01');
  });

  it('is never after the last day in time', () => {
    expect(dueDayOf('2026-12')).toBe('2027-01-04');
    for (let year = 2026; year < 2036; year++) {
      for (let month = 1; month <= 12; month++) {
        const name = `${year}-${String(month).padStart(2, '0')}`;
        const day = freezeDayOf(name, CALENDAR.isWorkingDay);
        expect(day <= dueDayOf(name)).toBe(true);
        expect(CALENDAR.isWorkingDay(day) || day === dueDayOf(name)).toBe(true);
      }
    }
  });
});

describe('the months that are due', () => {
  const ask = async (now: string, changes: { kept?: readonly string[]; closedThrough?: string | null } = {}) =>
    findDueMonths({
      now: at(now),
      dailyAt: '06:00',
      isWorkingDay: CALENDAR.isWorkingDay,
      missing: await findMissingMonths(
        at(now),
        (changes.kept ?? ['2026-09', '2026-10']).map((month) => ({ month })),
        { firstTraffic: async () => '2026-09-15', registryAt: async () => ['99001'] },
      ),
      closedThrough: changes.closedThrough === undefined ? '2026-12-31' : changes.closedThrough,
    });

  it('are due from the minute on, in Việt Nam', async () => {
    expect(await ask('2026-12-01 05:59')).toEqual([]);
    expect(await ask('2026-12-01 06:00')).toEqual(['2026-11']);
  });

  it('wait for their last day to be closed', async () => {
    expect(await ask('2026-12-01 06:00', { closedThrough: '2026-11-29' })).toEqual([]);
    expect(await ask('2026-12-01 06:00', { closedThrough: null })).toEqual([]);
    expect(await ask('2026-12-01 06:15', { closedThrough: '2026-11-30' })).toEqual(['2026-11']);
  });

  it('are due once', async () => {
    expect(await ask('2026-12-02 06:00', { kept: ['2026-11', '2026-10', '2026-09'] })).toEqual([]);
  });

  it('are made up for after a gateway was down, also late, oldest first', async () => {
    expect(await ask('2026-12-20 10:00', { kept: ['2026-08'] })).toEqual(['2026-09', '2026-10', '2026-11']);
    expect(await ask('2026-12-20 10:00', { kept: ['2026-08'], closedThrough: '2026-10-31' })).toEqual([
      '2026-09',
      '2026-10',
    ]);
    expect(await ask('2030-01-20 10:00', { kept: ['2026-08'], closedThrough: '2030-01-19' })).toHaveLength(12);
  });

  it('begin with the first traffic where none was frozen yet', async () => {
    expect(await ask('2026-12-20 10:00', { kept: [] })).toEqual(['2026-09', '2026-10', '2026-11']);
  });
});
