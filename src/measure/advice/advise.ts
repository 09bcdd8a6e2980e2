import type { Advice, AdviceKind, FacilityStanding } from '../../types/coverage.ts';
import type { Fault } from './fault.ts';
import { findQueueFaults } from './queue-faults.ts';
import { findRecordFaults, type SectionWords } from './record-faults.ts';
import { findRuleFaults, type RuleInWords } from './rule-faults.ts';
import { findTrafficFaults } from './traffic-faults.ts';

/** Words of other parts of the program that advice is told in. */
export interface AdviceWords {
  readonly section: SectionWords;
  readonly rule: RuleInWords;
}

type Standing = Omit<FacilityStanding, 'advice'>;

/** The first three things to mend as of a day (`YYYY-MM-DD`); fewer when fewer are wrong. */
export type Advise = (standing: Standing, asOf: string) => readonly Advice[];

/** Nobody can mend more at once. */
const MOST = 3;

const ORDER: readonly AdviceKind[] = [
  'sign-in',
  'silence',
  'records',
  'expected',
  'volume',
  'section',
  'timeliness',
  'rule',
  'identity',
  'queue',
  'refused',
];

/**
 * Picks what a facility should mend first: what keeps it from the next step of the ladder before what keeps it from a later
 * one, and of one step what concerns everything, then what most encounters or records would be won by.
 */
export function createAdvisor(words: AdviceWords): Advise {
  return (standing, asOf) => findFaults(standing, asOf, words).slice(0, MOST).map(toAdvice);
}

/** Everything that is wrong with a facility, the most pressing first. */
export function findFaults(standing: Standing, asOf: string, { section, rule }: AdviceWords): readonly Fault[] {
  return [
    ...findTrafficFaults(standing),
    ...findRecordFaults(standing, section),
    ...findRuleFaults(standing, (id) => rule(id, standing.facility.code, asOf)),
    ...findQueueFaults(standing.queue),
  ].sort(compareFaults);
}

function compareFaults(one: Fault, other: Fault): number {
  return (
    one.hinders - other.hinders ||
    weightOf(other) - weightOf(one) ||
    ORDER.indexOf(one.kind) - ORDER.indexOf(other.kind) ||
    (one.object < other.object ? -1 : 1)
  );
}

/** What is about no encounter in particular is about all of them. */
function weightOf({ affected }: Fault): number {
  return affected ?? Number.MAX_SAFE_INTEGER;
}

function toAdvice({ kind, tell, affected, behind }: Fault): Advice {
  return { kind, text: tell(), affected, behind };
}
