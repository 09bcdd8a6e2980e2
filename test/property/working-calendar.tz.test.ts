import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toLocalDay } from '../../src/fhir/local-time.ts';
import { createWorkingCalendar } from '../../src/pipeline/deadline/working-calendar.ts';

const MINUTE = 60_000;
const START = Date.parse('2025-12-01T00:00:00+07:00');

const clock = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
const time = fc
  .tuple(
    fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
    fc.nat(1_380),
    fc.integer({ min: 1, max: 60 }),
  )
  .map(([days, from, minutes]) => ({ days, from: clock(from), to: clock(from + minutes) }));
const day = fc.nat(500).map((days) => toLocalDay(START + days * 86_400_000));
const calendar = fc
  .record({ hours: fc.array(time, { minLength: 1, maxLength: 4 }), closed: fc.array(day), worked: fc.array(day) })
  .map(({ hours, closed, worked }) => createWorkingCalendar({ hours, years: { '2026': { closed, worked } } }));
const instant = fc.nat(400 * 24 * 60).map((minutes) => START + minutes * MINUTE);
const duration = fc.integer({ min: 1, max: 40 * 60 }).map((minutes) => minutes * MINUTE);

describe('working time', () => {
  it('ends in working time, or at its end', () => {
    fc.assert(
      fc.property(calendar, instant, duration, (of, from, length) => {
        expect(of.isWorkingTime(of.after(from, length) - 1)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('is never shorter than the same time of the clock', () => {
    fc.assert(
      fc.property(calendar, instant, duration, (of, from, length) => {
        expect(of.after(from, length)).toBeGreaterThanOrEqual(from + length);
      }),
      { numRuns: 200 },
    );
  });

  it('grows with the start and with the length', () => {
    fc.assert(
      fc.property(calendar, instant, duration, duration, (of, from, length, more) => {
        const due = of.after(from, length);
        expect(of.after(from, length + more)).toBeGreaterThan(due);
        expect(of.after(from + more, length)).toBeGreaterThanOrEqual(due);
      }),
      { numRuns: 200 },
    );
  });

  it('adds up: first a part, then the rest', () => {
    fc.assert(
      fc.property(calendar, instant, duration, duration, (of, from, part, rest) => {
        expect(of.after(of.after(from, part), rest)).toBe(of.after(from, part + rest));
      }),
      { numRuns: 200 },
    );
  });

  it('counts each minute of the calendar once', () => {
    fc.assert(
      fc.property(calendar, instant, fc.integer({ min: 1, max: 90 }), (of, from, minutes) => {
        let left = minutes;
        let now = from;
        for (; left > 0; now += MINUTE) if (of.isWorkingTime(now)) left -= 1;
        expect(of.after(from, minutes * MINUTE)).toBe(now);
      }),
      { numRuns: 60 },
    );
  });
});
