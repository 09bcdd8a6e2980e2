import type { Fact } from '../../src/types/measure.ts';
import type { Facility } from '../../src/types/registry.ts';

type RecordFact = Extract<Fact, { type: 'record' }>;

/** A public hospital in scope, open and not announced, unless told otherwise. */
export function facility(changes: Partial<Facility> = {}): Facility {
  return {
    code: '99001',
    name: 'Bệnh viện Thử nghiệm',
    cohort: 'hospital',
    ownership: 'public',
    level: 'province',
    commune: 'Phường Nghĩa Lộ',
    openFrom: null,
    openTo: null,
    scope: [{ from: null, value: 'yes', reason: 'test' }],
    announced: null,
    statistics: {},
    ...changes,
  };
}

/** An accepted, complete EMR record, received an hour after the end of care, unless told otherwise. */
export function emr(encounter: string, endOfCare: string, changes: Partial<RecordFact> = {}): RecordFact {
  return {
    type: 'record',
    facility: '99001',
    encounter,
    at: new Date(Date.parse(endOfCare) + 3_600_000).toISOString(),
    outcome: 'accepted',
    source: 'emr',
    endOfCare,
    level: 1,
    due: ['administrative', 'summary'],
    present: ['administrative', 'summary'],
    identity: true,
    signed: false,
    ...changes,
  };
}

/** The claim of an encounter, received two hours after the end of care. */
export function claim(encounter: string, endOfCare: string, changes: Partial<RecordFact> = {}): RecordFact {
  const at = new Date(Date.parse(endOfCare) + 7_200_000).toISOString();
  return emr(encounter, endOfCare, {
    at,
    source: 'claim',
    level: 0,
    due: [],
    present: [],
    identity: false,
    ...changes,
  });
}

export function signIn(at: string, code = '99001'): Fact {
  return { type: 'sign-in', facility: code, at };
}

/** `YYYY-MM-DD` shifted by whole days. */
export function plusDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Every day from one to the other, both included. */
export function daysFrom(from: string, to: string): readonly string[] {
  const days: string[] = [];
  for (let day = from; day <= to; day = plusDays(day, 1)) days.push(day);
  return days;
}

/** A facility at work: each day a sign-in and one encounter that ends at 09:00, its EMR at 10:00, its claim at 11:00. */
export function atWork(from: string, to: string, code = '99001'): readonly Fact[] {
  return daysFrom(from, to).flatMap((day) => [
    signIn(`${day}T08:00:00+07:00`, code),
    emr(`LK-${day}`, `${day}T09:00:00+07:00`, { facility: code }),
    claim(`LK-${day}`, `${day}T09:00:00+07:00`, { facility: code }),
  ]);
}
