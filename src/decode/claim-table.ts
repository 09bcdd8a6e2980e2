import type { Form, Forms } from '../fhir/forms.ts';
import type { SourceRow } from '../types/source-record.ts';
import type { IssueTally } from './issue-tally.ts';
import { childrenOf, innerMarkup, type XmlElement } from './xml-element.ts';

/** Where a table may be recognised, and how its field names are mended. Built once. */
export interface FormIndex {
  /** Forms by the upper-case name of an element that can stand at the root: the root, or a list or row sent alone. */
  readonly byRoot: ReadonlyMap<string, readonly Form[]>;
  readonly fields: ReadonlyMap<Form, ReadonlySet<string>>;
  readonly lists: ReadonlyMap<Form, ReadonlySet<string>>;
  readonly mends: ReadonlyMap<string, string>;
}

/** Prepares the forms for reading. */
export function indexForms({ forms, mends }: Forms): FormIndex {
  const byRoot = new Map<string, Form[]>();
  for (const form of forms) {
    for (const name of new Set([form.root, form.list ?? form.root, form.row])) {
      byRoot.set(name, [...(byRoot.get(name) ?? []), form]);
    }
  }
  const namesOf = (form: Form, wanted: (field: Form['fields'][number]) => boolean) =>
    new Set(form.fields.filter(wanted).map(({ name }) => name));
  return {
    byRoot,
    fields: new Map(forms.map((form) => [form, namesOf(form, () => true)])),
    lists: new Map(forms.map((form) => [form, namesOf(form, ({ list }) => list === true)])),
    mends,
  };
}

export interface ClaimTable {
  readonly form: Form;
  readonly rows: readonly SourceRow[];
}

/**
 * Reads one inner table. The form is chosen by the root and, where QĐ 4210 and later decisions share a name, by the
 * fields. Undefined when no form has such a root. Tolerated and reported: LT-D044 (letter case), LT-D045 (misspelt
 * name), LT-D046 (element outside the rows), LT-D047 (repeated element), LT-D048 (wrapper missing), LT-D051
 * (QĐ 4210), LT-D052 (markup in a value), LT-D053 (text outside the fields), LT-D054 and LT-D055 (`;` lists).
 *
 * @param firstNumber number of the first row: a table may be sent in several files.
 */
export function readClaimTable(
  root: XmlElement,
  index: FormIndex,
  tally: IssueTally,
  firstNumber: (form: Form) => number,
): ClaimTable | undefined {
  const form = chooseForm(root, index);
  if (form === undefined) return undefined;
  if (form.id.startsWith('4210.')) tally.add('LT-D051', { place: form.id }, '');
  const reader = new RowReader(form, index, tally);
  const first = firstNumber(form);
  return { form, rows: rowElements(root, form, index, tally).map((row, at) => reader.read(row, first + at)) };
}

/** The candidate that knows most of the field names; the newest decision when they know as many. */
function chooseForm(root: XmlElement, index: FormIndex): Form | undefined {
  const name = root.name.toUpperCase();
  const candidates = index.byRoot.get(name) ?? [];
  if (candidates.length < 2) return candidates[0];
  const names = fieldNamesNear(root);
  const known = (form: Form) => names.filter((field) => index.fields.get(form)?.has(field) === true).length;
  const rank = (form: Form) => known(form) * 2 + (form.root === name ? 1 : 0);
  return candidates.reduce((best, form) => (rank(form) > rank(best) ? form : best));
}

/** Names of the first elements at the level of the fields, however the table is wrapped. */
function fieldNamesNear(root: XmlElement): readonly string[] {
  let level = root;
  for (;;) {
    const children = childrenOf(level);
    const wrapper = children.find((child) => child.content !== null);
    const leaves = children.filter((child) => child.content === null);
    if (wrapper === undefined || leaves.length > 1) return leaves.map(({ name }) => name.toUpperCase());
    level = wrapper;
  }
}

