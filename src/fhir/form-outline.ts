import type { Form, Forms } from './forms.ts';

/** A form of a nested document in XML, with the forms whose rows stand inside its rows. */
export interface FormNode {
  readonly id: string;
  /** Names from the row (or the body) above to the row of this form; empty for the body itself. */
  readonly path: readonly string[];
  /** Rows tell what they stand `within`; those that the document itself holds need not. */
  readonly tellsWithin: boolean;
  /** Position among the fields of the row above: the rows stand before the first field from this one on. */
  readonly before: number;
  /** Names of the fields by their upper-case paths. */
  readonly fields: ReadonlyMap<string, string>;
  /** Positions of the fields by their names. */
  readonly order: ReadonlyMap<string, number>;
  readonly inside: readonly FormNode[];
}

/** The forms of one nested format (QĐ 831, CV 365), as they stand in each other. */
export interface FormOutline {
  /** The form whose row is the document itself; made up as `QD831.HOSOSUCKHOE` where the format has none. */
  readonly body: FormNode;
  /** In the order of the forms, the body first. */
  readonly byId: ReadonlyMap<string, FormNode>;
  /** Misspelt names and those they stand for, all in upper case. */
  readonly mends: ReadonlyMap<string, string>;
}

/** Key of a row by form and number, from 1, as in `SourceRow.within`. */
export function keyOfRow(form: string, number: number): string {
  return `${form}[${number}]`;
}

/**
 * Puts the forms of one nested format into each other. Throws where there is none, or where one stands within, or
 * before, what is not there: a mistake in the file of the forms.
 */
export function outlineForms(all: Forms, format: Form['format']): FormOutline {
  const forms = all.forms.filter((form) => form.format === format);
  const [first] = forms;
  if (first === undefined) throw new Error(`the format ${format} has no forms`);
  const body = forms.find(isBody) ?? impliedBody(first);
  const byId = new Map<string, FormNode>();
  const add = (form: Form, before: number): FormNode => {
    const inside = forms
      .filter((other) => other !== body && (other.within ?? body.id) === form.id)
      .map((inner) => add(inner, positionOf(inner.before, form)));
    const node = { ...shapeOf(form, form === body), before, inside };
    byId.set(form.id, node);
    return node;
  };
  const root = add(body, Number.POSITIVE_INFINITY);
  const lost = forms.find(({ id }) => !byId.has(id));
  if (lost !== undefined) throw new Error(`form ${lost.id} stands within ${lost.within}, which there is not`);
  const ordered = [root, ...forms.flatMap(({ id }) => byId.get(id) ?? [])];
  return {
    body: root,
    byId: new Map(ordered.map((form) => [form.id, form])),
    mends: new Map([...all.mends].map(([wrong, right]) => [wrong, right.toUpperCase()])),
  };
}

function isBody({ within, row, root }: Form): boolean {
  return within === undefined && (row === '' || row === root);
}

function impliedBody({ id, format, root }: Form): Form {
  return { id: `${id.split('.')[0]}.${root}`, format, root, list: null, row: root, fields: [] };
}

function shapeOf({ id, row, within, fields }: Form, isBodyForm: boolean): Omit<FormNode, 'before' | 'inside'> {
  return {
    id,
    path: isBodyForm ? [] : row.split('/'),
    tellsWithin: within !== undefined,
    fields: new Map(fields.map(({ name }) => [name.toUpperCase(), name])),
    order: new Map(fields.map(({ name }, at) => [name, at])),
  };
}

function positionOf(field: string | undefined, { id, fields }: Form): number {
  if (field === undefined) return Number.POSITIVE_INFINITY;
  const at = fields.findIndex(({ name }) => name === field);
  if (at === -1) throw new Error(`form ${id} has no field ${field} that rows could stand before`);
  return at;
}
