import { type FormNode, type FormOutline, keyOfRow } from '../../fhir/form-outline.ts';
import { type InnerRow, nameOfPlace, usualSequence } from '../../fhir/row-sequence.ts';
import type { FormTree } from '../../types/form-tree.ts';
import type { SourceRow, SourceTable } from '../../types/source-record.ts';
import { type FormPaths, indexPaths, NO_PATHS } from './form-paths.ts';
import { type FieldOrder, RowFields } from './row-fields.ts';

/** Characters of one path, and of all of them: without it a few deep names would be a flood of long ones. */
const MAX_PATH_CHARACTERS = 4_000;
const MAX_ALL_PATHS_CHARACTERS = 33_554_432;

/**
 * The tables of a nested document in XML: a group that is a row of a form becomes a row `within` that above it; every
 * other leaf a field of the innermost row, by its path: `TINHTRANG_LUCSINH/LOAIDE`, of a repeated element `X#2/Y`. So
 * nothing is lost, known or not. Where the order is not the usual one of the forms, fields named `#FORM[n]` mark where
 * the inner rows stand (`src/fhir/row-sequence.ts`).
 *
 * Null when a path is longer than 4,000 characters, or all of them together than 32 Mi.
 */
export function rowsOfTree(body: FormTree, outline: FormOutline): ReadonlyMap<string, SourceTable> | null {
  const reader = new TreeRows(outline);
  reader.row(body, outline.body, '');
  return reader.isFull ? null : reader.tables();
}

/** A row inside another one; `sent` is the name of its element where it is not that of the form, else ''. */
interface FoundRow extends InnerRow {
  readonly sent: string;
}

/** A row that is being read. */
interface OpenRow {
  /** What the rows inside it are `within`. */
  readonly key: string;
  readonly fields: RowFields;
  /** Positions of fields, and inner rows, in the order of the document. */
  readonly parts: (number | FoundRow)[];
}

/** A group of a row: the path to it, as sent and as forms may know it, and where rows begin in it. */
interface Place {
  readonly sent: string;
  readonly upper: string;
  readonly below: FormPaths;
}

class TreeRows {
  readonly #outline: FormOutline;
  readonly #rows = new Map<FormNode, SourceRow[]>();
  readonly #paths = new Map<FormNode, FormPaths>();
  #charactersLeft = MAX_ALL_PATHS_CHARACTERS;

  constructor(outline: FormOutline) {
    this.#outline = outline;
  }

  get isFull(): boolean {
    return this.#charactersLeft < 0;
  }

  tables(): ReadonlyMap<string, SourceTable> {
    const { body, byId } = this.#outline;
    const tables = new Map<string, SourceTable>();
    for (const form of byId.values()) {
      const rows = this.#rows.get(form) ?? [];
      const isEmptyBody = form === body && rows.every(({ fields }) => fields.size === 0);
      if (rows.length > 0 && !isEmptyBody) tables.set(form.id, { name: form.id, rows });
    }
    return tables;
  }

  /** Reads a row and the rows inside it; its number is that of its start in the document. */
  row(node: FormTree, form: FormNode, within: string): number {
    const rows = this.#rows.get(form) ?? [];
    this.#rows.set(form, rows);
    const number = rows.length + 1;
    rows.push({ number, fields: new Map() });
    const fields = new RowFields(form, this.#outline.mends);
    const open: OpenRow = { key: keyOfRow(form.id, number), fields, parts: [] };
    this.#group(node, { sent: '', upper: '', below: this.#pathsOf(form) }, open);
    const content = open.fields.content(orderWithMarks(form, open));
    rows[number - 1] = { number, ...content, ...(form.tellsWithin && { within }) };
    return number;
  }

  #group({ children }: FormTree, place: Place, open: OpenRow): void {
    const seen = new Map<string, number>();
    for (const child of children) {
      if (this.isFull) return;
      const count = (seen.get(child.name) ?? 0) + 1;
      seen.set(child.name, count);
      this.#child(child, count, place, open);
    }
  }

  /** @param count which of its name it is in the group, from 1. */
  #child(child: FormTree, count: number, place: Place, open: OpenRow): void {
    const name = child.name.toUpperCase();
    const mark = count === 1 ? '' : `#${count}`;
    const sent = `${place.sent}${child.name}${mark}`;
    const upper = `${place.upper}${name}${mark}`;
    this.#charactersLeft -= sent.length > MAX_PATH_CHARACTERS ? MAX_ALL_PATHS_CHARACTERS : sent.length;
    if (this.isFull) return;
    const next = place.below.get(name) ?? place.below.get(this.#outline.mends.get(name) ?? '');
    if (child.text !== null) open.parts.push(open.fields.add(child.text, sent, upper));
    else if (next?.form !== undefined) {
      const { form } = next;
      const isFormName = child.name === form.path[form.path.length - 1];
      open.parts.push({ form, number: this.row(child, form, open.key), sent: isFormName ? '' : child.name });
    } else {
      // Rows are looked for in the first group of a name only: those of a second one could not be told from them.
      const below = count === 1 ? (next?.below ?? NO_PATHS) : NO_PATHS;
      this.#group(child, { sent: `${sent}/`, upper: `${upper}/`, below }, open);
    }
  }

  #pathsOf(form: FormNode): FormPaths {
    const paths = this.#paths.get(form) ?? indexPaths(form.inside);
    this.#paths.set(form, paths);
    return paths;
  }
}

/** The fields with a mark for each inner row between them; undefined when all stand as usual, under usual names. */
function orderWithMarks(form: FormNode, { fields, parts }: OpenRow): FieldOrder | undefined {
  const rows = parts.filter((part) => typeof part !== 'number');
  const usual = usualSequence(form, fields.names, rows);
  if (rows.every(({ sent }) => sent === '') && parts.every((part, at) => part === usual[at])) return undefined;
  return parts.map((part) => (typeof part === 'number' ? part : [nameOfPlace(part), part.sent]));
}
