import { describe, expect, it } from '@jest/globals';
import { computeCoverage } from '../../../src/measure/compute-coverage.ts';
import type { FacilityCoverage } from '../../../src/types/coverage.ts';
import type { Fact } from '../../../src/types/measure.ts';
import type { Facility } from '../../../src/types/registry.ts';
import { atWork, claim, emr, facility, plusDays, signIn } from '../../support/coverage-facts.ts';

function row(facts: readonly Fact[], asOf: string, changes: Partial<Facility> = {}): FacilityCoverage | undefined {
  return computeCoverage({ registry: [facility(changes)], facts, asOf }).facilities[0];
}

describe('the shape of the contract', () => {
  it('names every figure, in its order', () => {
    const report = computeCoverage({ registry: [facility()], facts: [], asOf: '2026-11-22' });
    const totals = [
      ...['open', 'inScope', 'undecided', 'announced', 'proven', 'announcedShare', 'provenShare'],
      ...['announcedShareWithUndecided', 'provenShareWithUndecided', 'emr', 'expected', 'encounterShare'],
      'expectedUnknown',
    ];
    expect(Object.keys(report)).toEqual(['asOf', 'province', 'facilities']);
    expect(Object.keys(report.province)).toEqual([...totals, 'byCohort']);
    expect(Object.keys(report.province.byCohort)).toEqual(['hospital', 'other']);
    expect(Object.keys(report.province.byCohort.other)).toEqual(totals);
    expect(Object.keys(report.facilities[0] ?? {})).toEqual([
      ...['code', 'stage', 'announced', 'sustained', 'expected', 'emr', 'volume', 'completeness', 'timeliness'],
      ...['identity', 'signed', 'acceptance'],
    ]);
  });

  it('refuses a day that is not in the calendar', () => {
    expect(() => computeCoverage({ registry: [], facts: [], asOf: '2026-02-30' })).toThrow(RangeError);
  });
});

