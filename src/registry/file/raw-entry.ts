import type { Bilingual, Issue } from '../../types/issue.ts';

/** A value as a file holds it. */
export type Cell = string | number | boolean | Date | null;

/** Where something stands in a registry file. */
export interface Place {
  /** Of a workbook; null in other files. */
  readonly sheet: string | null;
  /** Line, row of a sheet, or entry of a JSON array, from 1; null: the file as a whole. */
  readonly row: number | null;
  /** Heading of the column, or JSON member; of a column that the file does not have, what it would be called. */
  readonly column: string | Bilingual | null;
}

/** What is wrong (its rule is an error: nothing is imported) or strange (a warning). */
export interface RegistryProblem {
  readonly place: Place;
  /** Code of the facility, when it could be read. */
  readonly code: string | null;
  readonly issue: Issue;
}

/** What one cell tells. */
export interface Told {
  readonly cell: Cell | readonly Cell[];
  readonly column: string;
}

/** What a file tells of one facility, by keys: `name`, `scope.1.value`, `contact.1.phone`, `statistics.2026-10`. */
export interface RawEntry {
  readonly sheet: string | null;
  readonly row: number;
  readonly told: ReadonlyMap<string, Told>;
  /** Lists that the entry gives as a whole: what is not among them is gone. */
  readonly whole: ReadonlySet<'scope' | 'contact' | 'statistics'>;
}

/** Reports a problem; the catalogue has its texts. */
export type Report = (
  rule: string,
  place: Place,
  values?: Readonly<Record<string, string | number | Bilingual>>,
  code?: string | null,
) => void;

/** What a cell that is to be emptied holds; an empty cell says nothing. */
export const CLEARED = '-';
