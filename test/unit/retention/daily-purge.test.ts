import { describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { parseConfigFile } from '../../../src/config/config-file.ts';
import { startDailyTask } from '../../../src/daily-task.ts';
import { createDailyPurge } from '../../../src/retention/daily-purge.ts';
import { purgeExpired } from '../../../src/retention/purge-expired.ts';
import type { RetentionRequest } from '../../../src/types/retention.ts';
import { eventually } from '../../support/eventually.ts';

const CONFIG = parseConfigFile('').retention;
const at = (text: string) => Date.parse(`${text}+07:00`);

/** A day passes in a few turns of the event loop: who sleeps moves the clock. */
function start(purge: (request: RetentionRequest) => Promise<number>) {
  const time = { now: at('2026-11-22T08:00:00') };
  const audited: object[] = [];
  const clock = () => time.now;
  const sleep = async (ms: number, signal: AbortSignal) => {
    if (signal.aborted) return;
    time.now += ms;
    await new Promise(setImmediate);
  };
  const logger = pino({ level: 'silent' });
  const audit = async (details: object) => void audited.push({ ...details, at: time.now });
  const purgeDaily = createDailyPurge({ store: { purge }, config: CONFIG, audit, clock, sleep, logger });
  const run = startDailyTask({ name: 'retention', dailyAt: '02:30', run: purgeDaily, clock, sleep, logger });
  return { run, audited };
}

describe('the daily purge', () => {
  it('lets go batch by batch at its time of day, once a day, and tells it', async () => {
    const batches = [200, 200, 7, 0, 0, 3, 0];
    const requests: RetentionRequest[] = [];
    const { run, audited } = start(async (request) => {
      requests.push(request);
      return batches.shift() ?? 0;
    });
    await eventually('four days', () => requests.length >= 8);
    await run.stop();
    const [first, second] = [at('2026-11-23T02:30:00'), at('2026-11-24T02:30:00')];
    expect(audited.slice(0, 4)).toEqual([
      expect.objectContaining({ claim: '1996-01-01', messages: '2026-08-25', at: first }),
      { gone: 407, at: first + 60 },
      expect.objectContaining({ claim: '1996-01-01', messages: '2026-08-26', at: second }),
      { gone: 0, at: second },
    ]);
    expect(requests.slice(0, 4).every((request) => request === requests[0])).toBe(true);
  });

  it('makes up for a run that failed on the next day', async () => {
    let calls = 0;
    const { run, audited } = start(async () => {
      calls += 1;
      if (calls === 1) throw new Error('store down');
      return calls === 2 ? 5 : 0;
    });
    await eventually('purged', () => audited.length >= 3);
    await run.stop();
    expect(audited[2]).toEqual({ gone: 5, at: at('2026-11-24T02:30:00') + 20 });
  });

  it('stops between two batches', async () => {
    let calls = 0;
    const { run } = start(async () => {
      calls += 1;
      return 200;
    });
    await eventually('under way', () => calls > 3);
    await run.stop();
    const after = calls;
    await new Promise(setImmediate);
    expect(calls).toBe(after);
  });
});

describe('purgeExpired', () => {
  it('asks until nothing is left, and nothing goes before the audit log says so', async () => {
    const left = [3, 2, 0];
    const told: string[] = [];
    const gone = await purgeExpired({
      store: {
        async purge() {
          told.push('purge');
          return left.shift() ?? 0;
        },
      },
      config: CONFIG,
      now: at('2026-11-22T08:00:00'),
      pause: async () => {},
      audit: async (details) => void told.push('gone' in details ? `gone ${details['gone']}` : 'cutoffs'),
    });
    expect([gone, left]).toEqual([5, []]);
    expect(told).toEqual(['cutoffs', 'purge', 'purge', 'purge', 'gone 5']);
  });
});
