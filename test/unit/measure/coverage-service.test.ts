import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { createCloseDays } from '../../../src/measure/close-days.ts';
import { createCoverageService } from '../../../src/measure/coverage-service.ts';
import type { Fact } from '../../../src/types/measure.ts';
import { atWork, claim, emr, facility, signIn } from '../../support/coverage-facts.ts';
import { closedCoverageOf, coverageStoreOf } from '../../support/coverage-store.ts';

const NOON = Date.parse('2026-11-22T12:00:00+07:00');
const AT_WORK = atWork('2026-10-01', '2026-11-22');

async function start(facts: readonly Fact[] = AT_WORK) {
  const world = { now: NOON, registry: [facility()], failure: null as Error | null };
  const store = await closedCoverageOf(facts, NOON);
  const registry = async () => {
    if (world.failure !== null) throw world.failure;
    return world.registry;
  };
  const service = createCoverageService({ store, registry, clock: () => world.now, target: '2026-12-30' });
  return { service, world, store };
}

describe('the overview', () => {
  it('is of today, in Việt Nam, when no day is asked for', async () => {
    const { service, world } = await start();
    world.now = Date.parse('2026-11-21T23:30:00Z');
    const { report, computedAt, closedThrough } = await service.overview();
    expect([report.asOf, computedAt, closedThrough]).toEqual(['2026-11-22', world.now, '2026-11-21']);
  });

  it('gives the trend up to the day, the same figures at its end', async () => {
    const { report, trend } = await (await start()).service.overview();
    expect(trend).toHaveLength(90);
    expect(trend[0]?.day).toBe('2026-08-25');
    expect(trend.at(-1)).toMatchObject({ day: '2026-11-22', provenShare: report.province.provenShare });
    // The window of 30 days is full on 30 October, and 30 complete days later it is proven.
    expect(trend.find(({ provenShare }) => provenShare === 1)?.day).toBe('2026-10-30');
  });

  it('is computed once for calls of the same few seconds, and again after them', async () => {
    const { service, world } = await start();
    const [first, second] = await Promise.all([service.overview(), service.overview('2026-11-22')]);
    expect(second).toBe(first);
    world.now += 4_999;
    expect(await service.overview()).toBe(first);
    world.now += 1;
    expect(await service.overview()).not.toBe(first);
  });

  it('is computed anew beside being shown once it is 3 seconds old, so that whoever asks often never waits', async () => {
    const { service, world } = await start();
    const first = await service.overview();
    world.now += 3_000;
    expect(await service.overview()).toBe(first);
    await setImmediate();
    const renewed = await service.overview();
    expect(renewed.computedAt).toBe(first.computedAt + 3_000);
    world.failure = new Error('the store does not answer');
    world.now += 3_000;
    expect(await service.overview()).toBe(renewed);
    await setImmediate();
    expect(await service.overview()).toBe(renewed);
    world.now += 2_000;
    await expect(service.overview()).rejects.toThrow('the store does not answer');
  });

  it('reads of closed days no facts at all, and keeps a few days only', async () => {
    const { service, store } = await start();
    store.reads = 0;
    const first = await service.overview('2026-11-10');
    for (let day = 11; day < 19; day += 1) await service.overview(`2026-11-${day}`);
    expect(await service.overview('2026-11-10')).not.toBe(first);
    expect(store.reads).toBe(0);
  });

  it('takes in what came since it looked last, counted once', async () => {
    const { service, world, store } = await start();
    const emrOf = async () => (await service.overview()).report.facilities[0]?.emr;
    expect(await emrOf()).toBe(30);
    const received = [
      emr('NEW', '2026-11-22T10:30:00+07:00', { at: '2026-11-22T11:59:00+07:00', outcome: 'quarantined' }),
      emr('LATE', '2026-11-20T10:30:00+07:00', { at: '2026-11-22T11:55:00+07:00' }),
    ];
    store.facts = [...AT_WORK, ...received];
    world.now += 60_000;
    expect(await emrOf()).toBe(31);
    store.facts = [...AT_WORK, ...received.map((fact) => ({ ...fact, outcome: 'accepted' as const }))].map((fact) =>
      fact.type === 'record' && fact.encounter === 'NEW' ? { ...fact, releasedAt: '2026-11-22T12:01:30+07:00' } : fact,
    );
    world.now += 60_000;
    expect(await emrOf()).toBe(32);
    world.now += 60_000;
    const { standings } = await service.overview();
    expect(standings[0]?.figures).toMatchObject({ received: 62, accepted: 62, quarantined: 0 });
  });

  it('goes on after midnight with yesterday still open, and after it is closed', async () => {
    const { service, world, store } = await start();
    await service.overview();
    world.now = Date.parse('2026-11-23T00:01:00+07:00');
    store.facts = [...AT_WORK, emr('LATE', '2026-11-22T23:00:00+07:00', { at: '2026-11-22T23:59:59+07:00' })];
    const open = await service.overview();
    expect([open.report.asOf, open.closedThrough]).toEqual(['2026-11-23', '2026-11-21']);
    const yesterday = await service.overview('2026-11-22');
    expect(yesterday.report.facilities[0]?.emr).toBe(31);
    world.now = Date.parse('2026-11-23T00:11:00+07:00');
    await createCloseDays({ store, clock: () => world.now })();
    const closed = await service.overview();
    expect(closed.closedThrough).toBe('2026-11-22');
    expect(closed.report).toEqual(open.report);
    expect((await service.overview('2026-11-22')).report).toEqual(yesterday.report);
  });

  it('shows a day by the registry that is given', async () => {
    const { service } = await start();
    const given = { registry: [facility({ announced: '2026-11-01' }), facility({ code: '99002' })] };
    const { report } = await service.overview('2026-11-21', given);
    expect(report.province).toMatchObject({ open: 2, announced: 1, proven: 1 });
    expect((await service.overview('2026-11-21')).report.province).toMatchObject({ open: 1, announced: 0 });
  });

  it('counts a registry that is edited for the past at once', async () => {
    // By its own rhythm 4 are expected: of the 8 weeks before the window it was at work in 4 only.
    const { service, world } = await start(AT_WORK.filter((fact) => fact.type !== 'record' || fact.source !== 'claim'));
    expect((await service.overview()).report.facilities[0]).toMatchObject({ expected: 4, stage: 'complete' });
    world.registry = [facility({ statistics: { '2026-09': 30, '2026-10': 31, '2026-11': 30 } })];
    world.now += 5_000;
    expect((await service.overview()).report.facilities[0]).toMatchObject({
      expected: 30,
      volume: 1,
      stage: 'complete',
    });
  });

  it('shows the standing of a facility beside its row', async () => {
    const { standings, changes, forecast, groups } = await (await start()).service.overview('2026-11-22');
    expect(standings).toHaveLength(1);
    expect(standings[0]).toMatchObject({
      coverage: { code: '99001', stage: 'proven' },
      scope: 'yes',
      connected: true,
      sending: true,
      proven: true,
      completeDays: 53,
      lastAcceptedAt: Date.parse('2026-11-22T11:00:00+07:00'),
      silence: 'none',
      figures: { encounters: 30, emr: 30, received: 60, sections: { summary: { due: 30, present: 30 } } },
      queue: { queued: 0, parked: 0, refused: 0, late: 0 },
      advice: [],
    });
    expect([changes, forecast.proven.state, groups.commune[0]?.totals.proven]).toEqual([[], 'reached', 1]);
  });

  it('tells of a past day what was known at its end', async () => {
    const { standings, changes } = await (await start()).service.overview('2026-10-08');
    expect(standings[0]).toMatchObject({
      lastAcceptedAt: Date.parse('2026-10-08T11:00:00+07:00'),
      figures: { encounters: 8, received: 16 },
    });
    expect(changes).toEqual([]);
  });

  it('does not remember a failure', async () => {
    const { service, world } = await start();
    world.failure = new Error('store down');
    await expect(service.overview()).rejects.toThrow('store down');
    world.failure = null;
    expect((await service.overview()).report.asOf).toBe('2026-11-22');
  });

  it('refuses what is no day, and a day that lies ahead', async () => {
    const { service } = await start();
    await expect(service.overview('2026-13-01')).rejects.toThrow(RangeError);
    await expect(service.overview('2026-11-23')).rejects.toThrow(RangeError);
  });
});

