import type { NestedForm } from '../../fhir/nested-forms.ts';
import type { FormTree } from '../../types/form-tree.ts';
import type { SourceRow, SourceTable } from '../../types/source-record.ts';
import type { IssueTally } from '../issue-tally.ts';

/** A row that is still being filled. */
interface GrowingRow {
  readonly number: number;
  readonly fields: Map<string, string>;
  readonly sentNames: string[];
  readonly jsonTypes: Map<string, string>;
  readonly within?: string;
}

/** Characters of all the paths of one record: without it a few deep names would be a flood of long ones. */
const MAX_PATH_CHARACTERS = 33_554_432;

type GrowingTables = Map<string, { readonly name: string; readonly rows: SourceRow[] }>;

/** One object on the way down: the paths of its members as the form knows them, and as they were sent. */
interface Level {
  readonly form: NestedForm;
  readonly row: GrowingRow;
  readonly path: string;
  readonly sent: string;
}

/**
 * Reads the object of a nested form, and of the forms inside it, as rows of tables. Nothing is left out:
 *
 * - a leaf is a field, named by its path from the row (`a/b`), whether the form knows it or not; the items of a list are
 *   told apart by their number (`a#1/b`), also of a list with one item;
 * - where rows of another form stand, the member itself is an empty field of the type `array` or `object`, so that its
 *   place among the others is known; an item that is no object is a row of one field, `#text`;
 * - an empty object or list is an empty field of that type.
 *
 * Names in another letter case (LT-D113) and misspelt ones (LT-D045) stand under their right name. A record whose paths
 * are too long altogether (more than 32 Mi characters) has no rows, and is refused (LT-D087).
 */
export function readFormRows(root: FormTree, form: NestedForm, tally: IssueTally): ReadonlyMap<string, SourceTable> {
  const reading: Reading = { tables: new Map(), tally, charactersLeft: MAX_PATH_CHARACTERS };
  readRow(root, form, undefined, reading);
  if (reading.charactersLeft >= 0) return reading.tables;
  tally.add('LT-D087', { place: form.form.id });
  return new Map();
}

interface Reading {
  readonly tables: GrowingTables;
  readonly tally: IssueTally;
  charactersLeft: number;
}

function readRow(node: FormTree, form: NestedForm, within: string | undefined, reading: Reading): void {
  const { id } = form.form;
  const table = reading.tables.get(id) ?? { name: id, rows: [] };
  reading.tables.set(id, table);
  const row: GrowingRow = {
    number: table.rows.length + 1,
    fields: new Map(),
    sentNames: [],
    jsonTypes: new Map(),
    ...(within === undefined ? {} : { within }),
  };
  const at = table.rows.push(row) - 1;
  if (node.text !== null) put(row, '#text', '#text', node);
  else readMembers(node, { form, row, path: '', sent: '' }, reading);
  table.rows[at] = finished(row);
}

/** Goes down no deeper than the document, whose depth was checked. */
function readMembers(node: FormTree, level: Level, reading: Reading): void {
  const { form, row } = level;
  const seen = new Map<string, number>();
  for (const child of node.children) {
    const item = (seen.get(child.name) ?? 0) + 1;
    seen.set(child.name, item);
    reading.charactersLeft -= level.path.length + child.name.length;
    if (reading.charactersLeft < 0) return;
    const { path, sent } = resolve(child, item, level, reading.tally);
    const group = form.inner.get(path.replace(/#\d+$/, ''));
    if (group !== undefined && holdsRows(child)) {
      if (item === 1) markRows(row, group.form.row, `${level.sent}${child.name}`, child);
      readRow(child, group, `${form.form.id}[${row.number}]`, reading);
    } else if (child.text !== null) put(row, path, sent, child);
    else if (child.children.length === 0) put(row, path, sent, { text: '', jsonType: 'object' });
    else readMembers(child, { ...level, path: `${path}/`, sent: `${sent}/` }, reading);
  }
}

function holdsRows({ text, inArray }: FormTree): boolean {
  return text === null || inArray === true;
}

function markRows(row: GrowingRow, path: string, sent: string, { inArray }: FormTree): void {
  put(row, path, sent, { text: '', jsonType: inArray === true ? 'array' : 'object' });
}

function put(row: GrowingRow, path: string, sent: string, leaf: { text: string | null; jsonType?: string }): void {
  const { fields, sentNames, jsonTypes } = row;
  let name = path;
  for (let occurrence = 2; fields.has(name); occurrence += 1) name = `${path}#${occurrence}`;
  fields.set(name, leaf.text ?? '');
  sentNames.push(sent);
  if (leaf.jsonType !== undefined) jsonTypes.set(name, leaf.jsonType);
}

/** The path of a member under the names that the form uses, and as it was sent. */
function resolve(
  { name, inArray }: FormTree,
  item: number,
  { form, row, path, sent }: Level,
  tally: IssueTally,
): { readonly path: string; readonly sent: string } {
  const number = inArray === true ? `#${item}` : '';
  const upper = `${path}${name}`.toUpperCase();
  const mend = form.mends.get(name.toUpperCase());
  const known =
    form.paths.get(upper) ?? (mend === undefined ? undefined : form.paths.get(`${path}${mend}`.toUpperCase()));
  const right = known ?? `${path}${name}`;
  if (right !== `${path}${name}` && item === 1) {
    const table = form.form.id;
    const site = { place: `${table}[${row.number}].${right}`, with: { table, field: right } };
    tally.add(right.toUpperCase() === upper ? 'LT-D113' : 'LT-D045', site, `${table}.${right}`);
  }
  return { path: `${right}${number}`, sent: `${sent}${name}${number}` };
}

function finished({ number, fields, sentNames, jsonTypes, within }: GrowingRow): SourceRow {
  const names = [...fields.keys()];
  const asSent = sentNames.every((name, at) => name === names[at]);
  return {
    number,
    fields,
    ...(asSent ? {} : { sentNames }),
    ...(jsonTypes.size === 0 ? {} : { jsonTypes }),
    ...(within === undefined ? {} : { within }),
  };
}
