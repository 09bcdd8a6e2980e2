import { describe, expect, it } from '@jest/globals';
import { headFor, writeForecast } from '../../../../src/console/overview/forecast-text.ts';
import { createView } from '../../../../src/console/view.ts';
import type { Forecast } from '../../../../src/types/coverage.ts';

const ON_PACE: Forecast = {
  state: 'on-pace',
  date: '2026-12-27',
  earliest: '2026-12-13',
  latest: null,
  perWeek: 4,
  neededPerWeek: 3.5,
};
const NONE: Forecast = {
  state: 'unknown',
  date: null,
  earliest: null,
  latest: null,
  perWeek: null,
  neededPerWeek: null,
};

describe('a forecast', () => {
  it('says when, how sure, at which pace and which pace is needed', () => {
    expect(writeForecast(ON_PACE, createView('vi'))).toBe(
      'Theo nhịp 8 tuần qua sẽ đạt 100% vào 27/12/2026 (từ 13/12/2026 đến không xác định). Nhịp hiện nay: 4 cơ sở mỗi tuần. Để kịp mốc cần 3,5 cơ sở mỗi tuần.',
    );
    expect(writeForecast(NONE, createView('en'))).toBe('Too little is known for a forecast.');
  });

  it('is drawn to the day of the target, with the interval', () => {
    // 5 weeks: 20 more at the pace of now, 20 more when the earliest day holds in 3 weeks, none when never.
    expect(headFor(ON_PACE, 80, { inScope: 100 }, '2026-11-22', '2026-12-27')).toEqual({
      expected: 1,
      low: 0.8,
      high: 1,
    });
    const slow = { ...ON_PACE, perWeek: 1, latest: '2027-11-07' };
    expect(headFor(slow, 50, { inScope: 100 }, '2026-11-22', '2026-12-27')).toEqual({
      expected: 0.55,
      low: 0.55,
      high: 1,
    });
  });

  it('is not drawn when nothing is known, the day is past or nobody is in scope', () => {
    expect(headFor(NONE, 1, { inScope: 2 }, '2026-11-22', '2026-12-27')).toBeNull();
    expect(headFor(ON_PACE, 1, { inScope: 2 }, '2026-12-27', '2026-12-27')).toBeNull();
    expect(headFor(ON_PACE, 0, { inScope: 0 }, '2026-11-22', '2026-12-27')).toBeNull();
  });
});
