import { describe, expect, it } from '@jest/globals';
import { createCoverageService } from '../../../src/measure/coverage-service.ts';
import type { Fact } from '../../../src/types/measure.ts';
import { atWork, facility } from '../../support/coverage-facts.ts';

const NOON = Date.parse('2026-11-22T12:00:00+07:00');

async function* streamed(facts: readonly Fact[]): AsyncGenerator<Fact> {
  yield* facts;
}

function start(read: () => void = () => undefined) {
  const world = { now: NOON };
  const asked: number[] = [];
  const service = createCoverageService({
    registry: async () => [facility()],
    facts: (until) => {
      read();
      asked.push(until);
      return streamed(atWork('2026-10-01', '2026-11-22').filter(({ at }) => Date.parse(at) <= until));
    },
    clock: () => world.now,
  });
  return { service, world, asked };
}

describe('the coverage service', () => {
  it('computes today, in Việt Nam, when no day is asked for', async () => {
    const { service, world, asked } = start();
    world.now = Date.parse('2026-11-21T23:30:00Z');
    const { report, computedAt } = await service.overview();
    expect(report.asOf).toBe('2026-11-22');
    expect(computedAt).toBe(world.now);
    expect(asked).toEqual([Date.parse('2026-11-22T23:59:59.999+07:00')]);
  });

  it('gives the trend up to the day, the same figures at its end', async () => {
    const { report, trend } = await start().service.overview();
    expect(trend).toHaveLength(90);
    expect(trend[0]?.day).toBe('2026-08-25');
    expect(trend.at(-1)).toMatchObject({ day: '2026-11-22', provenShare: report.province.provenShare });
    // The window of 30 days is full on 30 October, and 30 complete days later it is proven.
    expect(trend.find(({ provenShare }) => provenShare === 1)?.day).toBe('2026-10-30');
  });

  it('reads the facts once for calls of the same few seconds, and again after them', async () => {
    const { service, world, asked } = start();
    const [first, second] = await Promise.all([service.overview(), service.overview('2026-11-22')]);
    expect(second).toBe(first);
    world.now += 4_999;
    expect(await service.overview()).toBe(first);
    world.now += 1;
    expect(await service.overview()).not.toBe(first);
    expect(asked).toHaveLength(2);
  });

  it('keeps a few days only', async () => {
    const { service, asked } = start();
    for (let day = 10; day < 19; day += 1) await service.overview(`2026-11-${day}`);
    await service.overview('2026-11-18');
    expect(asked).toHaveLength(9);
    await service.overview('2026-11-10');
    expect(asked).toHaveLength(10);
  });

  it('does not remember a failure', async () => {
    let broken = true;
    const { service } = start(() => {
      if (broken) throw new Error('store down');
    });
    await expect(service.overview()).rejects.toThrow('store down');
    broken = false;
    expect((await service.overview()).report.asOf).toBe('2026-11-22');
  });

  it('refuses what is no day', async () => {
    await expect(start().service.overview('2026-13-01')).rejects.toThrow(RangeError);
  });

  it('shows the standing of a facility beside its row', async () => {
    const { standings } = await start().service.overview('2026-11-22');
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
    });
  });
});
