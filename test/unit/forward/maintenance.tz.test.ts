import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { maintenanceUntil } from '../../../src/forward/maintenance.ts';
import type { MaintenanceWindow } from '../../../src/types/destination-config.ts';

/** 2026-11-22 was a Sunday. */
const at = (time: string, day = '2026-11-22') => Date.parse(`${day}T${time}+07:00`);
const NIGHT: MaintenanceWindow = { days: [7], from: '23:00', to: '02:00' };
const DAILY: MaintenanceWindow = { days: [], from: '12:00', to: '12:30' };

describe('maintenance windows of Asia/Ho_Chi_Minh', () => {
  it.each([
    ['before it', [DAILY], at('11:59:59.999'), undefined],
    ['at its start', [DAILY], at('12:00'), at('12:30')],
    ['within', [DAILY], at('12:10'), at('12:30')],
    ['at its end', [DAILY], at('12:30'), undefined],
    ['on its day, before midnight', [NIGHT], at('23:30'), at('02:00', '2026-11-23')],
    ['after midnight, on the next day', [NIGHT], at('01:59', '2026-11-23'), at('02:00', '2026-11-23')],
    ['after midnight of another day', [NIGHT], at('01:00'), undefined],
    ['on another evening', [NIGHT], at('23:30', '2026-11-21'), undefined],
    ['a whole day', [{ days: [7], from: '00:00', to: '00:00' }], at('18:00'), at('00:00', '2026-11-23')],
    ['touching windows', [DAILY, { days: [], from: '12:30', to: '13:00' }], at('12:10'), at('13:00')],
    ['overlapping windows', [DAILY, { days: [], from: '12:20', to: '12:50' }], at('12:10'), at('12:50')],
    ['none configured', [], at('12:10'), undefined],
    ['always', [{ days: [], from: '08:00', to: '08:00' }], at('08:00'), at('08:00', '2026-11-29')],
  ])('%s', (_what, windows, now, until) => {
    expect(maintenanceUntil(windows, now)).toBe(until);
  });

  it('holds exactly when a clock on a wall in Việt Nam says so', () => {
    const minutes = fc.integer({ min: 0, max: 1_439 });
    const instant = fc.integer({ min: at('00:00', '2025-01-01'), max: at('00:00', '2035-01-01') });
    const days = fc.uniqueArray(fc.integer({ min: 1, max: 7 }));
    fc.assert(
      fc.property(instant, minutes, minutes, days, (now, from, to, weekdays) => {
        const window = { days: weekdays, from: clockTime(from), to: clockTime(to) };
        expect(maintenanceUntil([window], now) !== undefined).toBe(holds(now, from, to, weekdays));
      }),
    );
  });

  it('is over at the instant it gives, and not a millisecond before', () => {
    const minutes = fc.integer({ min: 0, max: 1_439 });
    const instant = fc.integer({ min: at('00:00', '2025-01-01'), max: at('00:00', '2035-01-01') });
    fc.assert(
      fc.property(instant, minutes, fc.integer({ min: 1, max: 1_439 }), (now, from, length) => {
        const window = { days: [], from: clockTime(from), to: clockTime((from + length) % 1_440) };
        const until = maintenanceUntil([window], now);
        if (until === undefined) return;
        expect(maintenanceUntil([window], until)).toBeUndefined();
        expect(maintenanceUntil([window], until - 1)).toBe(until);
      }),
    );
  });
});

function clockTime(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

const WALL = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Asia/Ho_Chi_Minh',
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const WEEK = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** The same, from the time that the platform's own calendar shows. */
function holds(now: number, from: number, to: number, weekdays: readonly number[]): boolean {
  const parts = Object.fromEntries(WALL.formatToParts(now).map(({ type, value }) => [type, value]));
  const minute = Number(parts['hour']) * 60 + Number(parts['minute']);
  const today = WEEK.indexOf(parts['weekday'] ?? '') + 1;
  const yesterday = ((today + 5) % 7) + 1;
  const on = (day: number) => weekdays.length === 0 || weekdays.includes(day);
  if (from < to) return on(today) && minute >= from && minute < to;
  return (on(today) && minute >= from) || (on(yesterday) && minute < to);
}
