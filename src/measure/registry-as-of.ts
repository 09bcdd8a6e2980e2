import { scopeHeld } from '../fhir/scope-held.ts';
import type { Facility, ScopeDecision } from '../types/registry.ts';

/** Open on the day: from `openFrom` to `openTo`, both included; null is without bound. Days are `YYYY-MM-DD`. */
export function isOpen({ openFrom, openTo }: Facility, day: string): boolean {
  return (openFrom === null || openFrom <= day) && (openTo === null || day <= openTo);
}

/**
 * The scope decision that holds on the day: the newest whose `from` is not after it, the later in the list when two
 * begin together. A facility without such a decision is undecided: scope is reviewed by people, never computed.
 */
export function scopeOn({ scope }: Facility, day: string): ScopeDecision['value'] {
  return scopeHeld(scope, day)?.value ?? 'undecided';
}

/** The decision to use an EMR was taken on or before the day. */
export function isAnnounced({ announced }: Facility, day: string): boolean {
  return announced !== null && announced <= day;
}
