import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseConfigFile } from '../../../src/config/config-file.ts';
import { nextTimeOfDay } from '../../../src/daily-task.ts';
import { startOfKeptYears, toRetentionRequest } from '../../../src/retention/cutoffs.ts';

const at = (text: string) => Date.parse(`${text}+07:00`);

describe('startOfKeptYears', () => {
  it.each([
    // Closed in 2016: kept to the end of 31/12/2026.
    ['2026-12-31T23:59:59.999', 10, '2016-01-01T00:00:00'],
    ['2027-01-01T00:00:00', 10, '2017-01-01T00:00:00'],
    ['2027-06-30T12:00:00', 10, '2017-01-01T00:00:00'],
    ['2026-11-22T08:00:00', 2, '2024-01-01T00:00:00'],
    ['2028-02-29T00:00:00', 1, '2027-01-01T00:00:00'],
    ['2056-01-01T00:00:00', 30, '2026-01-01T00:00:00'],
  ])('at %s, %i years keep what closed from %s on', (now, years, start) => {
    expect(startOfKeptYears(at(now), years)).toBe(at(start));
  });

  it('keeps everything for the full years that follow the year in which it closed', () => {
    const instants = fc.integer({ min: at('2015-01-01T00:00:00'), max: at('2040-01-01T00:00:00') });
    fc.assert(
      fc.property(instants, instants, fc.integer({ min: 1, max: 30 }), (closed, now, years) => {
        const lastDay = `${new Date(closed + 7 * 3_600_000).getUTCFullYear() + years}-12-31`;
        const mayGo = closed < startOfKeptYears(now, years);
        expect(mayGo).toBe(now > at(`${lastDay}T23:59:59.999`));
      }),
    );
  });
});

describe('toRetentionRequest', () => {
  const now = at('2026-11-22T08:00:00');

  it('asks by the periods that ship', () => {
    const { records, ...rest } = toRetentionRequest(parseConfigFile('').retention, now, 7);
    expect(Object.fromEntries(records.map(({ kind, before }) => [kind, before]))).toEqual({
      claim: at('1996-01-01T00:00:00'),
      'check-in': at('2016-01-01T00:00:00'),
      'health-check': at('2024-01-01T00:00:00'),
      document: at('1996-01-01T00:00:00'),
      'death-notice': at('1996-01-01T00:00:00'),
      prescription: at('2016-01-01T00:00:00'),
      'emr-export': at('1996-01-01T00:00:00'),
      fhir: at('1996-01-01T00:00:00'),
    });
    expect(rest).toEqual({ messagesBefore: at('2026-08-24T08:00:00'), versionsBefore: 0, limit: 7 });
  });

  it('asks for nothing that is kept for ever, and by what the operator wrote', () => {
    const file = 'retention: { years: { claim: null, health-book: 5 }, versionYears: 10 }';
    const { records, versionsBefore } = toRetentionRequest(parseConfigFile(file).retention, now, 7);
    const kinds = records.map(({ kind }) => kind);
    expect([kinds.includes('claim'), kinds.includes('health-book')]).toEqual([false, true]);
    expect(versionsBefore).toBe(at('2016-01-01T00:00:00'));
  });
});

describe('nextTimeOfDay', () => {
  it.each([
    ['2026-11-22T00:00:00', '02:30', '2026-11-22T02:30:00'],
    ['2026-11-22T02:29:59.999', '02:30', '2026-11-22T02:30:00'],
    ['2026-11-22T02:30:00', '02:30', '2026-11-23T02:30:00'],
    ['2026-12-31T23:59:00', '00:00', '2027-01-01T00:00:00'],
  ])('after %s a clock shows %s next at %s', (now, time, next) => {
    expect(nextTimeOfDay(at(now), time)).toBe(at(next));
  });
});
