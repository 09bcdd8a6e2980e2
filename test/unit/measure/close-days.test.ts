import { describe, expect, it } from '@jest/globals';
import { type ClosedDay, createCloseDays } from '../../../src/measure/close-days.ts';
import type { Fact } from '../../../src/types/measure.ts';
import { atWork, emr } from '../../support/coverage-facts.ts';
import { coverageStoreOf, type MemoryCoverage } from '../../support/coverage-store.ts';

const at = (text: string) => Date.parse(`${text}+07:00`);
const AT_WORK = atWork('2026-11-15', '2026-11-22');

function start(facts: readonly Fact[] = AT_WORK, now = at('2026-11-20T12:00:00')) {
  const world = { now };
  const store = coverageStoreOf(facts);
  const closed: ClosedDay[] = [];
  const forgotten: string[] = [];
  const make = (emrLevel: 1 | 2 = 1, on: MemoryCoverage = store) =>
    createCloseDays({
      store: on,
      clock: () => world.now,
      policy: { emrLevel },
      onClosed: (day) => closed.push(day),
      onForgotten: (why) => forgotten.push(why),
    });
  const days = () => closed.map(({ day }) => day);
  return { world, store, make, closed, days, forgotten };
}

describe('closing days', () => {
  it('begins with the first fact, and ends with the day that is over for 10 minutes', async () => {
    const { world, store, make, closed, days } = start();
    await make()();
    expect(days()).toEqual(['2026-11-15', '2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19']);
    expect(closed[0]).toEqual({ day: '2026-11-15', ms: 0, facts: 2 });
    expect(await store.closedDays()).toMatchObject({ through: '2026-11-19', definitions: '1/level-1' });
    world.now = at('2026-11-21T00:09:59');
    await make()();
    expect(days()).toHaveLength(5);
    world.now = at('2026-11-21T00:10:00');
    await make()();
    expect(days().at(-1)).toBe('2026-11-20');
  });

  it('closes nothing while nothing was received, and then from the first fact on, be it a past one', async () => {
    const { store, make, days } = start([]);
    const close = make();
    await close();
    expect([days(), await store.closedDays()]).toEqual([[], null]);
    store.facts = AT_WORK.filter(({ at: received }) => received >= '2026-11-16');
    await close();
    expect(days()).toEqual(['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19']);
  });

  it('counts anew what a clock that was put back has closed', async () => {
    const { world, store, make, days, forgotten } = start(AT_WORK, at('2027-03-01T12:00:00'));
    const close = make();
    await close();
    expect(days().at(-1)).toBe('2027-02-28');
    world.now = at('2026-11-20T12:00:00');
    await close();
    expect(forgotten).toEqual(['clock-put-back']);
    expect(await store.closedDays()).toMatchObject({ through: '2026-11-19' });
    const figures = [...store.kept.figures.keys()];
    expect(figures.at(-1)).toBe('2026-11-19 99001');
    // A clock that is set by less than what days take to settle is nothing of the kind.
    world.now = at('2026-11-21T00:10:00');
    await close();
    world.now = at('2026-11-21T00:09:59');
    await close();
    expect([forgotten, days().at(-1)]).toEqual([['clock-put-back'], '2026-11-20']);
  });

  it('counts everything anew when a record of any closed day came to light, at once', async () => {
    const { store, make, days, forgotten } = start();
    const close = make();
    await close();
    await close();
    expect(forgotten).toEqual([]);
    store.facts = [...AT_WORK, emr('LATE', '2026-11-16T09:00:00+07:00', { at: '2026-11-16T23:00:00+07:00' })];
    await close();
    await close();
    expect(forgotten).toEqual(['late-records']);
    expect(days()).toHaveLength(5 + 5);
    expect(JSON.parse(store.kept.figures.get('2026-11-17 99001')?.content ?? '{}')).toMatchObject({ emr: 4 });
  });

  it('keeps of a facility figures of every day from its first fact on', async () => {
    const { store, make } = start([emr('A', '2026-11-16T09:00:00+07:00')]);
    await make()();
    expect([...store.kept.figures.keys()]).toEqual(
      ['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19'].map((day) => `${day} 99001`),
    );
  });

  it('never changes the figures of a closed day, whatever comes later', async () => {
    const { world, store, make } = start();
    await make()();
    const figures = new Map(store.kept.figures);
    const correction = emr('LK-2026-11-16', '2026-10-30T09:00:00+07:00', { at: '2026-11-20T15:00:00+07:00' });
    store.facts = [...AT_WORK, correction];
    world.now = at('2026-11-21T01:00:00');
    await make()();
    for (const [place, kept] of figures) expect(store.kept.figures.get(place)).toEqual(kept);
    const encountersOn = (day: string) =>
      JSON.parse(store.kept.tallies.get(`${day} 99001`)?.content ?? '{}').encounters;
    expect(['2026-11-15', '2026-11-16', '2026-10-30'].map(encountersOn)).toEqual([1, 0, 1]);
  });

  it('counts everything anew by other definitions', async () => {
    const { make, days, forgotten, store } = start();
    await make()();
    await make(2)();
    expect(forgotten).toEqual(['other-definitions']);
    expect(days()).toHaveLength(10);
    expect(await store.closedDays()).toMatchObject({ through: '2026-11-19', definitions: '1/level-2' });
  });

  it('finds a record of the newest closed day that is committed late with a lower number than others have', async () => {
    const { world, store, make, days, forgotten } = start();
    await make()();
    const late = emr('LATE', '2026-11-19T09:00:00+07:00', { at: '2026-11-19T23:00:00+07:00' });
    store.facts = [late, ...AT_WORK.slice(0, -1)];
    expect(store.facts).toHaveLength(AT_WORK.length);
    world.now = at('2026-11-21T00:10:00');
    await make()();
    expect(forgotten).toEqual(['late-records']);
    expect(days()).toHaveLength(5 + 6);
    expect(JSON.parse(store.kept.figures.get('2026-11-19 99001')?.content ?? '{}')).toMatchObject({ emr: 6 });
  });

  it('goes on from what another process closed meanwhile', async () => {
    const { store, make, days } = start();
    let others = 0;
    const raced: MemoryCoverage = {
      ...store,
      async closeDay(day) {
        // Every second day somebody else is faster.
        if (others++ % 2 === 0) await store.closeDay(day);
        return store.closeDay(day);
      },
    };
    await make(1, raced)();
    expect(days()).toEqual(['2026-11-16', '2026-11-18']);
    expect(await store.closedDays()).toMatchObject({ through: '2026-11-19' });
    const alone = start();
    await alone.make()();
    expect(store.kept).toEqual(alone.store.kept);
  });

  it('does not build upon what a process of another version closes meanwhile', async () => {
    const { store, make, days } = start();
    let others = 0;
    const raced: MemoryCoverage = {
      ...store,
      async closeDay(day) {
        others += 1;
        if (others === 3) await store.closeDay({ ...day, closed: { ...day.closed, definitions: '2/level-1' } });
        return store.closeDay(day);
      },
    };
    await make(1, raced)();
    expect(days()).toEqual(['2026-11-15', '2026-11-16']);
    expect(await store.closedDays()).toMatchObject({ through: '2026-11-17', definitions: '2/level-1' });
  });

  it('ends early when it is stopped, and goes on at the next run', async () => {
    const { store, days } = start();
    const stopping = new AbortController();
    const stopped = createCloseDays({
      store,
      clock: () => at('2026-11-20T12:00:00'),
      onClosed: ({ day }) => day === '2026-11-17' && stopping.abort(),
    });
    await stopped(stopping.signal);
    expect([await store.closedDays(), days()]).toMatchObject([{ through: '2026-11-17' }, []]);
  });
});