describe('while days are being counted', () => {
  it('shows the newest that is, and says of others how far it is', async () => {
    const store = coverageStoreOf(AT_WORK);
    const service = createCoverageService({ store, registry: async () => [facility()], clock: () => NOON });
    await expect(service.overview()).rejects.toMatchObject({ name: 'CoverageBehindError', through: null });
    await createCloseDays({ store, clock: () => Date.parse('2026-11-10T00:30:00+07:00') })();
    const { report, closedThrough } = await service.overview();
    expect([report.asOf, closedThrough, report.facilities[0]?.emr]).toEqual(['2026-11-09', '2026-11-09', 30]);
    await expect(service.overview('2026-11-22')).rejects.toMatchObject({ through: '2026-11-09' });
  });

  it('takes a store without facts for one of which nothing is known', async () => {
    const store = coverageStoreOf([signIn('2026-11-22T08:00:00+07:00')]);
    const service = createCoverageService({ store, registry: async () => [facility()], clock: () => NOON });
    expect((await service.overview()).report.facilities[0]).toMatchObject({ stage: 'connected', expected: null });
    await createCloseDays({ store, clock: () => NOON })();
    expect(await service.closedThrough()).toBeNull();
  });

  it('shows a day after the first ones of a store before any is closed, and past traffic when it came first', async () => {
    const facts = AT_WORK.filter(({ at }) => at >= '2026-11-21');
    const store = coverageStoreOf(facts);
    const service = createCoverageService({ store, registry: async () => [facility()], clock: () => NOON });
    const emrOf = async (asOf: string) => (await service.overview(asOf)).report.facilities[0]?.emr;
    expect([await emrOf('2026-11-20'), await emrOf('2026-11-21')]).toEqual([0, 1]);
    store.facts = [...facts, emr('PAST', '2026-11-20T08:00:00+07:00', { at: '2026-11-20T09:00:00+07:00' })];
    expect([await emrOf('2026-11-19'), (await service.overview('2026-11-20')).report.facilities[0]?.emr]).toEqual([
      0, 0,
    ]);
  });
});

