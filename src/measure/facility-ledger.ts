import { type DayNumber, dayOfInstant } from './days.ts';
import {
  addTally,
  countEncounter,
  type EncounterKnowledge,
  type EncounterTally,
  emptyTally,
  learn,
  unknownEncounter,
} from './encounter-knowledge.ts';
import type { FacilityFacts } from './received-facts.ts';

/** What came in on one day. */
export interface ReceiptTally {
  signIns: number;
  received: number;
  accepted: number;
}

/** What is known of one facility's traffic as of a day that moves forward. */
export interface FacilityLedger {
  /** Takes in what was received up to the end of the day; a later call must not name an earlier day. */
  advanceTo(day: DayNumber): void;
  /** Encounters whose end of care, as known now, lies in the days, both included. */
  encounters(from: DayNumber, to: DayNumber): EncounterTally;
  /** What was received in the days, both included. */
  receipts(from: DayNumber, to: DayNumber): ReceiptTally;
}

/**
 * Counts a facility's facts once each: an encounter of which more becomes known is taken out of its day and put back
 * where it belongs now, so that a day costs the sum of its window and never a new reading of the facts.
 */
export function createFacilityLedger(facts: FacilityFacts, emrLevel: number): FacilityLedger {
  const encounters = new Map<string, EncounterKnowledge>();
  const byEndOfCare = new Map<DayNumber, EncounterTally>();
  const receipts = receiptsByDay(facts);
  let next = 0;

  function recount(known: EncounterKnowledge, sign: 1 | -1): void {
    if (known.endOfCare === null) return;
    const day = dayOfInstant(known.endOfCare);
    countEncounter(entryOf(byEndOfCare, day, emptyTally), known, sign);
  }

  return {
    advanceTo(day) {
      for (let record = facts.records[next]; record !== undefined; record = facts.records[++next]) {
        if (dayOfInstant(record.at) > day) return;
        if (!record.accepted) continue;
        const known = entryOf(encounters, record.encounter, unknownEncounter);
        recount(known, -1);
        learn(known, record, emrLevel);
        recount(known, 1);
      }
    },
    encounters(from, to) {
      const sum = emptyTally();
      for (let day = from; day <= to; day += 1) {
        const tally = byEndOfCare.get(day);
        if (tally !== undefined) addTally(sum, tally);
      }
      return sum;
    },
    receipts(from, to) {
      const sum = noReceipts();
      for (let day = from; day <= to; day += 1) {
        const tally = receipts.get(day);
        if (tally === undefined) continue;
        sum.signIns += tally.signIns;
        sum.received += tally.received;
        sum.accepted += tally.accepted;
      }
      return sum;
    },
  };
}

function receiptsByDay({ signIns, records }: FacilityFacts): ReadonlyMap<DayNumber, ReceiptTally> {
  const days = new Map<DayNumber, ReceiptTally>();
  for (const at of signIns) entryOf(days, dayOfInstant(at), noReceipts).signIns += 1;
  for (const { at, accepted } of records) {
    const tally = entryOf(days, dayOfInstant(at), noReceipts);
    tally.received += 1;
    if (accepted) tally.accepted += 1;
  }
  return days;
}

function noReceipts(): ReceiptTally {
  return { signIns: 0, received: 0, accepted: 0 };
}

function entryOf<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
