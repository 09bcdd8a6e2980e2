import type { FacilityCoverage } from '../types/coverage.ts';
import type { Facility } from '../types/registry.ts';
import type { DayNumber } from './days.ts';
import { expectedEncounters, WINDOW_DAYS } from './expected.ts';
import type { FacilityLedger } from './facility-ledger.ts';
import { ratio } from './ratio.ts';

const CONNECTED_DAYS = 30;
const SENDING_DAYS = 7;
const COMPLETE = Object.freeze({ volume: 0.95, completeness: 0.95, timeliness: 0.9 });

/** One of the three conditions of completeness. */
export type CompletenessCondition = keyof typeof COMPLETE;

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
  const shares = {
    volume: expected === null ? null : ratio(window.emr, expected),
    completeness: ratio(window.sectionsPresent, window.sectionsDue),
    timeliness: ratio(window.timely, window.emr),
  };
  return {
    expected,
    emr: window.emr,
    ...shares,
    identity: ratio(window.identified, window.emr),
    signed: ratio(window.signed, window.emr),
    acceptance: ratio(received.accepted, received.received),
    connected: ledger.receipts(day - CONNECTED_DAYS + 1, day).signIns > 0,
    sending: ledger.receipts(day - SENDING_DAYS + 1, day).accepted > 0,
    complete: findUnmet(shares).length === 0,
  };
}

/** The conditions of `complete` that do not hold; null never holds. */
export function findUnmet(shares: Pick<Indicators, CompletenessCondition>): readonly CompletenessCondition[] {
  return (['volume', 'completeness', 'timeliness'] as const).filter((condition) => {
    const share = shares[condition];
    return share === null || share < COMPLETE[condition];
  });
}
