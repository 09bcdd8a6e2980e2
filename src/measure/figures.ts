import type { FacilityFigures, Silence } from '../types/coverage.ts';
import type { EpochMs, FacilityCode } from '../types/submission.ts';
import { type DayTally, inOrder } from './day-tally.ts';
import { type DayNumber, endOfDay } from './days.ts';
import { rhythmOf, WINDOW_DAYS } from './expected.ts';
import { assessSilence } from './silence.ts';
import type { ReadTallies } from './tallies.ts';

const CONNECTED_DAYS = 30;
const SENDING_DAYS = 7;
/** Days up to d that figures are made from: the window, and 8 weeks before it or before the silence of a week. */
export const FIGURE_DAYS = WINDOW_DAYS + 8 * 7;

/** Figures of one day with what is known of a facility's silence at its end; kept for each closed day. */
export interface KeptFigures extends FacilityFigures {
  readonly silence: Silence;
  /** Receipt of the first and of the newest record that is accepted. */
  readonly firstAcceptedAt: EpochMs | null;
  readonly lastAcceptedAt: EpochMs | null;
}

/** First and newest receipt of an accepted record. */
export type Accepted = Pick<KeptFigures, 'firstAcceptedAt' | 'lastAcceptedAt'>;

/** What a facility has of which nothing was ever received. */
export const NO_FIGURES: KeptFigures = Object.freeze({
  encounters: 0,
  claimed: 0,
  emr: 0,
  sectionsDue: 0,
  sectionsPresent: 0,
  timely: 0,
  identified: 0,
  signed: 0,
  sections: {},
  received: 0,
  accepted: 0,
  quarantined: 0,
  refused: 0,
  broken: {},
  rhythm: null,
  connected: false,
  sending: false,
  silence: 'never',
  firstAcceptedAt: null,
  lastAcceptedAt: null,
});

/** A facility's figures of a day, from tallies that stand at the end of it. */
export function figuresOn(tallies: ReadTallies, facility: FacilityCode, day: DayNumber): FacilityFigures {
  const of = (one: DayNumber) => tallies.of(facility, one);
  const sum = sumWindow(of, day);
  let signIns = 0;
  for (let one = day - CONNECTED_DAYS + 1; one <= day; one += 1) signIns += of(one)?.signIns ?? 0;
  let sent = 0;
  for (let one = day - SENDING_DAYS + 1; one <= day; one += 1) sent += of(one)?.accepted ?? 0;
  return {
    ...sum,
    sections: inOrder(sum.sections),
    broken: inOrder(sum.broken),
    rhythm: rhythmOf((one) => of(one)?.encounters ?? 0, day - WINDOW_DAYS + 1),
    connected: signIns > 0,
    sending: sent > 0,
  };
}

/**
 * The same with its silence.
 * @param accepted of all its days
 * @param now instant at which silence is judged, when the day is not over yet
 */
export function keptFiguresOn(
  tallies: ReadTallies,
  facility: FacilityCode,
  day: DayNumber,
  { firstAcceptedAt, lastAcceptedAt }: Accepted,
  now: EpochMs = endOfDay(day),
): KeptFigures {
  const hoursOf = (one: DayNumber) => tallies.of(facility, one)?.hours ?? 0;
  const silence = assessSilence({ firstAcceptedAt, lastAcceptedAt, hoursOf }, now);
  return { ...figuresOn(tallies, facility, day), silence, firstAcceptedAt, lastAcceptedAt };
}

/** What is accepted now beside what was before. */
export function joinAccepted(before: Accepted, tally: Accepted): Accepted {
  const [first, last] = [
    before.firstAcceptedAt ?? tally.firstAcceptedAt,
    before.lastAcceptedAt ?? tally.lastAcceptedAt,
  ];
  return {
    firstAcceptedAt: first === null ? null : Math.min(first, tally.firstAcceptedAt ?? first),
    lastAcceptedAt: last === null ? null : Math.max(last, tally.lastAcceptedAt ?? last),
  };
}

const SUMS = [
  ...(['encounters', 'claimed', 'emr', 'sectionsDue', 'sectionsPresent', 'timely', 'identified', 'signed'] as const),
  ...(['received', 'accepted', 'quarantined', 'refused'] as const),
];

type Sums = Record<(typeof SUMS)[number], number> & Pick<DayTally, 'sections' | 'broken'>;

function sumWindow(of: (day: DayNumber) => Readonly<DayTally> | undefined, day: DayNumber): Sums {
  const sum = {
    ...(Object.fromEntries(SUMS.map((name) => [name, 0])) as Record<(typeof SUMS)[number], number>),
    sections: {} as DayTally['sections'],
    broken: {} as DayTally['broken'],
  };
  for (let one = day - WINDOW_DAYS + 1; one <= day; one += 1) {
    const tally = of(one);
    if (tally === undefined) continue;
    for (const name of SUMS) sum[name] += tally[name];
    for (const rule in tally.broken) sum.broken[rule] = (sum.broken[rule] ?? 0) + (tally.broken[rule] ?? 0);
    for (const name in tally.sections) {
      sum.sections[name] ??= { due: 0, present: 0 };
      sum.sections[name].due += tally.sections[name]?.due ?? 0;
      sum.sections[name].present += tally.sections[name]?.present ?? 0;
    }
  }
  return sum;
}
