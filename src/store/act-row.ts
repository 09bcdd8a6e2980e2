import type { Act, ActDetails } from '../types/act.ts';

/** An act as it is kept. */
export type ActRow = Omit<Act, 'told'> & { readonly told: string };

/** Its row. */
export function toActRow(act: Act): ActRow {
  return { ...act, told: JSON.stringify(act.told) };
}

/** The act of a row. */
export function readActRow(row: ActRow): Act {
  return { ...row, told: JSON.parse(row.told) as ActDetails };
}
