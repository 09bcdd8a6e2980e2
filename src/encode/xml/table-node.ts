import { withoutNumber } from '../../fhir/envelope-place.ts';
import type { Form } from '../../fhir/forms.ts';
import type { SourceRow } from '../../types/source-record.ts';
import { isCanonicalMarkup } from './canonical-markup.ts';
import { escapeText } from './escape.ts';
import { legalName } from './legal-name.ts';
import { XmlNode } from './xml-node.ts';

/** A form with the names of its fields. */
export interface WritableForm {
  readonly form: Form;
  readonly fields: ReadonlySet<string>;
}

export type WritableForms = ReadonlyMap<string, WritableForm>;

/** Prepares the forms of tables for writing, by their ids. */
export function writableForms(forms: readonly Form[]): WritableForms {
  return new Map(forms.map((form) => [form.id, { form, fields: new Set(form.fields.map(({ name }) => name)) }]));
}

/**
 * Rows as the element of their table: root, list and rows of the form. Where the root as sent was the list or a row
 * itself, or another name for the root, it is that again.
 *
 * @param strays texts outside the rows, by their paths in the root.
 */
export function tableNode(
  { form, fields }: WritableForm,
  rows: readonly SourceRow[],
  sentRoot: string = form.root,
  strays: readonly (readonly [path: string, text: string])[] = [],
): XmlNode {
  const isOneRow = is(sentRoot, form.row) && rows.length <= 1;
  const isRootMissing = !is(sentRoot, form.root) && (isOneRow || is(sentRoot, form.list));
  const root = is(sentRoot, form.row) && !isOneRow ? form.root : sentRoot;
  const node = new XmlNode(root);
  const holder = form.list === null || isRootMissing ? node : node.child(form.list);
  for (const row of rows) {
    const markup = rowMarkup(row, fields);
    holder.appendMarkup(isOneRow ? markup : `<${form.row}>${markup}</${form.row}>`);
  }
  for (const [path, text] of strays) node.addText(path, text);
  return node;
}

function is(name: string, other: string | null): boolean {
  return name.toUpperCase() === other?.toUpperCase();
}

/** The fields of a row, in their order and under their names as sent. */
function rowMarkup({ fields, sentNames }: SourceRow, known: ReadonlySet<string>): string {
  let markup = '';
  let at = 0;
  for (const [field, value] of fields) {
    const sent = sentNames?.[at] ?? withoutNumber(field);
    at += 1;
    if (field === '#text') markup += `${escapeText(value)}\n`;
    else if (value === '') markup += `<${legalName(sent)}/>\n`;
    else {
      const name = legalName(sent);
      markup += `<${name}>${known.has(withoutNumber(field)) ? escapeText(value) : contentOf(value)}</${name}>\n`;
    }
  }
  return markup;
}

/** An element that the form does not know may have been a group: then its value is the markup inside. */
function contentOf(value: string): string {
  return value.includes('<') && isCanonicalMarkup(value) ? value : escapeText(value);
}