describe('what is known of an encounter', () => {
  const end = '2026-11-10T09:00:00+07:00';

  it('counts encounters, not messages', () => {
    const resent = [1, 2, 3].map((hour) => emr('A', end, { at: `2026-11-10T1${hour}:00:00+07:00` }));
    expect(row(resent, '2026-11-20')).toMatchObject({ emr: 1, acceptance: 1, identity: 1 });
  });

  it('takes the end of care from the record received last, from its day on', () => {
    const moved = [claim('A', end), claim('A', '2026-11-16T09:00:00+07:00')];
    const asOf = (day: string) => row(moved, day)?.expected;
    expect([asOf('2026-11-10'), asOf('2026-11-15'), asOf('2026-12-12'), asOf('2026-12-16')]).toEqual([1, 1, 1, null]);
  });

  it('lets the last record open the encounter again', () => {
    const reopened = [claim('A', end), emr('A', end, { endOfCare: null, at: '2026-11-11T09:00:00+07:00' })];
    expect(row(reopened, '2026-11-10')).toMatchObject({ expected: 1 });
    expect(row(reopened, '2026-11-11')).toMatchObject({ expected: null, emr: 0 });
  });

  it('counts a section once, however often a record names it', () => {
    const twice = emr('A', end, { due: ['summary', 'summary', 'administrative'], present: ['summary', 'summary'] });
    expect(row([twice], '2026-11-10')).toMatchObject({ emr: 1, completeness: 1 / 2 });
    const again = emr('A', end, { due: ['summary'], present: ['summary'], at: '2026-11-10T13:00:00+07:00' });
    expect(row([twice, again], '2026-11-10')).toMatchObject({ emr: 1, completeness: 1 / 2 });
  });

  it('never accepts a refused record, even when it is said to be released', () => {
    const released = { outcome: 'refused', releasedAt: '2026-11-12T08:00:00+07:00' } as const;
    for (const day of ['2026-11-10', '2026-11-11', '2026-11-12', '2026-11-20']) {
      expect(row([emr('A', end, released)], day)).toMatchObject({ emr: 0, acceptance: 0, stage: 'registered' });
    }
  });

  it('does not learn from quarantined and refused records, but counts them for acceptance', () => {
    const facts = [emr('A', end), emr('B', end, { outcome: 'quarantined' }), emr('C', end, { outcome: 'refused' })];
    expect(row(facts, '2026-11-10')).toMatchObject({ emr: 1, acceptance: 1 / 3 });
  });

  it('takes a released record for quarantined before the day of its release, and for accepted at its receipt from then on', () => {
    const released = emr('A', end, { releasedAt: '2026-11-12T00:00:00+07:00' });
    expect(row([released], '2026-11-11')).toMatchObject({ emr: 0, expected: null, acceptance: 0, stage: 'registered' });
    expect(row([released], '2026-11-12')).toMatchObject({ emr: 1, timeliness: 1, acceptance: 1 });
    const corrected = [released, emr('A', '2026-11-09T09:00:00+07:00', { at: '2026-11-11T09:00:00+07:00', level: 0 })];
    // The record received last tells the end of care, also when one before it is released later.
    expect(row(corrected, '2026-12-08')).toMatchObject({ emr: 1 });
    expect(row(corrected, '2026-12-09')).toMatchObject({ emr: 0 });
  });

  it('unites sections, and identity and signature from any record', () => {
    const facts = [
      emr('A', end, { due: ['a', 'b'], present: ['a'], identity: false }),
      claim('A', end, { due: ['c'], present: ['b', 'z'], identity: true, signed: true }),
    ];
    expect(row(facts, '2026-11-10')).toMatchObject({ completeness: 2 / 3, identity: 1, signed: 1 });
  });

  it('keeps the same MA_LK of two facilities apart', () => {
    const registry = [facility(), facility({ code: '99002' })];
    const report = computeCoverage({ registry, facts: [emr('A', end)], asOf: '2026-11-10' });
    expect(report.facilities.map((one) => one.emr)).toEqual([1, 0]);
  });

  it('does not know on a day what was received after its last millisecond', () => {
    const facts = [emr('A', end, { at: '2026-11-11T00:00:00.000+07:00' })];
    expect(row(facts, '2026-11-10')).toMatchObject({ emr: 0, acceptance: null });
    expect(row(facts, '2026-11-11')).toMatchObject({ emr: 1, acceptance: 1 });
  });

  it('puts an instant of any zone into its day in Việt Nam', () => {
    const late = emr('A', '2026-11-09T18:00:00-05:00', { at: '2026-11-10T01:00:00Z' });
    expect(row([late], '2026-12-08')).toMatchObject({ emr: 1 });
    expect(row([late], '2026-12-09')).toMatchObject({ emr: 1 });
    expect(row([late], '2026-12-10')).toMatchObject({ emr: 0 });
  });

  it('leaves an end of care in the future for its own day', () => {
    const skewed = emr('A', '2026-11-15T09:00:00+07:00', { at: '2026-11-10T09:00:00+07:00' });
    expect(row([skewed], '2026-11-14')).toMatchObject({ emr: 0 });
    expect(row([skewed], '2026-11-15')).toMatchObject({ emr: 1, timeliness: 1 });
  });

  it('is on time up to 24 hours, by the first record that counts', () => {
    const at = (instant: string) => row([emr('A', end, { at: instant })], '2026-11-20')?.timeliness;
    expect(at('2026-11-11T09:00:00.000+07:00')).toBe(1);
    expect(at('2026-11-11T09:00:00.001+07:00')).toBe(0);
    const early = [emr('A', end), emr('A', end, { at: '2026-11-15T09:00:00+07:00' })];
    expect(row(early, '2026-11-20')?.timeliness).toBe(1);
    const onlyClaimInTime = [claim('A', end), emr('A', end, { at: '2026-11-15T09:00:00+07:00' })];
    expect(row(onlyClaimInTime, '2026-11-20')?.timeliness).toBe(0);
  });

  it('counts as EMR only what reaches the level of the policy', () => {
    const facts = [emr('A', end), emr('B', end, { level: 2 })];
    const input = { registry: [facility()], facts, asOf: '2026-11-10' };
    expect(computeCoverage({ ...input, policy: { emrLevel: 2 } }).facilities[0]?.emr).toBe(1);
  });
});

