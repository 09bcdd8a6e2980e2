import type { EpochMs, FacilityCode } from '../types/submission.ts';
import { countEncounter, countReceipt, countRelease } from './day-tally.ts';
import { dayOfInstant } from './days.ts';
import type { EncounterKnowledge } from './encounter-knowledge.ts';
import { type ReceivedRecord, stateAsOf } from './received-facts.ts';
import type { Tallies } from './tallies.ts';

/** The instants between which tallies are moved: they stand at `since`, and at `until` afterwards. */
export interface Step {
  readonly since: EpochMs;
  readonly until: EpochMs;
}

/** Counts a record that was received, or released from quarantine, after `since` and not after `until`. */
export function countRecord(tallies: Tallies, record: ReceivedRecord, { since, until }: Step): void {
  const tally = tallies.change(record.facility, dayOfInstant(record.at));
  if (record.at > since) countReceipt(tally, record, until);
  else if (stateAsOf(record, until) === 'accepted') countRelease(tally, record);
}

/** Takes an encounter out of the day where it was, and puts it where it belongs with what is known of it now. */
export function moveEncounter(
  tallies: Tallies,
  facility: FacilityCode,
  before: EncounterKnowledge | null,
  after: EncounterKnowledge | null,
): void {
  if (before !== null) countEncounter(tallies.change(facility, dayOfInstant(before.endOfCare)), before, -1);
  if (after !== null) countEncounter(tallies.change(facility, dayOfInstant(after.endOfCare)), after, 1);
}
