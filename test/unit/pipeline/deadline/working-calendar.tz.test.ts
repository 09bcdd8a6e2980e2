import { describe, expect, it } from '@jest/globals';
import { PATHS } from '../../../../src/config/paths.ts';
import { loadWorkingCalendar, unknownYears } from '../../../../src/pipeline/deadline/load-working-calendar.ts';
import { createWorkingCalendar } from '../../../../src/pipeline/deadline/working-calendar.ts';
import { loadYaml } from '../../../support/config-text.ts';
import { at, CALENDAR } from '../../../support/working-calendar.ts';

const HOUR = 3_600_000;
const { hours } = loadYaml('').workingCalendar;

describe('the working calendar', () => {
  it.each([
    ['2026-11-18 07:29', false],
    ['2026-11-18 07:30', true],
    ['2026-11-18 11:29', true],
    ['2026-11-18 11:30', false],
    ['2026-11-18 13:30', true],
    ['2026-11-18 17:30', false],
    ['2026-11-21 09:00', false],
    ['2026-02-17 09:00', false],
    ['2026-01-10 09:00', true],
  ])('%s: %s', (text, isOpen) => expect(CALENDAR.isWorkingTime(at(text))).toBe(isOpen));

  it('adds the years of a deployment to those that ship', () => {
    const years = { '2027': { closed: ['2027-02-05'], worked: ['2027-02-13'] } };
    const calendar = loadWorkingCalendar(PATHS.workingCalendar, { hours, years });
    expect(calendar.isWorkingTime(at('2027-02-05 09:00'))).toBe(false);
    expect(calendar.isWorkingTime(at('2027-02-13 09:00'))).toBe(true);
    expect(calendar.isWorkingTime(at('2026-02-17 09:00'))).toBe(false);
  });

  it('takes the word of a deployment over what ships', () => {
    const years = { '2026': { closed: ['2026-11-24', '2026-01-10'], worked: ['2026-02-17', '2026-05-01'] } };
    const calendar = loadWorkingCalendar(PATHS.workingCalendar, { hours, years });
    const days = ['2026-11-24', '2026-01-10', '2026-02-17', '2026-05-01', '2026-02-18'];
    expect(days.map((day) => calendar.isWorkingTime(at(`${day} 09:00`)))).toEqual([false, false, true, true, false]);
  });

  it('gives a day off that is worked its own hours, or those of the first working day', () => {
    const years = { '2027': { closed: [], worked: ['2027-06-05', '2027-06-06'] } };
    const week = [...hours, { days: [6], from: '07:00', to: '09:00' }];
    const calendar = createWorkingCalendar({ hours: week, years });
    expect(calendar.after(at('2027-06-05 00:00'), 3 * HOUR)).toBe(at('2027-06-06 08:30'));
  });

  it('joins times that touch or overlap', () => {
    const week = [
      { days: [1], from: '12:00', to: '24:00' },
      { days: [1], from: '00:00', to: '13:00' },
    ];
    const calendar = createWorkingCalendar({ hours: week, years: {} });
    expect(calendar.after(at('2026-11-16 00:00'), 24 * HOUR)).toBe(at('2026-11-17 00:00'));
    expect(calendar.after(at('2026-11-16 00:00'), 24 * HOUR + 1)).toBe(at('2026-11-23 00:00') + 1);
  });

  it('tells of years that it does not know, a month ahead', () => {
    expect(unknownYears(CALENDAR, at('2026-11-22 08:00'))).toEqual([]);
    expect(unknownYears(CALENDAR, at('2026-12-15 08:00'))).toEqual(['2027']);
    expect(unknownYears(CALENDAR, at('2027-12-15 08:00'))).toEqual(['2027', '2028']);
  });

  it.each([
    ['no hours', []],
    ['a time that ends before it starts', [{ days: [1], from: '10:00', to: '09:00' }]],
    ['hours of no day', [{ days: [], from: '10:00', to: '11:00' }]],
  ])('refuses %s', (_name, week) => expect(() => createWorkingCalendar({ hours: week, years: {} })).toThrow());
});
