import type { FormRecord, SourceRow } from '../../src/types/source-record.ts';

/** A record of facility 99001 with rows given as fields in order, or as whole rows. */
export function formRecord(
  tables: Readonly<Record<string, readonly (Readonly<Record<string, string>> | SourceRow)[]>>,
): FormRecord {
  const isRow = (row: Readonly<Record<string, string>> | SourceRow): row is SourceRow => row['fields'] instanceof Map;
  const toRow = (row: Readonly<Record<string, string>> | SourceRow, at: number): SourceRow =>
    isRow(row) ? row : { number: at + 1, fields: new Map(Object.entries(row)) };
  return {
    format: 'claim-xml',
    key: 'LK1',
    facility: '99001',
    position: 1,
    tables: new Map(Object.entries(tables).map(([name, rows]) => [name, { name, rows: rows.map(toRow) }])),
    envelope: { root: 'GIAMDINHHS', syntax: 'xml', texts: new Map(), files: [] },
    issues: [],
  };
}

/** Elements of a row as its sender wrote them: name and text, in order. */
export function asSent({
  fields,
  sentNames,
  corrected,
}: SourceRow): readonly (readonly [name: string, text: string])[] {
  return [...fields].map(([name, text], at) => [sentNames?.[at] ?? name, corrected?.get(name) ?? text]);
}
