import type { FacilityCourseDay } from '../types/coverage.ts';
import type { Facility } from '../types/registry.ts';
import type { FacilityCode } from '../types/submission.ts';
import type { CoverageView } from './coverage-state.ts';
import { type DayTally, emptyTally } from './day-tally.ts';
import { type DayNumber, formatDay } from './days.ts';
import { createFollow } from './follow-closed.ts';
import { stageOf } from './stages.ts';
import type { ReadTallies } from './tallies.ts';

/** What a facility sent on one day of receipt, as known now. */
export interface ReceivedOnDay extends Pick<DayTally, 'received' | 'accepted' | 'quarantined' | 'refused' | 'broken'> {
  readonly facility: FacilityCode;
  /** `YYYY-MM-DD`. */
  readonly day: string;
}

const NOTHING = emptyTally();

/** A facility's days from one to that of the view. */
export function composeCourse(
  facility: Facility,
  { book, open, day: to }: CoverageView,
  from: DayNumber,
  tallies: ReadTallies,
): readonly FacilityCourseDay[] {
  const days = createFollow(to - from + 1)(facility, book, open, to);
  return days.map(({ indicators, endurance }, place) => {
    const { expected, emr, volume, completeness, timeliness, complete } = indicators;
    const tally = tallies.of(facility.code, from + place) ?? NOTHING;
    const { received, accepted, quarantined, refused } = tally;
    return {
      day: formatDay(from + place),
      stage: stageOf(indicators, endurance.proven),
      ...{ expected, emr, volume, completeness, timeliness, complete },
      ...{ received, accepted, quarantined, refused },
      ended: tally.encounters,
      endedWithEmr: tally.emr,
    };
  });
}

/** What was received from one day to another; days of nothing are left out. */
export function readReceived(
  tallies: ReadTallies,
  facilities: readonly FacilityCode[],
  from: DayNumber,
  to: DayNumber,
): readonly ReceivedOnDay[] {
  const rows: ReceivedOnDay[] = [];
  for (let day = from; day <= to; day += 1) {
    for (const facility of facilities) {
      const { received, accepted, quarantined, refused, broken } = tallies.of(facility, day) ?? NOTHING;
      if (received > 0) rows.push({ facility, day: formatDay(day), received, accepted, quarantined, refused, broken });
    }
  }
  return rows;
}
