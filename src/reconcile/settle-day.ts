import type { Store } from '../types/store.ts';
import type { EpochMs } from '../types/submission.ts';
import type { DayScope } from './account.ts';
import type { DayComparison } from './compare-day.ts';
import type { NamedDifference } from './name-differences.ts';

/** What a person wants done about a comparison. */
export interface SettlementAsked {
  /** Puts what the destination does not keep, or keeps older, back into its queue. */
  readonly resend: boolean;
  /** Takes the day of a destination that gives no account for equal, on the word of a person who compared it otherwise. */
  readonly confirm: boolean;
}

export interface SettlementTimes {
  /** Instant before our account was read: what is delivered later is not confirmed by it. */
  readonly readAt: EpochMs;
  readonly now: EpochMs;
  /** The day of `readAt`: a day that is not over is never confirmed. */
  readonly today: string;
}

export interface DaySettlement {
  readonly confirmed: boolean;
  /** Deliveries that were put back into the queue. */
  readonly resent: number;
}

/** Told of every change before it is made, for the audit log. */
export type NoteChange = (
  event: 'verify' | 'transmit',
  details: { readonly destination: string; readonly day: string; readonly deliveries: number },
) => Promise<void>;

/** Deliveries that are put back in one transaction. */
const IDS_AT_ONCE = 500;

/**
 * Draws the consequences of a comparison. An equal day that is over is confirmed, unless only one facility was compared; one
 * whose differences are to be sent again is not.
 */
export async function settleDay(
  store: Pick<Store, 'confirmDay' | 'sendAgain'>,
  { day, facility }: DayScope,
  comparison: DayComparison,
  asked: SettlementAsked,
  times: SettlementTimes,
  note: NoteChange,
): Promise<DaySettlement> {
  const { destination, state, differences, ours } = comparison;
  const isConfirmed = state === 'equal' || (state === 'not-asked' && asked.confirm);
  const confirmed = isConfirmed && facility === null && day < times.today;
  if (confirmed) {
    await note('verify', { destination, day, deliveries: ours.count });
    await store.confirmDay(destination, day, times.readAt);
  }
  const ids = asked.resend ? differences.filter(isOlderThere).map(({ ours: kept }) => kept?.recordId ?? '') : [];
  if (ids.length > 0) await note('transmit', { destination, day, deliveries: ids.length });
  let resent = 0;
  for (let first = 0; first < ids.length; first += IDS_AT_ONCE) {
    resent += (await store.sendAgain(destination, ids.slice(first, first + IDS_AT_ONCE), times.now)).length;
  }
  return { confirmed, resent };
}

/**
 * True for what sending again would mend. What they keep in a newer version than ours came there without our knowledge: sending
 * ours would undo it.
 */
export function isOlderThere({ ours, theirs }: NamedDifference): boolean {
  return ours !== null && (theirs === null || theirs.version <= ours.version);
}
