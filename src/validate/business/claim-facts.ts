import type { FormRecord, SourceRow } from '../../types/source-record.ts';
import { isInstant } from './value-forms.ts';

/** The only row of XML1; undefined when there is none or more than one. */
export function summaryRow({ tables }: FormRecord): SourceRow | undefined {
  const rows = tables.get('XML1')?.rows ?? [];
  return rows.length === 1 ? rows[0] : undefined;
}

/** Rows of a table; none when it was not sent. */
export function rowsOf({ tables }: FormRecord, table: string): readonly SourceRow[] {
  return tables.get(table)?.rows ?? [];
}

/** The value of a field without white space around it; '' when it is missing. */
export function valueIn(row: SourceRow | undefined, field: string): string {
  return row?.fields.get(field)?.trim() ?? '';
}

/** An instant yyyymmddHHMM; undefined when the field is missing or not one. Compares as text. */
export function instantIn(row: SourceRow | undefined, field: string): string | undefined {
  const value = row?.fields.get(field);
  return value !== undefined && isInstant(value) ? value : undefined;
}

/** Last day of care, `YYYY-MM-DD`: code lists are chosen by it. */
export function dayOfDischarge(record: FormRecord): string | undefined {
  return toDay(instantIn(summaryRow(record), 'NGAY_RA'));
}

/** The day by which rules are chosen: the last day of care, else the day of arrival (of a check-in, too). */
export function dayOfRecord(record: FormRecord): string | undefined {
  const [checkIn] = rowsOf(record, 'XML0');
  return (
    dayOfDischarge(record) ?? toDay(instantIn(summaryRow(record), 'NGAY_VAO')) ?? toDay(instantIn(checkIn, 'NGAY_VAO'))
  );
}

function toDay(instant: string | undefined): string | undefined {
  return instant && `${instant.slice(0, 4)}-${instant.slice(4, 6)}-${instant.slice(6, 8)}`;
}