function rowElements(root: XmlElement, form: Form, index: FormIndex, tally: IssueTally): readonly XmlElement[] {
  const is = (element: XmlElement, name: string | null) => element.name.toUpperCase() === name;
  const report = (ruleId: string) => tally.add(ruleId, { place: form.id, with: { table: form.id } });
  if (is(root, form.row)) return [root];
  const inside = childrenOf(root);
  const lists = inside.filter((child) => is(child, form.list));
  const listMissing = form.list !== null && lists.length === 0;
  if (listMissing && inside.length > 0) report('LT-D048');
  if (lists.length > 0 && lists.length < inside.length) report('LT-D046');
  const fields = index.fields.get(form);
  const isRow = (element: XmlElement) => childrenOf(element).some(({ name }) => fields?.has(name.toUpperCase()));
  return (lists.length > 0 ? lists : [root]).flatMap((container) => {
    const children = childrenOf(container);
    const rows = children.filter((child) => is(child, form.row) || isRow(child));
    if (rows.length === children.length) return rows;
    if (rows.length > 0 || !isRow(container)) {
      report('LT-D046');
      return rows;
    }
    if (!listMissing) report('LT-D048');
    return [container];
  });
}

/** Reads the rows of one table; resolves each element name once. */
class RowReader {
  readonly #form: Form;
  readonly #fields: ReadonlySet<string>;
  readonly #lists: ReadonlySet<string>;
  readonly #mends: ReadonlyMap<string, string>;
  readonly #tally: IssueTally;
  readonly #resolved = new Map<string, { readonly name: string; readonly ruleId: string | null }>();
  /** How often each name stood in the row that is being read, for names that stood more than once. */
  readonly #repeats = new Map<string, number>();

  constructor(form: Form, index: FormIndex, tally: IssueTally) {
    this.#form = form;
    this.#fields = index.fields.get(form) ?? new Set();
    this.#lists = index.lists.get(form) ?? new Set();
    this.#mends = index.mends;
    this.#tally = tally;
  }

  read(row: XmlElement, number: number): SourceRow {
    const fields = new Map<string, string>();
    this.#repeats.clear();
    for (const part of row.content ?? [row.text]) {
      if (typeof part === 'string') this.#strayText(part, number, fields);
      else this.#field(part, number, fields);
    }
    return { number, fields };
  }

  #field(element: XmlElement, number: number, fields: Map<string, string>): void {
    const { name, ruleId } = this.#resolve(element.name);
    if (ruleId !== null) this.#report(ruleId, number, name);
    let value = element.text;
    if (element.content !== null) {
      this.#report('LT-D052', number, name);
      value = innerMarkup(element);
    }
    if (this.#lists.has(name)) this.#checkList(value, number, name);
    if (!fields.has(name)) fields.set(name, value);
    else this.#repeat(name, value, number, fields);
  }

  /** Further values of a repeated element are kept as `NAME#2`, `NAME#3`… */
  #repeat(name: string, value: string, number: number, fields: Map<string, string>): void {
    const occurrence = (this.#repeats.get(name) ?? 1) + 1;
    this.#repeats.set(name, occurrence);
    this.#report('LT-D047', number, name);
    fields.set(`${name}#${occurrence}`, value);
  }

  #resolve(sent: string): { readonly name: string; readonly ruleId: string | null } {
    let resolved = this.#resolved.get(sent);
    if (resolved === undefined) {
      resolved = this.#mend(sent);
      this.#resolved.set(sent, resolved);
    }
    return resolved;
  }

  #mend(sent: string): { readonly name: string; readonly ruleId: string | null } {
    if (this.#fields.has(sent)) return { name: sent, ruleId: null };
    const upper = sent.toUpperCase();
    if (this.#fields.has(upper)) return { name: upper, ruleId: 'LT-D044' };
    const mended = this.#mends.get(upper);
    if (mended !== undefined && this.#fields.has(mended)) return { name: mended, ruleId: 'LT-D045' };
    return { name: sent, ruleId: null };
  }

  #strayText(text: string, number: number, fields: Map<string, string>): void {
    if (text.trim() === '') return;
    this.#report('LT-D053', number, '#text');
    fields.set('#text', `${fields.get('#text') ?? ''}${text.trim()}`);
  }

  #checkList(value: string, number: number, name: string): void {
    if (value.includes(',')) this.#report('LT-D054', number, name);
    const trimmed = value.trim();
    if (trimmed.startsWith(';') || trimmed.endsWith(';')) this.#report('LT-D055', number, name);
  }

  #report(ruleId: string, number: number, field: string): void {
    const table = this.#form.id;
    this.#tally.add(ruleId, { place: `${table}[${number}].${field}`, with: { table, field } }, `${table}.${field}`);
  }
}
