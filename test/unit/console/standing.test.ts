import { expect, it } from '@jest/globals';
import { compareCalls, createCallReasons } from '../../../src/console/standing.ts';
import type { FacilityStanding } from '../../../src/types/coverage.ts';

interface Told {
  readonly code: string;
  readonly announced?: boolean;
  readonly connected?: boolean;
  readonly sending?: boolean;
  readonly shortfalls?: FacilityStanding['shortfalls'];
  readonly silence?: FacilityStanding['silence'];
  readonly expected?: number;
}

function standingOf(told: Told): FacilityStanding {
  const { code, announced = true, connected = true, sending = true, shortfalls = [], silence = 'none' } = told;
  return {
    coverage: { code, announced, expected: told.expected ?? 0 },
    facility: { code, cohort: 'hospital' },
    scope: 'yes',
    proven: shortfalls.length === 0,
    queue: { queued: 0, parked: 0, refused: 0, late: 0 },
    ...{ connected, sending, shortfalls, silence },
  } as unknown as FacilityStanding;
}

const targets = { province: '2026-12-30', hospital: '2025-09-30', other: '2026-12-31' };
const reasonsOf = createCallReasons({
  asOf: '2026-11-22',
  targets,
  changes: [{ facility: 'lapsed', what: 'stage-down', from: 'proven', to: 'complete' }],
});

it('puts those that are silent first, then lapsed, unheard, late, nearly proven; and leaves the others in peace', () => {
  const all = [
    standingOf({ code: 'needs days', shortfalls: ['days'] }),
    standingOf({ code: 'near', shortfalls: ['timeliness', 'days'] }),
    standingOf({ code: 'late', announced: false, connected: false, sending: false, shortfalls: ['volume'] }),
    standingOf({ code: 'unheard', connected: false, sending: false, shortfalls: ['volume'], expected: 5 }),
    standingOf({ code: 'unheard, larger', sending: false, shortfalls: ['volume'], expected: 50 }),
    standingOf({ code: 'lapsed', shortfalls: ['days'] }),
    standingOf({ code: 'silent', silence: 'unusual' }),
    standingOf({ code: 'silent for a week', silence: 'week' }),
    standingOf({ code: 'proven' }),
  ];
  const called = all.toSorted(compareCalls(reasonsOf)).filter((one) => reasonsOf(one).length > 0);
  expect(called.map(({ coverage }) => coverage.code)).toEqual([
    'silent for a week',
    'silent',
    'lapsed',
    'unheard, larger',
    'unheard',
    'late',
    'near',
  ]);
});
