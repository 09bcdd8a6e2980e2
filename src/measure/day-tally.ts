import type { EpochMs } from '../types/submission.ts';
import { dayOfInstant, HOUR_MS, startOfDay } from './days.ts';
import { type EncounterKnowledge, isTimely } from './encounter-knowledge.ts';
import { type ReceivedRecord, stateAsOf } from './received-facts.ts';

/** What a facility has of one day: the encounters that end on it, and what was received on it. */
export interface DayTally {
  encounters: number;
  claimed: number;
  /** Encounters at a level that counts as EMR; the five below count in those only. */
  emr: number;
  sectionsDue: number;
  sectionsPresent: number;
  timely: number;
  identified: number;
  signed: number;
  /** In encounters at any level. */
  readonly sections: Record<string, { due: number; present: number }>;
  signIns: number;
  received: number;
  accepted: number;
  quarantined: number;
  refused: number;
  /** Records received that break a rule, by rule id. */
  readonly broken: Record<string, number>;
  /** Bit n: an accepted record came in the n-th hour of the day. */
  hours: number;
  firstAcceptedAt: EpochMs | null;
  lastAcceptedAt: EpochMs | null;
}

/** A day of nothing. */
export function emptyTally(): DayTally {
  return {
    encounters: 0,
    claimed: 0,
    emr: 0,
    sectionsDue: 0,
    sectionsPresent: 0,
    timely: 0,
    identified: 0,
    signed: 0,
    sections: {},
    signIns: 0,
    received: 0,
    accepted: 0,
    quarantined: 0,
    refused: 0,
    broken: {},
    hours: 0,
    firstAcceptedAt: null,
    lastAcceptedAt: null,
  };
}

/** Counts an encounter on the day of its end of care (`sign` 1), or takes it back (-1). */
export function countEncounter(tally: DayTally, known: EncounterKnowledge, sign: 1 | -1): void {
  tally.encounters += sign;
  if (known.claimed) tally.claimed += sign;
  const present = known.due.filter((name) => known.present.includes(name));
  for (const name of known.due) {
    tally.sections[name] ??= { due: 0, present: 0 };
    const section = tally.sections[name];
    section.due += sign;
    if (present.includes(name)) section.present += sign;
    if (section.due === 0) delete tally.sections[name];
  }
  if (known.firstEmrAt === null) return;
  tally.emr += sign;
  tally.sectionsDue += sign * known.due.length;
  tally.sectionsPresent += sign * present.length;
  if (isTimely(known)) tally.timely += sign;
  if (known.identity) tally.identified += sign;
  if (known.signed) tally.signed += sign;
}

/** Counts a record on the day of its receipt, as what it was at an instant. */
export function countReceipt(tally: DayTally, record: ReceivedRecord, until: EpochMs): void {
  const state = stateAsOf(record, until);
  tally.received += 1;
  tally[state] += 1;
  if (state === 'accepted') noteAccepted(tally, record.at);
  for (const rule of record.broken) tally.broken[rule] = (tally.broken[rule] ?? 0) + 1;
}

/** A record that was counted as quarantined on the day of its receipt is accepted now. */
export function countRelease(tally: DayTally, record: ReceivedRecord): void {
  tally.quarantined -= 1;
  tally.accepted += 1;
  noteAccepted(tally, record.at);
}

function noteAccepted(tally: DayTally, at: EpochMs): void {
  tally.hours |= 1 << Math.floor((at - startOfDay(dayOfInstant(at))) / HOUR_MS);
  tally.firstAcceptedAt = Math.min(at, tally.firstAcceptedAt ?? at);
  tally.lastAcceptedAt = Math.max(at, tally.lastAcceptedAt ?? at);
}

/** A tally of its own with the same content. */
export function copyTally(tally: DayTally): DayTally {
  const sections = Object.fromEntries(Object.entries(tally.sections).map(([name, both]) => [name, { ...both }]));
  return { ...tally, sections, broken: { ...tally.broken } };
}

/** The same tally gives the same text, whatever the order in which things were counted. */
export function writeTally(tally: DayTally): string {
  return JSON.stringify({ ...tally, sections: inOrder(tally.sections), broken: inOrder(tally.broken) });
}

/** What `writeTally` wrote. */
export function readTally(text: string): DayTally {
  return JSON.parse(text) as DayTally;
}

/** Sections by name; and rules by id. */
export function inOrder<Value>(byName: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(byName).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
