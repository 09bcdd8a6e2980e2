import type { Bilingual } from '../types/issue.ts';

/** Something found in a resource: what rule it breaks, and where. Made into an issue with texts at the very end. */
export interface Finding {
  /** Rule of the catalogue (profiles/rules/), `LT-V###`. */
  readonly rule: string;
  /** FHIRPath of the place below the element that was checked, e.g. `.name[0].family`; empty for the element itself. */
  readonly path: string;
  /** Words for the text of the rule: names of elements, types, constraints, canonicals of definitions; no sent values. */
  readonly with?: Readonly<Record<string, string | number | Bilingual>>;
}
