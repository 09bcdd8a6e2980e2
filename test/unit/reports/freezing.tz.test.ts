import { beforeEach, describe, expect, it } from '@jest/globals';
import { freezeMonth } from '../../../src/reports/freeze-month.ts';
import { type FreezingDeps, freezeDueMonths, startFreezing } from '../../../src/reports/freezing.ts';
import { lastProvenDay } from '../../../src/reports/monthly-lists.ts';
import type { CoverageOverview, CoverageTotals } from '../../../src/types/coverage.ts';
import type { KeptReport, MonthlyReport } from '../../../src/types/report.ts';
import { daysFrom } from '../../support/coverage-facts.ts';
import { facilityOf } from '../../support/store-fixtures.ts';
import { at, CALENDAR } from '../../support/working-calendar.ts';

const NOTHING: CoverageTotals = {
  open: 0,
  inScope: 0,
  undecided: 0,
  announced: 0,
  proven: 0,
  announcedShare: 0,
  provenShare: 0,
  announcedShareWithUndecided: null,
  provenShareWithUndecided: null,
  emr: 0,
  expected: 0,
  encounterShare: 0,
  expectedUnknown: 0,
};
const UNKNOWN = {
  state: 'unknown',
  date: null,
  earliest: null,
  latest: null,
  perWeek: null,
  neededPerWeek: null,
} as const;

/** The overview of a province without a facility. */
const overviewOf = (asOf: string): CoverageOverview => ({
  report: { asOf, province: { ...NOTHING, byCohort: { hospital: NOTHING, other: NOTHING } }, facilities: [] },
  standings: [],
  trend: daysFrom(asOf, asOf).map((day) => ({ day, ...NOTHING })),
  groups: { ownership: [], level: [], commune: [] },
  changes: [],
  forecast: { announced: UNKNOWN, proven: UNKNOWN },
  closedThrough: asOf,
  computedAt: 0,
});

let now: number;
let registered: number;
let closedThrough: string | null;
let traffic: string | null;
let kept: (KeptReport & { content: string })[];
let audited: KeptReport[];
let told: string[];
let asked: string[];
let deps: FreezingDeps;

beforeEach(() => {
  now = at('2026-12-01 06:00');
  closedThrough = '2026-11-30';
  registered = 0;
  traffic = '2026-11-05';
  [kept, audited, told, asked] = [[], [], [], []];
  deps = {
    store: {
      async keepReport(report) {
        const revisions = kept.filter(({ month }) => month === report.month).length;
        if (report.revision !== revisions + 1) return false;
        kept.push(report);
        return true;
      },
      reports: async () => kept,
      report: async (month) => kept.findLast((one) => one.month === month),
    },
    sources: {
      registryAt: async (when) => (when < registered ? [] : [facilityOf('99001')]),
      firstTraffic: async () => traffic,
      async overview(asOf) {
        asked.push(asOf);
        return overviewOf(asOf);
      },
      course: async () => [],
      programmes: async () => [],
    },
    terms: {
      definitions: '1/level-1',
      provinceName: { vi: 'tỉnh', en: 'province' },
      targets: { province: '2026-12-30', hospital: '2025-09-30', other: '2026-12-31' },
      programmeSettings: null,
      notes: [],
      isPlaceholder: () => false,
    },
    clock: () => now,
    dailyAt: '06:00',
    isWorkingDay: CALENDAR.isWorkingDay,
    closedThrough: async () => closedThrough,
    audit: async (report) => void audited.push(report),
    sleep: (_ms, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) resolve();
        else signal.addEventListener('abort', () => resolve(), { once: true });
      }),
    logger: { info: () => undefined, error: (_: unknown, text?: string) => void told.push(text ?? '') },
  };
});

const freezeByHand = (month: string) => freezeMonth({ month, revision: 1, by: 'staff:Lan', reason: 'x' }, deps);
const months = () => kept.map(({ month }) => month);
const reportOf = (index: number) => JSON.parse(kept[index]?.content ?? '{}') as MonthlyReport;

