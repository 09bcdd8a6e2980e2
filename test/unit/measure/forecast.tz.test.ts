import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { forecastShare, type ProgressPoint } from '../../../src/measure/forecast.ts';
import { daysFrom, plusDays } from '../../support/coverage-facts.ts';

const TODAY = '2026-11-22';
const TARGET = '2026-12-30';

/** A point a day for the last 90 days; `reached` by the days that lie between a day and today, 0 for today. */
function progress(reached: (daysAgo: number) => number, of: (daysAgo: number) => number = () => 100) {
  const days = daysFrom(plusDays(TODAY, -89), TODAY);
  return days.map((day, at): ProgressPoint => ({ day, reached: reached(89 - at), of: of(89 - at) }));
}

const weekly = (counts: readonly number[]) => progress((daysAgo) => counts.at(-1 - Math.ceil(daysAgo / 7)) ?? 0);

describe('forecastShare', () => {
  it('goes on at the pace of the last 8 weeks from the count of today', () => {
    // 2 a week, 40 missing: 20 weeks. No value is off the line, so the interval is the day itself.
    const forecast = forecastShare(weekly([44, 46, 48, 50, 52, 54, 56, 58, 60]), TARGET);
    expect(forecast).toEqual({
      state: 'on-pace',
      date: plusDays(TODAY, 140),
      earliest: plusDays(TODAY, 140),
      latest: plusDays(TODAY, 140),
      perWeek: 2,
      neededPerWeek: 40 / (38 / 7),
    });
  });

  it('takes the next whole day when the line reaches the number within one', () => {
    // 3 a week, 40 missing: 93.3 days.
    const { date } = forecastShare(weekly([36, 39, 42, 45, 48, 51, 54, 57, 60]), TARGET);
    expect(date).toBe(plusDays(TODAY, 94));
  });

  it('has an interval of 80 % from the standard error of the slope', () => {
    // Deviations 1,-1,1,-1,0,1,-1,1,-1 from a line of 4 a week: slope 4 - 4/60, squares 8 - 16/60, error sqrt(7.7333/7/60).
    const values = [1, -1, 1, -1, 0, 1, -1, 1, -1].map((off, week) => 20 + 4 * week + off);
    const { perWeek, date, earliest, latest } = forecastShare(weekly(values), TARGET);
    expect(perWeek).toBeCloseTo(4 + cross(values), 12);
    const error = Math.sqrt(squaresOff(values) / 7 / 60);
    const missing = 100 - 51;
    const days = (pace: number) => Math.ceil((missing * 7) / pace);
    expect(date).toBe(plusDays(TODAY, days(perWeek ?? 0)));
    expect(earliest).toBe(plusDays(TODAY, days((perWeek ?? 0) + 1.414924 * error)));
    expect(latest).toBe(plusDays(TODAY, days((perWeek ?? 0) - 1.414924 * error)));
  });

  it('never comes to an end where the lower pace is none', () => {
    const { state, latest, earliest } = forecastShare(weekly([50, 60, 50, 60, 50, 60, 50, 60, 62]), TARGET);
    expect([state, latest]).toEqual(['on-pace', null]);
    expect(earliest).not.toBeNull();
  });

  it.each([
    ['nothing moved', [60, 60, 60, 60, 60, 60, 60, 60, 60]],
    ['it went backwards', [70, 69, 68, 67, 66, 65, 64, 63, 62]],
    ['it would take more than ten years', [50, 50, 50, 50, 50, 50, 50, 50, 51]],
  ])('says "not at this pace" when %s', (_why, counts) => {
    const forecast = forecastShare(weekly(counts), TARGET);
    expect(forecast).toMatchObject({ state: 'not-at-this-pace', date: null, latest: null });
    expect(forecast.neededPerWeek).toBeCloseTo((100 - (counts.at(-1) ?? 0)) / (38 / 7), 12);
  });

  it('is reached when nobody is missing, whatever the pace', () => {
    const forecast = forecastShare(weekly([100, 100, 100, 100, 100, 100, 100, 100, 100]), TARGET);
    expect(forecast).toEqual({
      ...{ state: 'reached', date: null, earliest: null, latest: null, perWeek: 0, neededPerWeek: null },
    });
  });

  it('looks at the number in scope of today, when it grew', () => {
    const grown = progress(
      (daysAgo) => 60 - 2 * Math.ceil(daysAgo / 7),
      (daysAgo) => (daysAgo === 0 ? 80 : 60),
    );
    expect(forecastShare(grown, TARGET)).toMatchObject({ state: 'on-pace', date: plusDays(TODAY, 70) });
    expect(forecastShare(grown.slice(0, -1), TARGET).state).toBe('on-pace');
  });

  it('asks for nothing when the day of the target is past or today', () => {
    const points = weekly([44, 46, 48, 50, 52, 54, 56, 58, 60]);
    for (const target of [TODAY, plusDays(TODAY, -1)]) expect(forecastShare(points, target).neededPerWeek).toBeNull();
    expect(forecastShare(points, plusDays(TODAY, 7)).neededPerWeek).toBe(40);
  });

  it('is unknown without anybody in scope, and with less than 8 weeks', () => {
    const unknown = { state: 'unknown', date: null, perWeek: null, neededPerWeek: null };
    expect(forecastShare([], TARGET)).toMatchObject(unknown);
    expect(
      forecastShare(
        progress(
          () => 0,
          () => 0,
        ),
        TARGET,
      ),
    ).toMatchObject(unknown);
    expect(forecastShare(progress(() => 1).slice(-56), TARGET)).toMatchObject(unknown);
    expect(forecastShare(progress(() => 1).slice(-57), TARGET)).toMatchObject({ state: 'not-at-this-pace' });
  });
});

it('whatever the counts: the date lies ahead and in its interval, and there is one only with a pace', () => {
  const counts = fc.array(fc.nat({ max: 140 }), { minLength: 9, maxLength: 9 });
  fc.assert(
    fc.property(counts, fc.nat({ max: 140 }), (values, of) => {
      const points = weekly(values).map((point) => ({ ...point, of }));
      const { state, date, earliest, latest, perWeek, neededPerWeek } = forecastShare(points, TARGET);
      const missing = of - (values[8] ?? 0);
      expect(state === 'unknown').toBe(of === 0);
      expect(state === 'reached').toBe(of > 0 && missing <= 0);
      if (state === 'on-pace') {
        expect(perWeek).toBeGreaterThan(0);
        expect([TODAY < (date ?? ''), (earliest ?? '') <= (date ?? '')]).toEqual([true, true]);
        if (latest !== null) expect((date ?? '') <= latest).toBe(true);
      } else expect([date, latest]).toEqual([null, null]);
      if (missing > 0) expect(neededPerWeek).toBeCloseTo((missing * 7) / 38, 10);
    }),
  );
});

/** What the deviations from 4 a week add to the slope. */
function cross(values: readonly number[]): number {
  return values.reduce((sum, value, week) => sum + (week - 4) * (value - 4 * week), 0) / 60;
}

function squaresOff(values: readonly number[]): number {
  const slope = 4 + cross(values);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value, week) => sum + (value - (mean + slope * (week - 4))) ** 2, 0);
}
