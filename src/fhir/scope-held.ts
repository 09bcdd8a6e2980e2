import type { ScopeDecision } from '../types/registry.ts';

/** The decision that holds on a day: the newest whose `from` is not after it, the later in the list when two begin together. */
export function scopeHeld(decisions: readonly ScopeDecision[], day: string): ScopeDecision | undefined {
  let newest: ScopeDecision | undefined;
  for (const decision of decisions) {
    if (decision.from !== null && decision.from > day) continue;
    if (newest === undefined || (decision.from ?? '') >= (newest.from ?? '')) newest = decision;
  }
  return newest;
}
