import type { CoverageChange, FacilityStanding, Shortfall, Stage } from '../types/coverage.ts';
import type { Targets } from './targets.ts';
import type { View } from './view.ts';

/** The steps in order; a facility stands on the highest that holds together with all before it. */
export const STAGES = ['registered', 'connected', 'sending', 'complete', 'proven'] as const satisfies readonly Stage[];

/** Why a facility should be called, most pressing first. */
export const CALL_REASONS = ['silent', 'lapsed', 'unheard', 'deadline', 'near', 'stuck'] as const;

export type CallReason = (typeof CALL_REASONS)[number];

export interface CallContext {
  readonly asOf: string;
  readonly targets: Targets;
  readonly changes: readonly CoverageChange[];
}

/** Orders facilities by step, and on one step by the days in a row on which they were complete. */
export function heightOnLadder({ coverage, completeDays }: FacilityStanding): number {
  return STAGES.indexOf(coverage.stage) * 1_000_000 + completeDays;
}

/** In scope or not yet decided, and silent against its own rhythm or for a week. */
export function isSilent({ scope, silence }: FacilityStanding): boolean {
  return scope !== 'no' && (silence === 'unusual' || silence === 'week');
}

/** In scope, announced, and not proven. */
export function isGap({ scope, coverage, proven }: FacilityStanding): boolean {
  return scope === 'yes' && coverage.announced && !proven;
}

/**
 * Says why each facility should be called: it fell silent; it lost a step since yesterday; it announced and never connected or
 * sends nothing; its legal day is past and it has not announced; it sends and lacks one thing to be proven; deliveries of its
 * records wait for a person. One that is complete and only needs more days is left in peace.
 */
export function createCallReasons({
  asOf,
  targets,
  changes,
}: CallContext): (one: FacilityStanding) => readonly CallReason[] {
  const lapsed = new Set(changes.filter(({ what }) => what === 'stage-down').map(({ facility }) => facility));
  const holds: Readonly<Record<CallReason, (one: FacilityStanding) => boolean>> = {
    silent: isSilent,
    lapsed: ({ scope, coverage }) => scope !== 'no' && lapsed.has(coverage.code),
    unheard: (one) => isGap(one) && !(one.connected && one.sending),
    deadline: ({ scope, coverage, facility }) =>
      scope === 'yes' && !coverage.announced && asOf > targets[facility.cohort],
    near: (one) => one.scope === 'yes' && one.connected && one.sending && !isSilent(one) && lackingOf(one) === 1,
    stuck: ({ queue }) => queue.parked + queue.refused > 0,
  };
  return (one) => CALL_REASONS.filter((reason) => holds[reason](one));
}

/** How many things a facility lacks to be proven, besides days. */
function lackingOf({ shortfalls }: FacilityStanding): number {
  return shortfalls.filter((shortfall) => shortfall !== 'days').length;
}

/** Orders facilities by how pressing the call is: the reason, then who lacks least, then the larger; without a reason last. */
export function compareCalls(
  reasonsOf: (one: FacilityStanding) => readonly CallReason[],
): (one: FacilityStanding, other: FacilityStanding) => number {
  const rankOf = (one: FacilityStanding) => {
    const [first] = reasonsOf(one);
    if (first === undefined) return CALL_REASONS.length;
    return CALL_REASONS.indexOf(first) - (first === 'silent' && one.silence === 'week' ? 0.5 : 0);
  };
  const isNear = (one: FacilityStanding) => reasonsOf(one)[0] === 'near';
  return (one, other) =>
    rankOf(one) - rankOf(other) ||
    (isNear(one) ? lackingOf(one) - lackingOf(other) : 0) ||
    (other.coverage.expected ?? 0) - (one.coverage.expected ?? 0);
}

/** What is missing for the next step, as one line; empty for a proven facility. */
export function explainShortfalls({ coverage, completeDays, shortfalls }: FacilityStanding, view: View): string {
  const shares: Partial<Record<Shortfall, number | null>> = coverage;
  return shortfalls
    .map((shortfall) =>
      view.say(`missing-${shortfall}`, { count: completeDays, share: view.share(shares[shortfall] ?? null) }),
    )
    .join('; ');
}