describe('the course of a facility', () => {
  it('tells of each day what came, what ended and how it stood', async () => {
    const facts = [...AT_WORK, claim('MORE', '2026-11-20T08:00:00+07:00', { at: '2026-11-22T09:00:00+07:00' })];
    const { service } = await start(facts);
    const course = await service.course('99001', '2026-06-01', '2026-11-22');
    expect(course).toHaveLength(175);
    expect(course?.[0]).toMatchObject({ day: '2026-06-01', stage: 'registered', emr: 0, received: 0, ended: 0 });
    const ofDay = new Map(course?.map((one) => [one.day, one]));
    expect(ofDay.get('2026-10-03')).toMatchObject({ emr: 3, expected: 3, complete: true, received: 2, ended: 1 });
    expect(ofDay.get('2026-11-20')).toMatchObject({ received: 2, ended: 2, endedWithEmr: 1, expected: 30 });
    expect(ofDay.get('2026-11-22')).toMatchObject({ received: 3, expected: 31, stage: 'proven' });
    expect(await service.course('99002', '2026-11-01', '2026-11-02')).toBeUndefined();
  });

  it('tells of all facilities what was received', async () => {
    const { service } = await start();
    expect(await service.received('2026-11-21', '2026-11-22')).toEqual(
      ['2026-11-21', '2026-11-22'].map((day) => ({
        ...{ facility: '99001', day, received: 2, accepted: 2, quarantined: 0, refused: 0, broken: {} },
      })),
    );
    expect(await service.received('2026-04-01', '2026-10-02')).toHaveLength(2);
  });
});
