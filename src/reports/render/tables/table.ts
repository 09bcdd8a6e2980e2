/** What a cell is: how it is written, never what it is worth. `long` is a text that needs room. */
export type CellKind = 'text' | 'long' | 'count' | 'share' | 'day' | 'month' | 'instant';

/** Null is unknown, or nothing. Days `YYYY-MM-DD`, months `YYYY-MM`, instants ISO 8601 with offset, shares 0 to 1. */
export interface Cell {
  readonly kind: CellKind;
  readonly value: string | number | null;
}

export interface Column {
  readonly header: string;
  /** In characters. */
  readonly width: number;
}

/** A list of a report, as every format shows it. */
export interface Table {
  /** At most 31 characters, without `[]:*?/\`: the name of a sheet. */
  readonly title: string;
  /** What the file is, over the columns of a workbook's first sheet: names and what they are. */
  readonly head?: readonly (readonly Cell[])[];
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}

/** A column with what it takes from a row's subject. */
export interface Field<Subject> extends Column {
  readonly cell: (subject: Subject) => Cell;
}

/** A table of subjects. */
export function tableOf<Subject>(
  title: string,
  fields: readonly Field<Subject>[],
  subjects: readonly Subject[],
): Table {
  return {
    title,
    columns: fields.map(({ header, width }) => ({ header, width })),
    rows: subjects.map((subject) => fields.map(({ cell }) => cell(subject))),
  };
}

/** A short text. */
export const text = (value: string | null): Cell => ({ kind: 'text', value });

/** A text that needs room. */
export const long = (value: string | null): Cell => ({ kind: 'long', value });

/** A whole number. */
export const count = (value: number | null): Cell => ({ kind: 'count', value });

/** A share, 0 to 1. */
export const share = (value: number | null): Cell => ({ kind: 'share', value });

/** A day, `YYYY-MM-DD`. */
export const day = (value: string | null): Cell => ({ kind: 'day', value });

/** A month, `YYYY-MM`. */
export const month = (value: string): Cell => ({ kind: 'month', value });

/** An instant, ISO 8601 with offset. */
export const instant = (value: string | null): Cell => ({ kind: 'instant', value });
