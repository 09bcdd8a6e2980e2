import { type FormNode, keyOfRow } from './form-outline.ts';

/** A row of a nested document that stands inside another one. */
export interface InnerRow {
  readonly form: FormNode;
  /** Position in its table, from 1. */
  readonly number: number;
}

/**
 * The order in which the fields (by position) and the inner rows of a row stand unless the row says otherwise: fields as
 * they are, rows form by form before the field that their form names, else last.
 *
 * @param names names of the fields of the row, in order.
 */
export function usualSequence<Row extends InnerRow>(
  form: FormNode,
  names: readonly string[],
  rows: readonly Row[],
): (number | Row)[] {
  const sequence: (number | Row)[] = [];
  const waiting = form.inside
    .map((inner) => ({ before: inner.before, rows: rows.filter((row) => row.form === inner) }))
    .filter((group) => group.rows.length > 0);
  const place = (at: number) => {
    for (const group of waiting) {
      if (group.before > at) continue;
      for (const row of group.rows) sequence.push(row);
      group.rows = [];
    }
  };
  names.forEach((name, index) => {
    const at = form.order.get(name);
    if (at !== undefined) place(at);
    sequence.push(index);
  });
  place(Number.POSITIVE_INFINITY);
  return sequence;
}

/**
 * Name of the field that marks where an inner row stands in a row whose order is not the usual: `#QD831.DSBENH[2]`. Its
 * value is the name of the element as sent, where it is not that of the form; else ''.
 */
export function nameOfPlace({ form, number }: InnerRow): string {
  return `#${keyOfRow(form.id, number)}`;
}

/** True for the names of `nameOfPlace`; no element is ever called so. */
export function isPlaceName(name: string): boolean {
  return name.startsWith('#') && name.endsWith(']');
}
