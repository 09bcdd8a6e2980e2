import type { Membership } from '../terminology.ts';

/** Codes by system. */
export type CodesBySystem = ReadonlyMap<string, ReadonlySet<string>>;

/** A value set, or a part of one, as a question. */
export interface MemberTest {
  has(system: string, code: string, version?: string): Membership;
  /** Code systems that its codes can come from. */
  systems(): ReadonlySet<string>;
  /** All its codes, when they can be listed. */
  list(): CodesBySystem | undefined;
}

/** Nothing can be said: a value set that is not known, or that goes in a circle. */
export const UNDECIDABLE: MemberTest = {
  has: () => 'undecided',
  systems: () => new Set(),
  list: () => undefined,
};
