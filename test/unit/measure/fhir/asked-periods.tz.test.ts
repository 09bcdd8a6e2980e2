import { describe, expect, it } from '@jest/globals';
import { parseDay } from '../../../../src/measure/days.ts';
import { listPeriods, readAskedPeriods } from '../../../../src/measure/fhir/asked-periods.ts';
import { readPeriod, readReportId, writeReportId } from '../../../../src/measure/fhir/report-names.ts';

const TODAY = parseDay('2026-11-22') ?? 0;

function periods(every: 'day' | 'month', ...values: readonly string[]): readonly string[] | undefined {
  const asked = readAskedPeriods(values, TODAY);
  return asked && listPeriods(asked, every, TODAY).map(({ from, to }) => `${from}..${to}`);
}

describe('the search parameter period', () => {
  it('is the newest day and the running month when it is left out', () => {
    expect(periods('day')).toEqual(['2026-11-22..2026-11-22']);
    expect(periods('month')).toEqual(['2026-11-01..2026-11-22']);
  });

  it.each<[readonly string[], readonly string[]]>([
    [['2026-11-03'], ['03']],
    [['eq2026-11-03'], ['03']],
    [['ge2026-11-20'], ['22', '21', '20']],
    [['gt2026-11-20'], ['22', '21']],
    [['sa2026-11-20'], ['22', '21']],
    [
      ['ge2026-11-02', 'le2026-11-04'],
      ['04', '03', '02'],
    ],
    [
      ['ge2026-11-02', 'lt2026-11-04'],
      ['03', '02'],
    ],
    [
      ['gt2026-11-02', 'eb2026-11-05'],
      ['04', '03'],
    ],
    [
      ['ge2026-11-20', 'le2026-12-31'],
      ['22', '21', '20'],
    ],
    [['ge2026-11-23'], []],
    [['ge2026-11-04', 'le2026-11-02'], []],
  ])('of days, %j is %j', (values, days) => {
    expect(periods('day', ...values)).toEqual(days.map((day) => `2026-11-${day}..2026-11-${day}`));
  });

  it.each<[readonly string[], readonly string[]]>([
    [['2026-10'], ['2026-10-01..2026-10-31']],
    [
      ['2026'],
      [
        '2026-11-01..2026-11-22',
        '2026-10-01..2026-10-31',
        '2026-09-01..2026-09-30',
        '2026-08-01..2026-08-31',
        '2026-07-01..2026-07-31',
        '2026-06-01..2026-06-30',
        '2026-05-01..2026-05-31',
        '2026-04-01..2026-04-30',
        '2026-03-01..2026-03-31',
        '2026-02-01..2026-02-28',
        '2026-01-01..2026-01-31',
      ],
    ],
    // R4: a period that reaches over the day overlaps with what lies from it on, and with what lies up to it.
    [
      ['ge2026-10-15', 'le2026-11-02'],
      ['2026-11-01..2026-11-22', '2026-10-01..2026-10-31'],
    ],
    [['sa2026-09-30', 'eb2026-11-01'], ['2026-10-01..2026-10-31']],
    [['ge2026-10-15', 'eb2026-11-22'], ['2026-10-01..2026-10-31']],
    [['2026-10-15'], []],
  ])('of months, %j is %j', (values, months) => {
    expect(periods('month', ...values)).toEqual(months);
  });

  it.each([
    ['le2026-11-03'],
    ['ge2026-02-30'],
    ['ge2026-11-03T00:00:00+07:00'],
    ['ne2026-11-03'],
    ['yesterday'],
    ['ge2024-01-01'],
  ])('refuses %s', (value) => {
    expect(periods('day', value)).toBeUndefined();
  });
});

describe('the id of a report', () => {
  it.each([
    ['emr-coverage', 'province', '20261121', 'day'],
    ['emr-facility', '99001', '20261121', 'day'],
    ['programme-e-prescription', '8938505970000', '202610', 'month'],
  ] as const)('says measure %s, %s, and %s', (measure, about, name, every) => {
    const period = readPeriod(name, every, TODAY);
    expect(period?.isOver).toBe(true);
    const id = writeReportId(measure, about, { name });
    expect(id).toMatch(/^[A-Za-z0-9.-]{1,64}$/);
    expect(readReportId(id)).toEqual({ measure, about, period: name });
  });

  it('has no period that is not in the calendar, of the other kind, or ahead', () => {
    expect(readPeriod('20260230', 'day', TODAY)).toBeUndefined();
    expect(readPeriod('202611', 'day', TODAY)).toBeUndefined();
    expect(readPeriod('20261101', 'month', TODAY)).toBeUndefined();
    expect(readPeriod('20261123', 'day', TODAY)).toBeUndefined();
    expect(readPeriod('20261122', 'day', TODAY)).toMatchObject({ isOver: false });
    expect(readReportId('emr-facility-99001')).toBeUndefined();
  });
});