describe('freezing', () => {
  it('takes the last day of the month and the ends of 12 months', async () => {
    await freezeDueMonths(deps);
    expect(months()).toEqual(['2026-11']);
    expect(asked).toEqual([
      '2026-11-30',
      ...['2025-12-31', '2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31'],
      ...['2026-06-30', '2026-07-31', '2026-08-31', '2026-09-30', '2026-10-31'],
    ]);
    expect(audited.map(({ month, by }) => [month, by])).toEqual([['2026-11', 'gateway']]);
  });

  it('freezes nothing of a time before the first traffic', async () => {
    for (const first of [null, '2026-12-01']) {
      traffic = first;
      expect(await freezeDueMonths(deps)).toEqual([]);
    }
  });

  it('freezes no month of a time before the first traffic, though an older one was frozen by mistake', async () => {
    await freezeByHand('2025-06');
    await freezeDueMonths(deps);
    expect(months()).toEqual(['2025-06', '2026-11']);
  });

  it('fills the gap before a month that was frozen by hand', async () => {
    traffic = '2026-09-20';
    await freezeByHand('2026-11');
    await freezeDueMonths(deps);
    expect(months()).toEqual(['2026-11', '2026-09', '2026-10']);
  });

  it('freezes by itself no month that ended before there was a registry, and none of more than 12 months ago', async () => {
    traffic = '2024-01-10';
    registered = at('2026-10-31 23:00');
    await freezeDueMonths(deps);
    expect(months()).toEqual(['2026-10', '2026-11']);
    registered = 0;
    await freezeDueMonths(deps);
    expect(months().toSorted()[0]).toBe('2025-12');
    expect(kept).toHaveLength(12);
  });

  it('tells shares of a time before the first traffic as unknown, not as 0', async () => {
    await freezeDueMonths(deps);
    const { before, trend, province } = reportOf(0);
    const shares = ({ provenShare, encounterShare, announcedShare }: CoverageTotals) => [
      provenShare,
      encounterShare,
      announcedShare,
    ];
    expect(shares(before.province)).toEqual([null, null, 0]);
    expect(shares(before.province.byCohort.other)).toEqual([null, null, 0]);
    expect(trend.months.map(({ provenShare }) => provenShare)).toEqual([...Array.from({ length: 11 }, () => null), 0]);
    expect(shares(province)).toEqual([0, 0, 0]);
  });

  it('makes up for months that were missed, and says that they are late', async () => {
    await freezeDueMonths(deps);
    now = at('2027-03-02 09:00');
    closedThrough = '2027-03-01';
    await freezeDueMonths(deps);
    expect(months()).toEqual(['2026-11', '2026-12', '2027-01', '2027-02']);
    expect([0, 1, 2, 3].map((index) => reportOf(index).late)).toEqual([false, true, true, false]);
  });

  it('writes the audit entry before it keeps the report, and none of what others froze', async () => {
    const order: string[] = [];
    const audit = async (report: KeptReport) => void order.push(`audit ${report.revision}`);
    const keepReport: typeof deps.store.keepReport = async (report) => {
      order.push(`keep ${report.revision}`);
      return deps.store.keepReport(report);
    };
    const watched = { ...deps, audit, store: { ...deps.store, keepReport } };
    await freezeDueMonths(watched);
    expect(order).toEqual(['audit 1', 'keep 1']);
    await freezeDueMonths({ ...watched, store: { ...watched.store, reports: async () => [] } });
    expect(order).toEqual(['audit 1', 'keep 1']);
  });

  it('gives only what it froze itself', async () => {
    const others = { ...deps, store: { ...deps.store, keepReport: async () => false } };
    expect(await freezeDueMonths(others)).toEqual([]);
  });

  it('begins at the start, and tells of a look that failed', async () => {
    const failing = { ...deps, closedThrough: () => Promise.reject(new Error('down')) };
    await startFreezing(failing).stop();
    expect(told).toEqual(['a report could not be frozen']);
    const task = startFreezing(deps);
    while (kept.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await task.stop();
    expect(months()).toEqual(['2026-11']);
  });
});

describe('the last proven day', () => {
  const course = (from: string, to: string, misses: readonly string[] = []) =>
    daysFrom(from, to).map((day) => ({ day, complete: !misses.includes(day) }));

  it.each([
    ['none without 30 days in a row', course('2026-01-01', '2026-01-29'), '2026-01-01', null],
    ['the 30th', course('2026-01-01', '2026-01-30'), '2026-01-01', '2026-01-30'],
    ['not one before the announcement', course('2026-01-01', '2026-02-10', ['2026-02-05']), '2026-02-05', null],
    ['the last before a gap', course('2026-01-01', '2026-02-10', ['2026-02-05']), '2026-02-01', '2026-02-04'],
  ])('is %s', (_name, days, announced, last) => {
    expect(lastProvenDay(days, announced)).toBe(last);
  });
});
