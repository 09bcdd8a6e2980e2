import type { Membership } from '../terminology.ts';

/** A code system that is defined by a rule and not by a list that is loaded. */
export interface CodeGrammar {
  readonly system: string;
  /** Whether the system has the code; `undecided` where the form is right and the register is not held here. */
  has(code: string): Membership;
  /** All codes, for a system that has few. */
  readonly list?: () => readonly string[];
}
