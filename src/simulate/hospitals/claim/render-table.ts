import type { Form } from '../../../fhir/forms.ts';
import type { ClaimRow } from './claim-row.ts';

/**
 * A national table as XML: every element of the form, in its order, empty where the row says nothing.
 * Refuses (throws) a row with a field that the form does not have.
 */
export function renderTable(form: Form, rows: readonly ClaimRow[]): string {
  const indented = rows.map((row) => renderRow(form, row)).join('\n');
  const inner =
    form.row === form.root ? indented : wrap(form.root, form.list === null ? indented : wrap(form.list, indented));
  return `<?xml version="1.0" encoding="utf-8"?>\n${inner}`;
}

function renderRow({ id, row, fields }: Form, { fields: values }: ClaimRow): string {
  const known = new Set(fields.map(({ name }) => name));
  const stranger = Object.keys(values).find((name) => !known.has(name));
  if (stranger !== undefined) throw new Error(`${id} has no element ${stranger}`);
  return wrap(row, fields.map(({ name }) => renderElement(name, values[name] ?? '')).join('\n'));
}

function renderElement(name: string, value: string): string {
  return value === '' ? `  <${name}/>` : `  <${name}>${escapeXml(value)}</${name}>`;
}

function wrap(name: string, inner: string): string {
  return `<${name}>\n${inner}\n</${name}>`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
