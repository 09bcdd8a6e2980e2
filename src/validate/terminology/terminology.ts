/** `undecided`: the value set or the code system is not (wholly) known here; a terminology server may know. */
export type Membership = 'in' | 'out' | 'undecided';

/** A value set made ready for questions. */
export interface ValueSetCheck {
  readonly canonical: string;
  /** Whether a code of a system is in it. A `code` element has no system: pass undefined, any system of the set may have it. */
  has(system: string | undefined, code: string, version?: string): Membership;
}

/** What is known of a code in its code system. */
export interface CodeKnowledge {
  /** `unknown-system`: not loaded here. `undecided`: the system is only partly known (a fragment, an example). */
  readonly status: 'known' | 'unknown-code' | 'unknown-system' | 'undecided';
  /** Displays that the system gives the code, the preferred one first; empty when not known. */
  readonly displays: readonly string[];
  /** For `known`: whether the system marks the code as inactive, or as abstract (not selectable). */
  readonly isInactive?: boolean;
  readonly isAbstract?: boolean;
}

/** Questions about codes, answered from what is held locally. */
export interface Terminology {
  /** Undefined for a value set that is not known. Made at first use and kept. */
  valueSet(canonical: string): ValueSetCheck | undefined;
  code(system: string, code: string, version?: string): CodeKnowledge;
}
