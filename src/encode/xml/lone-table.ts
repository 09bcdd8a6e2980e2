import { isCheckIn } from '../../fhir/forms.ts';
import type { FormRecord } from '../../types/source-record.ts';
import { type FormsById, tableNode } from './table-node.ts';
import { documentOf } from './write-envelope.ts';

/** True for records of one claim table that was sent alone; a check-in always is, unless it came in an envelope. */
export function isLoneTable(records: readonly FormRecord[]): boolean {
  const names = new Set(records.flatMap(({ tables }) => [...tables.keys()]));
  return (
    names.size === 1 &&
    records.every(({ envelope: { root }, tables }) => (root === '' ? isCheckIn(tables) : root !== 'GIAMDINHHS'))
  );
}

/**
 * Records of one table as that table, alone, with the rows in the order that they had in it.
 * @source QĐ 130/QĐ-BYT, QĐ 4750/QĐ-BYT: the check-in is a document of its own
 */
export function writeLoneTable(records: readonly FormRecord[], forms: FormsById): Buffer {
  const tables = records.flatMap((record) => [...record.tables.values()]);
  const form = forms.get(tables[0]?.name ?? '');
  if (form === undefined) throw new Error(`there is no form ${tables[0]?.name}`);
  const rows = tables.flatMap((table) => table.rows).sort((one, other) => one.number - other.number);
  const { root = '', texts } = records[0]?.envelope ?? {};
  return documentOf(tableNode(form, rows, root === '' ? {} : { root }, [...(texts ?? [])]));
}
