import type { NestedForm } from '../../fhir/nested-forms.ts';
import type { FormTree } from '../../types/form-tree.ts';
import type { SourceRow, SourceTable } from '../../types/source-record.ts';

/** A node that is still being filled. */
export interface GrowingTree extends FormTree {
  readonly children: GrowingTree[];
}

/** One step of a path: `name`, or item `#3` of the list `name`. */
const STEP = /^(?<name>.*?)(?:#(?<item>\d{1,9}))?$/s;
/** Deeper paths than documents are stand under their whole name. */
const MAX_STEPS = 64;

type RowsWithin = (form: NestedForm, place: string) => readonly SourceRow[];

/**
 * Rows of a nested form as the object that they were read from: the inverse of `readFormRows`. Rows of inner forms stand
 * where an empty field of the type `array` or `object` marks their place; where none does, at the place that the form
 * gives them, as a list when there may be several.
 */
export function buildFormTree(form: NestedForm, tables: ReadonlyMap<string, SourceTable>): FormTree {
  const rowsWithin = indexRows(tables);
  const [row] = tables.get(form.form.id)?.rows ?? [];
  return row === undefined ? grow('', null) : rowNode('', false, row, form, rowsWithin);
}

/** One row without inner forms, as the object named `name`. */
export function buildRowTree(name: string, inArray: boolean, row: SourceRow, form: NestedForm): FormTree {
  return rowNode(name, inArray, row, form, () => []);
}

function indexRows(tables: ReadonlyMap<string, SourceTable>): RowsWithin {
  const byPlace = new Map<string, readonly SourceRow[]>();
  for (const { name, rows } of tables.values()) {
    for (const [within, inside] of Map.groupBy(rows, (row) => row.within ?? ''))
      byPlace.set(`${name} ${within}`, inside);
  }
  return (form, place) => byPlace.get(`${form.form.id} ${place}`) ?? [];
}

function rowNode(
  name: string,
  inArray: boolean,
  row: SourceRow,
  form: NestedForm,
  rowsWithin: RowsWithin,
): GrowingTree {
  const place = `${form.form.id}[${row.number}]`;
  const leaf = row.fields.get('#text');
  if (leaf !== undefined && row.fields.size === 1) return grow(name, leaf, row.jsonTypes?.get('#text'), inArray);
  const node = grow(name, null, undefined, inArray);
  const names = [...row.fields.keys()];
  for (const field of withUnmarked(names, form, (inner) => rowsWithin(inner, place).length > 0)) {
    const at = names.indexOf(field);
    const sent = row.sentNames?.[at] ?? field;
    const jsonType = row.jsonTypes?.get(field);
    const inner = form.inner.get(field);
    const rows = inner === undefined || (row.fields.get(field) ?? '') !== '' ? [] : rowsWithin(inner, place);
    if (inner === undefined || rows.length === 0) addLeaf(node, sent, row.fields.get(field) ?? '', jsonType);
    else {
      const isList = jsonType === undefined ? inner.form.many === true : jsonType === 'array' || rows.length > 1;
      const [parent, last] = stepsTo(node, sent);
      parent.children.push(...rows.map((one) => rowNode(last.name, isList, one, inner, rowsWithin)));
    }
  }
  return node;
}

/** The fields of a row, with the members of inner rows that no field marks before the first field that comes after them. */
function withUnmarked(
  names: readonly string[],
  form: NestedForm,
  hasRows: (inner: NestedForm) => boolean,
): readonly string[] {
  const unmarked = [...form.inner].filter(([path, inner]) => !names.includes(path) && hasRows(inner));
  if (unmarked.length === 0) return names;
  const order = form.form.fields.map(({ name }) => name);
  const fields = [...names];
  for (const [path] of unmarked) {
    const rank = order.indexOf(path);
    const next = rank < 0 ? -1 : fields.findIndex((field) => order.indexOf(field) > rank);
    fields.splice(next < 0 ? fields.length : next, 0, path);
  }
  return fields;
}

function addLeaf(node: GrowingTree, sent: string, text: string, jsonType: string | undefined): void {
  const [parent, { name, inArray }] = stepsTo(node, sent);
  parent.children.push(
    jsonType === 'object' && text === '' ? grow(name, null, undefined, inArray) : grow(name, text, jsonType, inArray),
  );
}

interface Step {
  readonly name: string;
  readonly inArray: boolean;
  readonly item: number;
}

/** The object that the last step of a path stands in; groups on the way are made. */
function stepsTo(node: GrowingTree, path: string): readonly [parent: GrowingTree, last: Step] {
  const parts = path.split('/');
  const steps = (parts.length > MAX_STEPS ? [path] : parts).map(readStep);
  let parent = node;
  for (const step of steps.slice(0, -1)) parent = childFor(parent, step);
  return [parent, steps.at(-1) as Step];
}

function readStep(part: string): Step {
  const { name = '', item } = STEP.exec(part)?.groups ?? {};
  // `#text` is a name; what begins with its number is an item of a list that has none.
  return item === undefined ? { name: part, inArray: false, item: 1 } : { name, inArray: true, item: Number(item) };
}

function childFor(parent: GrowingTree, { name, inArray, item }: Step): GrowingTree {
  const same = parent.children.filter((child) => child.name === name);
  const found = inArray ? same[item - 1] : same[0];
  if (found !== undefined && found.text === null) return found;
  const made = grow(name, null, undefined, inArray);
  parent.children.push(made);
  return made;
}

function grow(name: string, text: string | null, jsonType?: string, inArray = false): GrowingTree {
  return {
    name,
    text,
    ...(jsonType === undefined ? {} : { jsonType: jsonType as NonNullable<FormTree['jsonType']> }),
    ...(inArray ? { inArray } : {}),
    children: [],
  };
}
