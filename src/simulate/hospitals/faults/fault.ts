import type { ClaimRow, ClaimTables } from '../claim/claim-row.ts';
import type { ClaimFile } from '../claim/render-envelope.ts';

/**
 * What a gateway should do with the fault. `taken`: unusual but legal, no issue. `accepted`: mended or kept, and named in
 * an issue. `quarantined`, `refused`: the record. `unreadable`: the whole envelope. `forbidden`: another facility's.
 */
export type FaultVerdict = 'taken' | 'accepted' | 'quarantined' | 'refused' | 'unreadable' | 'forbidden';

/** A fault as it is seen in real exports, put into one record or into the envelope around it. */
export interface Fault {
  readonly verdict: FaultVerdict;
  /** Before the tables are written. */
  readonly tables?: (tables: ClaimTables) => ClaimTables;
  /** After the tables are written, before they are encoded. */
  readonly files?: (files: readonly ClaimFile[]) => readonly ClaimFile[];
  /** The written envelope. */
  readonly envelope?: (xml: string) => string;
}

/** A fault of field values: changes the first row of a table. */
export function inFields(
  table: keyof ClaimTables,
  change: (fields: ClaimRow['fields']) => Record<string, string>,
  verdict: FaultVerdict = 'accepted',
): Fault {
  const changeFirst = (rows: readonly ClaimRow[]): readonly ClaimRow[] =>
    rows.map((row, index) => (index === 0 ? { ...row, fields: { ...row.fields, ...change(row.fields) } } : row));
  return { verdict, tables: (tables) => ({ ...tables, [table]: changeFirst(tables[table]) }) };
}

/** A fault of one written table. */
export function inFile(
  table: keyof ClaimTables,
  change: (file: ClaimFile) => ClaimFile,
  verdict: FaultVerdict = 'accepted',
): Fault {
  return { verdict, files: (files) => files.map((file) => (file.name === table ? change(file) : file)) };
}

/** A fault of the text of one written table. */
export function inXml(
  table: keyof ClaimTables,
  change: (xml: string) => string,
  verdict: FaultVerdict = 'accepted',
): Fault {
  return inFile(table, (file) => ({ ...file, xml: change(file.xml) }), verdict);
}
