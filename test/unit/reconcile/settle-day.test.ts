import { describe, expect, it } from '@jest/globals';
import type { DayComparison } from '../../../src/reconcile/compare-day.ts';
import type { NamedDifference } from '../../../src/reconcile/name-differences.ts';
import { settleDay } from '../../../src/reconcile/settle-day.ts';

const READ_AT = Date.parse('2026-11-23T01:00:00+07:00');
const TIMES = { readAt: READ_AT, now: READ_AT + 5, today: '2026-11-23' };
const SCOPE = { day: '2026-11-22', facility: null };
const NOTHING = { resend: false, confirm: false };

const EQUAL: DayComparison = {
  destination: 'province',
  state: 'equal',
  reason: null,
  ours: { count: 2, root: '' },
  theirs: { count: 2, root: '' },
  missing: 0,
  unknown: 0,
  differing: 0,
  isComplete: true,
  differences: [],
};

/** `ours` and `theirs`: the versions. */
function difference(recordId: string, ours: number | null, theirs: number | null): NamedDifference {
  const side = { sha256: '', receipt: null };
  return {
    kind: 'missing',
    facility: '99001',
    key: recordId,
    path: '',
    ours: ours === null ? null : { ...side, recordId, version: ours },
    theirs: theirs === null ? null : { ...side, version: theirs },
    here: null,
  };
}

/** What is done, in order. */
async function settle(
  comparison: DayComparison,
  asked = NOTHING,
  scope: typeof SCOPE | { day: string; facility: string } = SCOPE,
) {
  const done: unknown[] = [];
  const store = {
    confirmDay: async (...call: unknown[]) => void done.push(['confirmDay', ...call]),
    async sendAgain(destination: string, ids: readonly string[], now: number) {
      done.push(['sendAgain', destination, ids, now]);
      return ids.filter((id) => id !== 'superseded');
    },
  };
  const settled = await settleDay(store, scope, comparison, asked, TIMES, async (...call) => void done.push(call));
  return { ...settled, done };
}

describe('settling a day', () => {
  it('confirms an equal day as of the instant before it was read, and notes it first', async () => {
    expect(await settle(EQUAL)).toEqual({
      confirmed: true,
      resent: 0,
      done: [
        ['verify', { destination: 'province', day: '2026-11-22', deliveries: 2 }],
        ['confirmDay', 'province', '2026-11-22', READ_AT],
      ],
    });
  });

  it.each<[string, DayComparison, object]>([
    ['a day that is not over', EQUAL, { day: '2026-11-23', facility: null }],
    ['one facility', EQUAL, { day: '2026-11-22', facility: '99001' }],
    ['a day that differs', { ...EQUAL, state: 'different' }, SCOPE],
    ['a destination that gives no account', { ...EQUAL, state: 'not-asked' }, SCOPE],
    ['one that does not answer', { ...EQUAL, state: 'no-account' }, SCOPE],
  ])('does not confirm %s', async (_name, comparison, scope) => {
    expect(await settle(comparison, NOTHING, scope as typeof SCOPE)).toEqual({ confirmed: false, resent: 0, done: [] });
  });

  it("takes a person's word only for a destination that gives no account", async () => {
    const confirm = { resend: false, confirm: true };
    expect((await settle({ ...EQUAL, state: 'not-asked' }, confirm)).confirmed).toBe(true);
    expect((await settle({ ...EQUAL, state: 'different' }, confirm)).confirmed).toBe(false);
    expect((await settle({ ...EQUAL, state: 'no-account' }, confirm)).confirmed).toBe(false);
  });

  it('sends again what is missing or older there, and nothing that is newer there or unknown', async () => {
    const differences = [
      difference('missing', 1, null),
      difference('older', 2, 1),
      difference('changed', 2, 2),
      difference('newer', 1, 2),
      difference('unknown', null, 1),
      difference('superseded', 1, null),
    ];
    const comparison: DayComparison = { ...EQUAL, state: 'different', differences };
    expect(await settle(comparison, { resend: true, confirm: false })).toEqual({
      confirmed: false,
      resent: 3,
      done: [
        ['transmit', { destination: 'province', day: '2026-11-22', deliveries: 4 }],
        ['sendAgain', 'province', ['missing', 'older', 'changed', 'superseded'], READ_AT + 5],
      ],
    });
    expect((await settle(comparison)).done).toEqual([]);
  });

  it('puts many back in parts', async () => {
    const differences = Array.from({ length: 1_001 }, (_, index) => difference(`r${index}`, 1, null));
    const settled = await settle({ ...EQUAL, state: 'different', differences }, { resend: true, confirm: false });
    expect(settled.resent).toBe(1_001);
    expect(settled.done).toHaveLength(4);
  });
});