describe('expected, zero and unknown', () => {
  const end = '2026-11-10T09:00:00+07:00';

  it('counts encounters from any source once a claim is among them', () => {
    const facts = [claim('A', end), emr('B', end), emr('C', end, { source: 'check-in', level: 0 })];
    expect(row(facts, '2026-11-10', { statistics: { '2026-10': 900, '2026-11': 900 } })).toMatchObject({
      expected: 3,
      emr: 1,
      volume: 1 / 3,
    });
  });

  it('takes statistics by the days of each month in the window, rounded half up', () => {
    const expected = (statistics: Facility['statistics'], asOf: string) => row([], asOf, { statistics })?.expected;
    // 24 October to 22 November: 8 of 31 and 22 of 30 days.
    expect(expected({ '2026-10': 310, '2026-11': 300 }, '2026-11-22')).toBe(80 + 220);
    expect(expected({ '2026-10': 310 }, '2026-11-22')).toBeNull();
    // 31 January, all of February, 1 March: three months are touched.
    expect(expected({ '2026-01': 31, '2026-02': 28, '2026-03': 62 }, '2026-03-01')).toBe(1 + 28 + 2);
    expect(expected({ '2026-01': 31, '2026-03': 62 }, '2026-03-01')).toBeNull();
    expect(expected({ '2026-10': 0, '2026-11': 15 }, '2026-11-29')).toBe(15);
    // 1 x 15 / 30 is a half.
    expect(expected({ '2026-10': 0, '2026-11': 1 }, '2026-11-15')).toBe(1);
  });

  it('falls back on its own rhythm when 4 of the 8 weeks before the window have encounters', () => {
    // The window of 22 November begins on 24 October; the weeks begin 7, 14, 21… days before.
    const weeks = (perWeek: readonly number[]) =>
      perWeek.flatMap((encounters, week) =>
        Array.from({ length: encounters }, (_, number) =>
          emr(`W${week}-${number}`, `${plusDays('2026-10-24', -7 * (week + 1))}T09:00:00+07:00`),
        ),
      );
    expect(row(weeks([7, 7, 7, 7, 7, 7, 7, 7]), '2026-11-22')?.expected).toBe(30);
    // The median of 0 0 0 0 2 2 2 2 is 1: 30/7 = 4.3.
    expect(row(weeks([2, 2, 2, 2]), '2026-11-22')?.expected).toBe(4);
    expect(row(weeks([9, 9, 9]), '2026-11-22')?.expected).toBeNull();
  });

  it('keeps zero and unknown apart', () => {
    expect(row([], '2026-11-22')).toMatchObject({ expected: null, emr: 0, volume: null, completeness: null });
    const none = { '2026-10': 0, '2026-11': 0 };
    expect(row([], '2026-11-22', { statistics: none })).toMatchObject({ expected: 0, emr: 0, volume: null });
    // One EMR where none was expected has no ratio either.
    expect(row([emr('A', end)], '2026-11-22', { statistics: none })).toMatchObject({
      expected: 0,
      emr: 1,
      volume: null,
    });
  });

  it('shows a volume over 1 as it is', () => {
    const facts = ['A', 'B', 'C'].map((name) => emr(name, end));
    expect(row(facts, '2026-11-22', { statistics: { '2026-10': 0, '2026-11': 1 } })).toMatchObject({ volume: 3 });
  });
});

