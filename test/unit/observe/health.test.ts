import { describe, expect, it } from '@jest/globals';
import { createHealth, type HealthOptions } from '../../../src/observe/health.ts';

function create(changed: Partial<HealthOptions>) {
  return createHealth({ probe: async () => undefined, timeoutMs: 10_000, keepMs: 1_000, clock: () => 0, ...changed });
}

describe('createHealth', () => {
  it('is ready when the probe resolves', async () => {
    expect(await create({}).ready()).toBe(true);
  });

  it('is not ready when the probe fails', async () => {
    expect(await create({ probe: () => Promise.reject(new Error('disk full')) }).ready()).toBe(false);
  });

  it('is not ready when the probe does not answer in time', async () => {
    expect(await create({ probe: () => new Promise(() => undefined), timeoutMs: 5 }).ready()).toBe(false);
  });

  it('is not ready once it drains, whatever the probe says', async () => {
    const health = create({});
    expect(await health.ready()).toBe(true);
    health.drain();
    expect(await health.ready()).toBe(false);
  });

  it('is not ready when it drains while the probe runs', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const health = create({ probe: () => promise });
    const answer = health.ready();
    health.drain();
    resolve();
    expect(await answer).toBe(false);
  });

  it('asks the store seldom, however often it is asked', async () => {
    let [now, asked] = [0, 0];
    const probe = async () => {
      asked += 1;
    };
    const health = create({ probe, clock: () => now });
    await Promise.all([health.ready(), health.ready(), health.ready()]);
    await health.ready();
    expect(asked).toBe(1);
    now = 1_000;
    await health.ready();
    expect(asked).toBe(2);
  });

  it('heals when the store does', async () => {
    let [now, down] = [0, true];
    const probe = () => (down ? Promise.reject(new Error('down')) : Promise.resolve());
    const health = create({ probe, clock: () => now });
    expect(await health.ready()).toBe(false);
    [now, down] = [1_000, false];
    expect(await health.ready()).toBe(true);
  });

  it('keeps one hanging probe, not many', async () => {
    let asked = 0;
    const probe = () => {
      asked += 1;
      return new Promise<void>(() => undefined);
    };
    const health = create({ probe, timeoutMs: 1 });
    await health.ready();
    await health.ready();
    expect(asked).toBe(1);
  });
});
