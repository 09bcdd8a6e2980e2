import type { Advice } from '../../types/coverage.ts';
import type { Bilingual } from '../../types/issue.ts';

/**
 * Which step of the ladder a fault keeps a facility from: 1 connected, 2 sending, 3 complete; 4 keeps it from none, but is
 * wrong; 5 will be wrong once every rule is enforced.
 */
export type Hindrance = 1 | 2 | 3 | 4 | 5;

/** Something that a facility can mend. */
export interface Fault extends Omit<Advice, 'text'> {
  /** Of many faults a few are told. */
  readonly tell: () => Bilingual;
  readonly hinders: Hindrance;
  /** What tells it from others of its kind: a section, a rule; empty when a kind has one only. */
  readonly object: string;
  /** What `affected` is a part of; null with it. */
  readonly base: number | null;
}
