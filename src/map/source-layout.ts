import type { Form } from '../fhir/forms.ts';
import type { SourceRow, SourceTable } from '../types/source-record.ts';

/** How the elements of some rows stood, where they did not stand as the form has them. */
export interface SourceLayout {
  readonly table: string;
  /** Numbers of the rows; undefined: every row of the table. */
  readonly rows: ReadonlySet<number> | undefined;
  /** Elements in their order; see `LaidElement`. */
  readonly elements: string;
}

/** One element of a row. */
export interface LaidElement {
  /** As in `SourceRow.fields`. */
  readonly name: string;
  /** The element's name in the sender's file. */
  readonly sent: string;
  readonly jsonType: string | undefined;
}

/** The layouts of a table's rows; none where every row has the elements of the form, all of them and in its order. */
export function layoutsOf({ name: table, rows }: SourceTable, form: Form | undefined): SourceLayout[] {
  const byElements = new Map<string, number[]>();
  for (const row of rows) {
    if (isAsInForm(row, form)) continue;
    const elements = describe(row);
    const known = byElements.get(elements);
    if (known === undefined) byElements.set(elements, [row.number]);
    else known.push(row.number);
  }
  return [...byElements].map(([elements, numbers]) => ({
    table,
    rows: numbers.length === rows.length ? undefined : new Set(numbers),
    elements,
  }));
}

function isAsInForm({ fields, sentNames, jsonTypes }: SourceRow, form: Form | undefined): boolean {
  if (form === undefined || sentNames !== undefined || (jsonTypes?.size ?? 0) > 0) return false;
  if (fields.size !== form.fields.length) return false;
  let at = 0;
  for (const name of fields.keys()) if (form.fields[at++]?.name !== name) return false;
  return true;
}

/** `MA_LK STT=stt SO_LUONG:number`: percent-encoded names, the sent one after `=`, the JSON type after `:`. */
function describe({ fields, sentNames, jsonTypes }: SourceRow): string {
  return [...fields.keys()]
    .map((name, at) => {
      const sent = sentNames?.[at] ?? name;
      const type = jsonTypes?.get(name);
      const renamed = sent === name ? '' : `=${encodeURIComponent(sent)}`;
      return encodeURIComponent(name) + renamed + (type === undefined ? '' : `:${type}`);
    })
    .join(' ');
}

/** The elements of a layout. */
export function elementsOfLayout(elements: string): LaidElement[] {
  if (elements === '') return [];
  return elements.split(' ').map((element) => {
    const [names = '', jsonType] = element.split(':');
    const [name = '', sent = name] = names.split('=').map(decodeURIComponent);
    return { name, sent, jsonType };
  });
}

/** The elements of a form. */
export function elementsOfForm({ fields }: Form): LaidElement[] {
  return fields.map(({ name }) => ({ name, sent: name, jsonType: undefined }));
}
