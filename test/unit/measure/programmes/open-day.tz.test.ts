import { describe, expect, it } from '@jest/globals';
import { startOfLocalDay } from '../../../../src/fhir/local-time.ts';
import { createProgrammeService } from '../../../../src/measure/programmes/programme-service.ts';
import { loadYaml } from '../../../support/config-text.ts';
import { createMemoryProgrammeStore } from '../../../support/memory-programme-store.ts';
import type { ProgrammeEvent } from '../../../support/programme-histories.ts';

const DAY = '2026-11-20';
const START = startOfLocalDay(DAY);
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** An encounter that is received at an instant. */
const visitAt = (receivedAt: number, key = `LK${receivedAt}`): ProgrammeEvent => ({
  facility: '99001',
  key,
  encounter: key,
  kind: 'claim',
  receivedAt,
  releasedAt: null,
  identity: true,
  told: { care: 'outpatient' },
});

function serviceOver(events: readonly ProgrammeEvent[]) {
  const store = createMemoryProgrammeStore(events);
  let now = START;
  const service = createProgrammeService({
    store,
    settings: loadYaml('').programmes,
    registry: async () => [],
    clock: () => now,
  });
  return {
    store,
    service,
    goTo(instant: number) {
      now = instant;
      store.showUntil(instant);
    },
    async encounters(period = { from: DAY, to: DAY }) {
      const figures = await service.figures(period);
      return figures.find(({ id }) => id === 'identity')?.denominator ?? null;
    },
  };
}

/** Lets what was begun in the background end. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('the open day', () => {
  it('is known from the first record on, also on the very first day', async () => {
    const { encounters, goTo, service } = serviceOver([visitAt(START + HOUR_MS)]);
    goTo(START + HOUR_MS - 1);
    expect([await encounters(), await service.counted()]).toEqual([null, null]);
    goTo(START + HOUR_MS);
    expect(await encounters()).toBe(1);
  });

  it('is worked out anew after a minute, and nobody waits for it until it is five minutes old', async () => {
    const events = [0, 0.5, 2, 9].map((minutes) => visitAt(START + HOUR_MS + minutes * MINUTE_MS));
    const { encounters, goTo } = serviceOver(events);
    const told: (number | null)[] = [];
    for (const minutes of [0, 0.5, 2, 2, 9]) {
      goTo(START + HOUR_MS + minutes * MINUTE_MS);
      told.push(await encounters());
      await settle();
    }
    expect(told).toEqual([1, 1, 1, 3, 4]);
  });

  it('is over ten minutes after midnight: until then the new day is not there', async () => {
    const end = START + 24 * HOUR_MS;
    const { encounters, goTo, service } = serviceOver([visitAt(end - 1), visitAt(end)]);
    const next = { from: '2026-11-21', to: '2026-11-21' };
    goTo(end + 9 * MINUTE_MS);
    expect([await encounters(), await encounters(next)]).toEqual([1, 0]);
    expect(await service.counted()).toBeNull();
    goTo(end + 10 * MINUTE_MS);
    expect([await encounters(), await encounters(next)]).toEqual([1, 1]);
    expect(await service.counted()).toEqual({ since: DAY, through: DAY });
  });
});

describe('days that are over', () => {
  const DAYS = 10;
  const events = Array.from({ length: DAYS }, (_, index) => visitAt(START + index * 24 * HOUR_MS));
  const period = { from: DAY, to: '2026-11-29' };

  it('are unknown while many of them wait, and nobody waits for them', async () => {
    const { encounters, goTo, service } = serviceOver(events);
    goTo(START + HOUR_MS);
    await encounters();
    goTo(START + (DAYS + 1) * 24 * HOUR_MS);
    await service.close(AbortSignal.abort());
    // Of the first record on a store that never counted everything is waited for once.
    expect(await encounters(period)).toBe(DAYS);
    const late = serviceOver(events);
    late.goTo(START + 24 * HOUR_MS + HOUR_MS);
    await late.service.close();
    late.goTo(START + (DAYS + 1) * 24 * HOUR_MS);
    expect(await late.encounters(period)).toBeNull();
    await late.service.close();
    expect(await late.encounters(period)).toBe(DAYS);
  });

  it('are counted anew when the definitions are others', async () => {
    const { encounters, goTo, service, store } = serviceOver(events);
    goTo(START + 3 * 24 * HOUR_MS);
    const other = { since: DAY, through: DAY, definitions: 'older', seen: 0 };
    const nothing = { changes: [], residents: '{"province":{},"facilities":{},"communes":{}}', put: [], drop: [] };
    await store.closeProgrammeDay({ after: null, closed: other, ...nothing });
    await service.close();
    expect(await encounters()).toBe(1);
    expect(await service.counted()).toEqual({ since: DAY, through: '2026-11-21' });
  });
});
