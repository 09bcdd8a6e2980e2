import { describe, expect, it } from '@jest/globals';
import { dayOfInstant, startOfDay } from '../../../src/measure/days.ts';
import { assessSilence } from '../../../src/measure/silence.ts';
import { daysFrom, plusDays } from '../../support/coverage-facts.ts';

/** 2026-11-16 is a Monday. */
const MONDAY = '2026-11-16';

/** @param received instants of accepted records, in order */
function assess(received: readonly string[], now: string) {
  const instants = received.map((at) => Date.parse(at));
  const hours = new Map<number, number>();
  for (const at of instants) {
    const day = dayOfInstant(at);
    hours.set(day, (hours.get(day) ?? 0) | (1 << Math.floor((at - startOfDay(day)) / 3_600_000)));
  }
  const activity = { firstAcceptedAt: instants[0] ?? null, lastAcceptedAt: instants.at(-1) ?? null };
  return assessSilence({ ...activity, hoursOf: (day) => hours.get(day) ?? 0 }, Date.parse(now));
}

/** Every hour of every day from the first day to the hour of `until`. */
function everyHour(from: string, until: string): readonly string[] {
  const first = Date.parse(`${from}T00:30:00+07:00`);
  const hours = Math.floor((Date.parse(until) - first) / 3_600_000);
  return Array.from({ length: hours + 1 }, (_, hour) => new Date(first + hour * 3_600_000).toISOString());
}

/** One batch at 18:30, on working days only (or on all days). */
function everyEvening(from: string, to: string, isOpen = (day: string) => new Date(day).getUTCDay() !== 0) {
  return daysFrom(from, to)
    .filter(isOpen)
    .map((day) => `${day}T18:30:00+07:00`);
}

describe('silence', () => {
  it('is never, not an alarm, for a facility that has not sent an accepted record', () => {
    expect(assess([], `${MONDAY}T12:00:00+07:00`)).toBe('never');
  });

  it('alarms within hours for a hospital that sends in every hour', () => {
    const sent = everyHour('2026-09-14', `${MONDAY}T08:00:00+07:00`);
    // The chance of one silent hour is 1 in 9; of three 1 in 729, of four 1 in 6,561.
    expect(assess(sent, `${MONDAY}T11:59:00+07:00`)).toBe('none');
    expect(assess(sent, `${MONDAY}T12:00:00+07:00`)).toBe('unusual');
  });

  it('does not take the nights of an evening sender for silence, but its missed evenings', () => {
    const sent = everyEvening('2026-09-07', '2026-11-17');
    expect(assess(sent, '2026-11-18T18:00:00+07:00')).toBe('none');
    expect(assess(sent, '2026-11-20T23:00:00+07:00')).toBe('none');
    expect(assess(sent, '2026-11-21T18:59:00+07:00')).toBe('none');
    expect(assess(sent, '2026-11-21T19:00:00+07:00')).toBe('unusual');
  });

  it('does not count a Sunday on which a clinic is always closed', () => {
    const closedOnSunday = everyEvening('2026-09-07', '2026-11-18');
    const everyDay = everyEvening('2026-09-07', '2026-11-18', () => true);
    // Silent since Wednesday; Thursday, Friday and Saturday missed, then comes the Sunday.
    expect(assess(closedOnSunday, '2026-11-22T23:00:00+07:00')).toBe('none');
    expect(assess(everyDay, '2026-11-22T23:00:00+07:00')).toBe('unusual');
    expect(assess(closedOnSunday, '2026-11-23T19:00:00+07:00')).toBe('unusual');
  });

  it('is a week after 7 days, whatever the rhythm', () => {
    const monthly = [0, 28, 56].map((days) => `${plusDays(MONDAY, days - 56)}T08:00:00+07:00`);
    expect(assess(monthly, `${plusDays(MONDAY, 7)}T07:59:00+07:00`)).toBe('none');
    expect(assess(monthly, `${plusDays(MONDAY, 7)}T08:00:00+07:00`)).toBe('week');
  });

  it('knows no rhythm in the first week', () => {
    const started = everyHour('2026-11-11', `${MONDAY}T08:00:00+07:00`);
    expect(assess(started, '2026-11-17T20:00:00+07:00')).toBe('none');
  });
});
