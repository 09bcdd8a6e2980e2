import type { FacilityStanding, Shortfall, Stage } from '../types/coverage.ts';
import type { View } from './view.ts';

/** The steps in order; a facility stands on the highest that holds together with all before it. */
export const STAGES = ['registered', 'connected', 'sending', 'complete', 'proven'] as const satisfies readonly Stage[];

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

/** What is missing for the next step, as one line; empty for a proven facility. */
export function explainShortfalls({ coverage, completeDays, shortfalls }: FacilityStanding, view: View): string {
  const shares: Partial<Record<Shortfall, number | null>> = coverage;
  return shortfalls
    .map((shortfall) =>
      view.say(`missing-${shortfall}`, { count: completeDays, share: view.share(shares[shortfall] ?? null) }),
    )
    .join('; ');
}