describe('the ladder', () => {
  it('climbs one step at a time', () => {
    const facts = atWork('2026-06-01', '2026-11-22');
    expect(row([], '2026-11-22')?.stage).toBe('registered');
    expect(row([signIn('2026-10-24T00:00:00+07:00')], '2026-11-22')?.stage).toBe('connected');
    expect(row([signIn('2026-10-23T23:59:59+07:00')], '2026-11-22')?.stage).toBe('registered');
    const incomplete = facts.map((fact) => (fact.type === 'record' ? { ...fact, present: [] } : fact));
    expect(row(incomplete, '2026-11-22')?.stage).toBe('sending');
    expect(row(facts, '2026-06-29')?.stage).toBe('complete');
    expect(row(facts, '2026-06-30')?.stage).toBe('proven');
  });

  it('is sending for 7 days after the last accepted record', () => {
    const facts = [signIn('2026-11-15T08:00:00+07:00'), emr('A', '2026-11-15T09:00:00+07:00', { present: [] })];
    expect(row(facts, '2026-11-21')?.stage).toBe('sending');
    expect(row(facts, '2026-11-22')?.stage).toBe('connected');
  });

  it.each([
    ['all as it should be', {}, 'complete'],
    ['19 of 20 with an EMR', { withoutEmr: 1 }, 'complete'],
    ['18 of 20 with an EMR', { withoutEmr: 2 }, 'sending'],
    ['38 of 40 sections', { withoutSummary: 2 }, 'complete'],
    ['37 of 40 sections', { withoutSummary: 3 }, 'sending'],
    ['18 of 20 on time', { late: 2 }, 'complete'],
    ['17 of 20 on time', { late: 3 }, 'sending'],
  ])('is complete from 0.95 volume, 0.95 completeness and 0.90 timeliness: %s', (_, flaws, stage) => {
    const { withoutEmr = 0, withoutSummary = 0, late = 0 }: Partial<Record<string, number>> = flaws;
    const end = '2026-11-20T09:00:00+07:00';
    const facts = Array.from({ length: 20 }, (_, number) => [
      claim(`LK${number}`, end),
      emr(`LK${number}`, end, {
        outcome: number < withoutEmr ? 'refused' : 'accepted',
        present: number < withoutSummary ? ['administrative'] : ['administrative', 'summary'],
        at: number < late ? '2026-11-22T09:00:00+07:00' : '2026-11-20T10:00:00+07:00',
      }),
    ]).flat();
    expect(row([signIn('2026-11-20T08:00:00+07:00'), ...facts], '2026-11-22')?.stage).toBe(stage);
  });

  it('stays proven for 29 days of total silence, which its stage tells of after 7', () => {
    const facts = atWork('2026-06-01', '2026-11-22');
    const stood = ['2026-11-28', '2026-11-29', '2026-12-21', '2026-12-22'].map((asOf) => {
      const { province, facilities } = computeCoverage({ registry: [facility()], facts, asOf });
      return [province.proven, facilities[0]?.stage];
    });
    expect(stood).toEqual([
      [1, 'proven'],
      [1, 'connected'],
      [1, 'connected'],
      [0, 'registered'],
    ]);
  });

  it('does not prove anything by punctual sending of nothing', () => {
    const empty = atWork('2026-09-01', '2026-11-22').map((fact) =>
      fact.type === 'record' ? { ...fact, level: 0 as const, present: [] } : fact,
    );
    expect(row(empty, '2026-11-22')).toMatchObject({ stage: 'sending', emr: 0, volume: 0, completeness: null });
  });

  it('is not proven by a burst of back-filled records on the last day', () => {
    const burst = atWork('2026-09-01', '2026-11-22').map((fact) =>
      fact.type === 'record' && fact.source === 'emr' ? { ...fact, at: '2026-11-22T20:00:00+07:00' } : fact,
    );
    expect(row(burst, '2026-11-21')).toMatchObject({ emr: 0, volume: 0 });
    expect(row(burst, '2026-11-22')).toMatchObject({ stage: 'sending', volume: 1, timeliness: 1 / 30 });
  });

  it('counts an encounter whose stay spans months once, on the day it ends', () => {
    const facts = [emr('A', '2026-11-02T09:00:00+07:00', { endOfCare: null, at: '2026-09-20T09:00:00+07:00' })];
    const closed = [...facts, emr('A', '2026-11-02T09:00:00+07:00')];
    expect(row(closed, '2026-10-31')?.emr).toBe(0);
    expect(row(closed, '2026-11-30')?.emr).toBe(1);
  });
});

