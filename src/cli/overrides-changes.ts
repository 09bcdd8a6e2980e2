import type { FormRecord, SourceRow } from '../types/source-record.ts';
import { renderTable } from './text-table.ts';

/** One field that an override changed. */
export interface OverrideChange {
  readonly file: string;
  readonly record: string;
  /** `XML1[1].MA_QUOCTICH` */
  readonly place: string;
  readonly change: 'renamed' | 'corrected';
  /** Element, or text, as sent. */
  readonly sent: string;
  readonly now: string;
}

/** What is different in a record after its overrides, field by field. */
export function changesBetween(file: string, before: FormRecord, after: FormRecord): readonly OverrideChange[] {
  return [...after.tables.values()].flatMap(({ name, rows }) => {
    const old = before.tables.get(name)?.rows ?? [];
    return rows.flatMap((row, index) =>
      changesOfRow(old[index], row).map(({ field, ...change }) => ({
        file,
        record: before.key,
        place: `${name}[${row.number}].${field}`,
        ...change,
      })),
    );
  });
}

type RowChange = Pick<OverrideChange, 'change' | 'sent' | 'now'> & { readonly field: string };

function changesOfRow(before: SourceRow | undefined, after: SourceRow): readonly RowChange[] {
  if (before === undefined || before === after) return [];
  const oldNames = [...before.fields.keys()];
  const renamed = [...after.fields.keys()].flatMap((field, at): RowChange[] =>
    field === oldNames[at]
      ? []
      : [{ field, change: 'renamed', sent: after.sentNames?.[at] ?? oldNames[at] ?? '', now: field }],
  );
  const corrected = [...(after.corrected ?? [])].map(
    ([field, sent]): RowChange => ({ field, change: 'corrected', sent, now: after.fields.get(field) ?? '' }),
  );
  return [...renamed, ...corrected];
}

/** Changes as a table. */
export function renderChanges(changes: readonly OverrideChange[]): string {
  if (changes.length === 0) return 'nothing would change\n';
  const rows = changes.map(({ record, place, change, sent, now }) => [record, place, change, sent, now]);
  return renderTable(['record', 'field', 'change', 'as sent', 'now'], rows);
}
