import type { FormOutline } from '../../fhir/form-outline.ts';
import type { FormRecord } from '../../types/source-record.ts';
import { treeOfRows } from '../tree/tree-of-rows.ts';
import { documentOf, writeEnvelope } from './write-envelope.ts';

/** A format whose records are nested documents. */
export interface NestedStyle {
  readonly outline: FormOutline;
  /** Element of a record. */
  readonly element: string;
  /** Root around records, where they came in none. */
  readonly root: string;
  /** A record that came in none is the root itself. */
  readonly isUsuallyAlone: boolean;
  readonly usualPath: string;
}

/**
 * Nested documents in XML: `Data / BODY / HOSOSUCKHOE`, `HoSoBenhAn`, or as many in one root as were sent.
 * @source QĐ 831/QĐ-BYT (2017); CV 365/TTYQG-GPQLCL (06/06/2025)
 */
export function writeNestedDocument(records: readonly FormRecord[], style: NestedStyle): Buffer {
  const { outline, element, usualPath, isUsuallyAlone } = style;
  const [first] = records;
  const sentRoot = first?.envelope.root ?? '';
  const isRecord = sentRoot.toUpperCase() === element.toUpperCase();
  if (first !== undefined && records.length === 1 && (isRecord || (sentRoot === '' && isUsuallyAlone))) {
    const node = treeOfRows(first.tables, outline, isRecord ? sentRoot : element);
    for (const [path, text] of first.envelope.texts) node.addText(path, text);
    return documentOf(node);
  }
  return writeEnvelope(records, {
    root: sentRoot === '' || isRecord ? style.root : sentRoot,
    usualPath,
    recordNames: new Set([element.toUpperCase()]),
    declaresNamespaces: false,
    toNode: (record) => {
      const node = treeOfRows(record.tables, outline, element);
      const own = `${element}/@`.toUpperCase();
      for (const [path, text] of record.envelope.texts) {
        if (path.toUpperCase().startsWith(own)) node.addText(path.slice(own.length - 1), text);
      }
      return node;
    },
  });
}
