import type { FacilityCoverage } from '../types/coverage.ts';
import type { Facility } from '../types/store.ts';
import type { DayNumber } from './days.ts';
import { expectedEncounters, WINDOW_DAYS } from './expected.ts';
import type { FacilityLedger } from './facility-ledger.ts';
import { ratio } from './ratio.ts';

const CONNECTED_DAYS = 30;
const SENDING_DAYS = 7;
const COMPLETE = Object.freeze({ volume: 0.95, completeness: 0.95, timeliness: 0.9 });

/** What the traffic of one facility shows on one day d, over W(d), as known at the end of d. */
export interface Indicators
  extends Pick<
    FacilityCoverage,
    'expected' | 'emr' | 'volume' | 'completeness' | 'timeliness' | 'identity' | 'signed' | 'acceptance'
  > {
  /** A successful sign-in on one of the last 30 days. */
  readonly connected: boolean;
  /** An accepted record received on one of the last 7 days. */
  readonly sending: boolean;
  /** Volume >= 0.95, completeness >= 0.95, timeliness >= 0.90, none of them null. */
  readonly complete: boolean;
}

/** Measures one day; the ledger must stand at the end of that day. */
export function measureDay(ledger: FacilityLedger, statistics: Facility['statistics'], day: DayNumber): Indicators {
  const window = ledger.encounters(day - WINDOW_DAYS + 1, day);
  const received = ledger.receipts(day - WINDOW_DAYS + 1, day);
  const expected = expectedEncounters(ledger, statistics, day);
  const volume = expected === null ? null : ratio(window.emr, expected);
  const completeness = ratio(window.sectionsPresent, window.sectionsDue);
  const timeliness = ratio(window.timely, window.emr);
  return {
    expected,
    emr: window.emr,
    volume,
    completeness,
    timeliness,
    identity: ratio(window.identified, window.emr),
    signed: ratio(window.signed, window.emr),
    acceptance: ratio(received.accepted, received.received),
    connected: ledger.receipts(day - CONNECTED_DAYS + 1, day).signIns > 0,
    sending: ledger.receipts(day - SENDING_DAYS + 1, day).accepted > 0,
    complete:
      reaches(volume, COMPLETE.volume) &&
      reaches(completeness, COMPLETE.completeness) &&
      reaches(timeliness, COMPLETE.timeliness),
  };
}

function reaches(value: number | null, threshold: number): boolean {
  return value !== null && value >= threshold;
}
