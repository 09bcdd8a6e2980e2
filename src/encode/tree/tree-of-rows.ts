import { type FormNode, type FormOutline, keyOfRow } from '../../fhir/form-outline.ts';
import { type InnerRow, isPlaceName, nameOfPlace, usualSequence } from '../../fhir/row-sequence.ts';
import type { SourceRow, SourceTable } from '../../types/source-record.ts';
import { XmlNode } from '../xml/xml-node.ts';

type Tables = ReadonlyMap<string, SourceTable>;
type RowsByOwner = ReadonlyMap<string, readonly PlacedRow[]>;

/** A row with its form. */
interface PlacedRow extends InnerRow {
  readonly row: SourceRow;
}

/** What stands in a row, in order: a field by its position, or a row and the name of its element ('': the form's). */
type Part = number | { readonly inner: PlacedRow; readonly sent: string };

/**
 * The nested document of tables: the inverse of `rowsOfTree` in decode. A row that says to stand within one that is not
 * there goes into the body, under the path of its form.
 *
 * @param name of the element of the body.
 */
export function treeOfRows(tables: Tables, outline: FormOutline, name: string): XmlNode {
  const body = tables.get(outline.body.id)?.rows[0] ?? { number: 1, fields: new Map<string, string>() };
  const node = new XmlNode(name);
  fill(node, outline.body, body, rowsByOwner(tables, outline), '');
  return node;
}

/** @param key what the rows inside are told by in `inside`. */
function fill(node: XmlNode, form: FormNode, row: SourceRow, inside: RowsByOwner, key: string): void {
  const entries = [...row.fields];
  for (const part of sequence(form, row.fields, inside.get(key) ?? [])) {
    if (typeof part === 'number') {
      const [name, value] = entries[part] ?? ['', ''];
      node.addText(row.sentNames?.[part] ?? name, value);
    } else {
      const { inner, sent } = part;
      const { path, id } = inner.form;
      const element = node.at(path.slice(0, -1).join('/')).append(sent === '' ? (path[path.length - 1] ?? '') : sent);
      fill(element, inner.form, inner.row, inside, keyOfRow(id, inner.number));
    }
  }
}

function sequence(form: FormNode, fields: SourceRow['fields'], rows: readonly PlacedRow[]): readonly Part[] {
  const names = [...fields.keys()];
  const marked = new Map(rows.filter((row) => fields.has(nameOfPlace(row))).map((row) => [nameOfPlace(row), row]));
  const others = rows.filter((row) => !marked.has(nameOfPlace(row)));
  const usual = usualSequence(form, names, others).flatMap((part): Part[] => {
    if (typeof part !== 'number') return [{ inner: part, sent: '' }];
    const name = names[part] ?? '';
    if (!isPlaceName(name)) return [part];
    const inner = marked.get(name);
    // A mark without its row is that of one that is gone.
    return inner === undefined ? [] : [{ inner, sent: fields.get(name) ?? '' }];
  });
  const strays = others.filter((row) => !form.inside.includes(row.form));
  return [...usual, ...strays.map((inner) => ({ inner, sent: '' }))];
}

/**
 * Rows by the row that they stand in: `FORM[n]`, '' for the body. Only a row of the form that their form stands within
 * counts, so that rows never stand in each other in a circle.
 */
function rowsByOwner(tables: Tables, { body, byId }: FormOutline): RowsByOwner {
  const inside = new Map<string, PlacedRow[]>();
  for (const owner of byId.values()) {
    const keys = new Set(tables.get(owner.id)?.rows.map(({ number }) => keyOfRow(owner.id, number)));
    for (const form of owner.inside) {
      for (const row of tables.get(form.id)?.rows ?? []) {
        const key = owner !== body && row.within !== undefined && keys.has(row.within) ? row.within : '';
        const rows = inside.get(key) ?? [];
        rows.push({ form, number: row.number, row });
        inside.set(key, rows);
      }
    }
  }
  return inside;
}
