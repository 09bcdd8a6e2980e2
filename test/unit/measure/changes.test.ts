import { expect, it } from '@jest/globals';
import { type DayStanding, findChanges } from '../../../src/measure/changes.ts';
import { facility } from '../../support/coverage-facts.ts';

type Changed = Partial<Omit<DayStanding, 'facility' | 'coverage'>> & Partial<DayStanding['coverage']>;

function standing(code: string, changes: Changed = {}): DayStanding {
  const { stage = 'sending', announced = false, scope = 'yes', silence = 'none' } = changes;
  return {
    facility: facility({ code, announced: announced ? '2026-11-22' : null }),
    coverage: { stage, announced },
    scope,
    silence,
  };
}

const told = (before: Changed, now: Changed) =>
  findChanges([standing('99001', before)], [standing('99001', now)]).map(
    ({ what, from, to }) => `${what}: ${from} > ${to}`,
  );

it.each<[Changed, Changed, readonly string[]]>([
  [{}, {}, []],
  [{ stage: 'sending' }, { stage: 'proven' }, ['stage-up: sending > proven']],
  [{ stage: 'proven' }, { stage: 'connected' }, ['stage-down: proven > connected']],
  [{}, { announced: true }, ['announced: null > 2026-11-22']],
  // The registry was mended: that is no news of the facility.
  [{ announced: true }, {}, []],
  [{}, { silence: 'unusual' }, ['silent: none > unusual']],
  [{ silence: 'unusual' }, { silence: 'week' }, []],
  [{ silence: 'week' }, {}, ['speaks-again: week > none']],
  [{ silence: 'never' }, {}, []],
  [{ scope: 'undecided' }, { scope: 'yes' }, ['scope: undecided > yes']],
  [
    { stage: 'complete', silence: 'unusual' },
    { stage: 'connected', silence: 'week', announced: true },
    ['stage-down: complete > connected', 'announced: null > 2026-11-22'],
  ],
])('from %j to %j tells of %j', (before, now, changes) => {
  expect(told(before, now)).toEqual(changes);
});

it('tells who opened and who closed, where they stand in the registry', () => {
  const on = (codes: readonly string[], stage: 'sending' | 'complete') =>
    codes.map((code) => standing(code, { stage }));
  const before = on(['99001', '99002', '99003', '99005', '99006'], 'sending');
  const now = on(['99002', '99004', '99005', '99007'], 'complete');
  expect(findChanges(before, now).map(({ facility: code, what }) => `${code} ${what}`)).toEqual([
    '99001 closed',
    '99002 stage-up',
    '99004 opened',
    '99003 closed',
    '99005 stage-up',
    '99007 opened',
    '99006 closed',
  ]);
});
