import { describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import type { DayScope } from '../../../src/reconcile/account.ts';
import type { DayComparison } from '../../../src/reconcile/compare-day.ts';
import { createRecentDaysRun, type RecentDaysDeps } from '../../../src/reconcile/compare-recent-days.ts';
import type { ReconciliationFindings } from '../../../src/types/reconciliation.ts';

const NOW = Date.parse('2026-11-22T01:30:00+07:00');
const ROOT = { count: 3, root: 'a'.repeat(64) };

const equal = (destination: string): DayComparison => ({
  destination,
  state: 'equal',
  reason: null,
  ours: ROOT,
  theirs: ROOT,
  missing: 0,
  unknown: 0,
  differing: 0,
  isComplete: true,
  differences: [],
});

async function run(
  compare: (destination: string, scope: DayScope) => Promise<DayComparison | undefined>,
  signal = new AbortController().signal,
) {
  const [confirmed, noted, found, logged]: [string[], string[], ReconciliationFindings[], string[]] = [[], [], [], []];
  const store: RecentDaysDeps['store'] = {
    confirmDay: async (destination, day) => void confirmed.push(`${destination} ${day}`),
    sendAgain: async () => {
      throw new Error('nothing is sent again by itself');
    },
  };
  await createRecentDaysRun({
    store,
    destinations: ['province', 'archive'],
    compare,
    days: 3,
    clock: () => NOW,
    note: async (event, { destination, day }) => void noted.push(`${event} ${destination} ${day}`),
    onFound: (findings) => void found.push(findings),
    logger: pino({ level: 'warn' }, { write: (line: string) => void logged.push(line) }),
  })(signal);
  return { confirmed, noted, found, logged };
}

describe('createRecentDaysRun', () => {
  it('confirms the days before today that are equal, the oldest first, and says so beforehand', async () => {
    const { confirmed, noted, found, logged } = await run(async (destination) => equal(destination));
    const days = ['2026-11-19', '2026-11-20', '2026-11-21'];
    const all = ['province', 'archive'].flatMap((destination) => days.map((day) => `${destination} ${day}`));
    expect(confirmed).toEqual(all);
    expect(noted).toEqual(all.map((each) => `verify ${each}`));
    const none = { missing: 0, unknown: 0, differing: 0, unconfirmedDays: 0 };
    expect(found).toEqual([
      { destination: 'province', ...none },
      { destination: 'archive', ...none },
    ]);
    expect(logged).toEqual([]);
  });

  it('tells what differs, sends nothing, and goes on with the others', async () => {
    const { confirmed, found, logged } = await run(async (destination, { day }) => {
      if (destination === 'archive') throw new Error('disk gone');
      if (day === '2026-11-19') return { ...equal(destination), state: 'different', missing: 2, differing: 1 };
      if (day === '2026-11-20') return { ...equal(destination), state: 'no-account', reason: 'timeout', theirs: null };
      return equal(destination);
    });
    expect(confirmed).toEqual(['province 2026-11-21']);
    expect(found).toEqual([
      { destination: 'province', missing: 2, unknown: 0, differing: 1, unconfirmedDays: 2 },
      { destination: 'archive', missing: 0, unknown: 0, differing: 0, unconfirmedDays: 3 },
    ]);
    expect(logged.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ destination: 'province', day: '2026-11-19', state: 'different', missing: 2 }),
      expect.objectContaining({ destination: 'province', day: '2026-11-20', state: 'no-account', reason: 'timeout' }),
      ...['2026-11-19', '2026-11-20', '2026-11-21'].map((day) =>
        expect.objectContaining({ destination: 'archive', day, err: expect.anything() }),
      ),
    ]);
  });

  it('confirms nothing of a day on which nothing was delivered', async () => {
    const empty = { count: 0, root: '0'.repeat(64) };
    const { confirmed, found } = await run(async (destination) => ({
      ...equal(destination),
      ours: empty,
      theirs: empty,
    }));
    expect(confirmed).toEqual([]);
    expect(found.map(({ unconfirmedDays }) => unconfirmedDays)).toEqual([0, 0]);
  });

  it('stops between two days', async () => {
    const stopping = new AbortController();
    const { confirmed, found } = await run(async (destination) => {
      stopping.abort();
      return equal(destination);
    }, stopping.signal);
    expect([confirmed, found]).toEqual([['province 2026-11-19'], []]);
  });
});
