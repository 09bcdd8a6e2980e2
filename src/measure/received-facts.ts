import type { Fact } from '../types/measure.ts';
import type { EpochMs, FacilityCode } from '../types/submission.ts';

/** A record fact, ready to be counted. */
export interface ReceivedRecord {
  readonly at: EpochMs;
  readonly encounter: string;
  readonly accepted: boolean;
  readonly claim: boolean;
  readonly endOfCare: EpochMs | null;
  readonly level: number;
  readonly due: readonly string[];
  readonly present: readonly string[];
  readonly identity: boolean;
  readonly signed: boolean;
}

/** The traffic of one facility, in order of receipt. */
export interface FacilityFacts {
  readonly signIns: readonly EpochMs[];
  readonly records: readonly ReceivedRecord[];
}

export const NO_FACTS: FacilityFacts = Object.freeze({ signIns: [], records: [] });

/**
 * Sorts facts by facility, in order of receipt (facts of one instant keep the order in which they were given).
 * What was received after `until` is left out: it is not known yet.
 */
export function groupFacts(facts: Iterable<Fact>, until: EpochMs): ReadonlyMap<FacilityCode, FacilityFacts> {
  const groups = new Map<FacilityCode, { signIns: EpochMs[]; records: ReceivedRecord[] }>();
  for (const fact of facts) {
    const at = Date.parse(fact.at);
    if (at > until) continue;
    let group = groups.get(fact.facility);
    if (group === undefined) {
      group = { signIns: [], records: [] };
      groups.set(fact.facility, group);
    }
    if (fact.type === 'sign-in') group.signIns.push(at);
    else group.records.push(toReceivedRecord(fact, at));
  }
  for (const { signIns, records } of groups.values()) {
    signIns.sort((a, b) => a - b);
    records.sort((a, b) => a.at - b.at);
  }
  return groups;
}

function toReceivedRecord(fact: Extract<Fact, { type: 'record' }>, at: EpochMs): ReceivedRecord {
  return {
    at,
    encounter: fact.encounter,
    accepted: fact.outcome === 'accepted',
    claim: fact.source === 'claim',
    endOfCare: fact.endOfCare === null ? null : Date.parse(fact.endOfCare),
    level: fact.level,
    due: fact.due,
    present: fact.present,
    identity: fact.identity,
    signed: fact.signed,
  };
}
