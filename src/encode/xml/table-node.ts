import { withoutNumber } from '../../fhir/envelope-place.ts';
import type { Form } from '../../fhir/forms.ts';
import type { SentFile, SourceRow } from '../../types/source-record.ts';
import { isCanonicalMarkup } from './canonical-markup.ts';
import { escapeText } from './escape.ts';
import { legalName } from './legal-name.ts';
import { markupOfAttributes, XmlNode } from './xml-node.ts';

/** Forms by their ids. */
export type FormsById = ReadonlyMap<string, Form>;

/**
 * Rows as the element of their table: root, list and rows of the form. Where the root as sent was the list or a row
 * itself, or another name for the root, it is that again.
 *
 * @param strays texts outside the rows, by their paths in the root.
 */
export function tableNode(
  form: Form,
  rows: readonly SourceRow[],
  { root: sentRoot = form.root, isUnlisted }: Pick<SentFile, 'root' | 'isUnlisted'> = {},
  strays: readonly (readonly [path: string, text: string])[] = [],
): XmlNode {
  const isRow = is(sentRoot, form.row) || (form.row === form.root && is(sentRoot, form.otherRoot ?? null));
  const isOneRow = isRow && rows.length <= 1;
  const isRootMissing = !is(sentRoot, form.root) && (isOneRow || is(sentRoot, form.list));
  const root = isRow && !isOneRow ? form.root : sentRoot;
  const node = new XmlNode(root);
  const holder = form.list === null || isRootMissing || isUnlisted === true ? node : node.child(form.list);
  for (const row of rows) {
    const markup = rowMarkup(row);
    holder.appendMarkup(isOneRow ? markup : `<${form.row}>\n${markup}\n</${form.row}>`);
  }
  for (const [path, text] of strays) node.addText(path, text);
  return node;
}

function is(name: string, other: string | null): boolean {
  return name.toUpperCase() === other?.toUpperCase();
}

/** The fields of a row, in their order and under their names as sent, each on a line of its own. */
function rowMarkup({ fields, sentNames }: SourceRow): string {
  const lines: string[] = [];
  const names = [...fields.keys()];
  names.forEach((field, at) => {
    if (isAttribute(field, fields)) return;
    const value = fields.get(field) ?? '';
    const attributes = attributesOf(field, names.slice(at + 1), fields);
    const sent = withoutNumber(sentNames?.[at] ?? field);
    lines.push(field === '#text' ? escapeText(value) : fieldMarkup(sent, attributes, value));
  });
  return lines.join('\n');
}

/** True for `FIELD/@name` of a field that is there. */
function isAttribute(field: string, fields: SourceRow['fields']): boolean {
  const mark = field.lastIndexOf('/@');
  return mark > 0 && fields.has(field.slice(0, mark));
}

/** Attributes of a field, which stand right behind it as `FIELD/@name`. */
function attributesOf(field: string, following: readonly string[], fields: SourceRow['fields']): string {
  const others = following.findIndex((name) => !name.startsWith(`${field}/@`));
  const own = following.slice(0, others < 0 ? undefined : others);
  return markupOfAttributes(
    new Map(own.map((name) => [legalName(name.slice(field.length + 2)), fields.get(name) ?? ''])),
  );
}

/** @param sent name of the element, with `/` behind it when its value is markup. */
function fieldMarkup(sent: string, attributes: string, value: string): string {
  const isMarkup = sent.endsWith('/');
  const name = legalName(isMarkup ? sent.slice(0, -1) : sent);
  const content = isMarkup && isCanonicalMarkup(value) ? value : escapeText(value);
  return content === '' ? `<${name}${attributes}/>` : `<${name}${attributes}>${content}</${name}>`;
}
