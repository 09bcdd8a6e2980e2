import type { FormRecord } from '../../types/source-record.ts';
import { type FormsById, tableNode } from './table-node.ts';
import { documentOf, writeEnvelope } from './write-envelope.ts';
import type { XmlNode } from './xml-node.ts';

/** Papers that come without HOSO, and the root around each. */
const ROOTS: ReadonlyMap<string, string> = new Map([
  ['GIAYBAOTU', 'HSDLGBT'],
  ['GIAYCHUNGSINH', 'HSDLGCS'],
]);

/** True for a paper whose fields stand directly under its element: by the root it came in, else by its form. */
export function isPaper({ envelope, tables }: FormRecord): boolean {
  if (envelope.root !== '') return envelope.root.toUpperCase() !== 'HSCHUNGTU';
  return [...tables.keys()].every((table) => ROOTS.has(table));
}

/**
 * Papers as one document: `HSDLGBT / GIAYBAOTU`, `HSDLGCS / GIAYCHUNGSINH`, or one paper alone, as it was sent.
 * @source documents of the social insurance (2025)
 */
export function writePaperDocument(records: readonly FormRecord[], forms: FormsById): Buffer {
  const [first] = records;
  const table = [...(first?.tables.keys() ?? [])][0] ?? '';
  const name = forms.get(table)?.root ?? table;
  const sentRoot = first?.envelope.root ?? '';
  const isAlone = sentRoot.toUpperCase() === name.toUpperCase();
  if (first !== undefined && isAlone && records.length === 1) {
    const node = paperNode(first, forms);
    for (const [path, text] of first.envelope.texts) node.addText(path, text);
    return documentOf(node);
  }
  return writeEnvelope(records, {
    root: sentRoot === '' || isAlone ? (ROOTS.get(table) ?? `HS${table}`) : sentRoot,
    usualPath: name,
    recordNames: new Set([...forms.values()].map(({ root }) => root.toUpperCase())),
    declaresNamespaces: false,
    toNode: (record) => {
      const node = paperNode(record, forms);
      const own = `${node.name}/@`;
      for (const [path, text] of record.envelope.texts)
        if (path.startsWith(own)) node.addText(path.slice(own.length - 1), text);
      return node;
    },
  });
}

function paperNode({ tables }: FormRecord, forms: FormsById): XmlNode {
  const [table] = tables.values();
  const form = forms.get(table?.name ?? '');
  if (table === undefined || form === undefined) throw new Error('a paper without its form cannot be written');
  return tableNode(form, table.rows);
}