describe('announced and sustained', () => {
  const announced = { announced: '2026-07-15' };

  it('is announced from the day of the decision', () => {
    expect(row([], '2026-07-14', announced)?.announced).toBe(false);
    expect(row([], '2026-07-15', announced)?.announced).toBe(true);
  });

  it('is sustained from the first proven day after the announcement', () => {
    const facts = atWork('2026-06-01', '2026-11-22');
    expect(row(facts, '2026-07-14', announced)).toMatchObject({ stage: 'proven', sustained: false });
    expect(row(facts, '2026-07-15', announced)).toMatchObject({ stage: 'proven', sustained: true });
  });

  it('is not sustained again after a lapse, though proven again', () => {
    const lapse = (day: string) => day >= '2026-08-01' && day <= '2026-08-05';
    const facts = atWork('2026-06-01', '2026-11-22').filter(
      (fact) => fact.type === 'sign-in' || fact.source !== 'emr' || !lapse(fact.at.slice(0, 10)),
    );
    expect(row(facts, '2026-07-31', announced)?.sustained).toBe(true);
    expect(row(facts, '2026-11-22', announced)).toMatchObject({ stage: 'proven', sustained: false });
    // A lapse before the announcement does not count.
    expect(row(facts, '2026-11-22', { announced: '2026-08-20' })).toMatchObject({ stage: 'proven', sustained: true });
  });
});

describe('the registry as of the day', () => {
  it('lists a facility from its first to its last open day', () => {
    const open = (day: string) => row([], day, { openFrom: '2026-03-01', openTo: '2026-06-30' }) !== undefined;
    expect([open('2026-02-28'), open('2026-03-01'), open('2026-06-30'), open('2026-07-01')]).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it('takes the newest scope decision that has begun, and none as undecided', () => {
    const scope: Facility['scope'] = [
      { from: '2026-06-01', value: 'no', reason: 'closed its beds' },
      { from: null, value: 'undecided', reason: 'not reviewed' },
      { from: '2026-03-01', value: 'yes', reason: 'inpatients' },
    ];
    const province = (day: string, decisions = scope) => {
      const report = computeCoverage({ registry: [facility({ scope: decisions })], facts: [], asOf: day });
      return [report.province.inScope, report.province.undecided];
    };
    expect(province('2026-02-28')).toEqual([0, 1]);
    expect(province('2026-03-01')).toEqual([1, 0]);
    expect(province('2026-06-01')).toEqual([0, 0]);
    expect(province('2026-06-01', [])).toEqual([0, 1]);
    // Edited for the past: the later of two decisions of one day holds.
    expect(province('2026-06-01', [...scope, { from: '2026-06-01', value: 'yes', reason: 'mended' }])).toEqual([1, 0]);
  });
});

describe('the province', () => {
  const day = '2026-11-22';
  const registry = [
    facility({ code: '99001', announced: '2026-01-01' }),
    facility({ code: '99002', cohort: 'other' }),
    facility({ code: '99003', cohort: 'other', announced: '2026-01-01', scope: [] }),
    facility({ code: '99004', scope: [{ from: null, value: 'no', reason: 'test' }], announced: '2026-01-01' }),
    facility({ code: '99005', openTo: '2026-11-21', announced: '2026-01-01' }),
  ];
  const facts = [
    ...atWork('2026-09-01', day),
    ...atWork('2026-09-01', day, '99003'),
    ...atWork('2026-09-01', day, '99004'),
  ];

  it('counts facilities in scope and open, with and without the undecided', () => {
    expect(computeCoverage({ registry, facts, asOf: day }).province).toMatchObject({
      open: 4,
      inScope: 2,
      undecided: 1,
      announced: 1,
      proven: 1,
      announcedShare: 1 / 2,
      provenShare: 1 / 2,
      announcedShareWithUndecided: 2 / 3,
      provenShareWithUndecided: 2 / 3,
      emr: 30,
      expected: 30,
      encounterShare: 1,
      expectedUnknown: 1,
      byCohort: {
        hospital: { open: 2, inScope: 1, provenShare: 1, expectedUnknown: 0 },
        other: {
          open: 2,
          inScope: 1,
          undecided: 1,
          provenShare: 0,
          provenShareWithUndecided: 1 / 2,
          emr: 0,
          expected: 0,
        },
      },
    });
  });

  it('has no share when there is nothing to share', () => {
    expect(computeCoverage({ registry: [], facts, asOf: day }).province).toMatchObject({
      open: 0,
      announcedShare: null,
      provenShareWithUndecided: null,
      encounterShare: null,
      expected: 0,
    });
  });

  it('gives the same report whatever the order of the facts', () => {
    const report = JSON.stringify(computeCoverage({ registry, facts, asOf: day }));
    expect(JSON.stringify(computeCoverage({ registry, facts: facts.toReversed(), asOf: day }))).toBe(report);
  });
});
