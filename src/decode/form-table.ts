import { isSignature, withoutNumber } from '../fhir/envelope-place.ts';
import type { Form, Forms } from '../fhir/forms.ts';
import type { SourceRow } from '../types/source-record.ts';
import type { FormFormat } from '../types/submission.ts';
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

/** Prepares the forms of one format for reading. */
export function indexForms(all: Forms, format: FormFormat): FormIndex {
  const { mends } = all;
  const forms = all.forms.filter((form) => form.format === format);
  const byRoot = new Map<string, Form[]>();
  for (const form of forms) {
    const names = [form.root, form.list ?? form.root, form.row, form.otherRoot ?? form.root];
    for (const name of new Set(names.map((each) => each.toUpperCase()))) {
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

export interface FormTable {
  readonly form: Form;
  readonly rows: readonly SourceRow[];
  /** Elements that stand outside the rows, each with its path from the root. */
  readonly strays: readonly Stray[];
  /** The rows stood under the root, without the list of the form. */
  readonly isUnlisted: boolean;
}

export type Stray = readonly [path: string, element: XmlElement];

/** LOAIHOSO of a form: `XML7` of `KSK.XML7`. */
export function kindOf({ id }: Form): string {
  return id.slice(id.lastIndexOf('.') + 1);
}

/**
 * Reads one inner table. The form is chosen by the root and, where QĐ 4210 and later decisions share a name, by the
 * fields, or where a sender uses the root of another one, by LOAIHOSO. Undefined when no form has such a root. Tolerated and reported: LT-D044 (letter case), LT-D045 (misspelt
 * name), LT-D046 (element outside the rows), LT-D047 (repeated element), LT-D048 (wrapper missing), LT-D051
 * (QĐ 4210), LT-D052 (markup in a value), LT-D053 (text outside the fields), LT-D054 and LT-D055 (`;` lists).
 *
 * @param kind LOAIHOSO, upper case; '' when there is none.
 * @param firstNumber number of the first row: a table may be sent in several files.
 */
export function readFormTable(
  root: XmlElement,
  kind: string,
  index: FormIndex,
  tally: IssueTally,
  firstNumber: (form: Form) => number,
): FormTable | undefined {
  const form = chooseForm(root, kind, index);
  if (form === undefined) return undefined;
  if (form.id.startsWith('4210.')) tally.add('LT-D051', { place: form.id }, '');
  const reader = new RowReader(form, index, tally);
  const first = firstNumber(form);
  const { rows, ...shape } = rowElements(root, form, index, tally);
  return { form, rows: rows.map((row, at) => reader.read(row, first + at)), ...shape };
}

/** The candidate that knows most of the field names; the newest decision when they know as many. */
function chooseForm(root: XmlElement, kind: string, index: FormIndex): Form | undefined {
  const name = root.name.toUpperCase();
  const all = index.byRoot.get(name) ?? [];
  const named = all.find((form) => form.otherRoot === name && kindOf(form) === kind);
  if (named !== undefined) return named;
  const candidates = all.filter(({ otherRoot }) => otherRoot !== name);
  if (candidates.length < 2) return candidates[0];
  const names = fieldNamesNear(root);
  const known = (form: Form) => names.filter((field) => index.fields.get(form)?.has(field) === true).length;
  const rank = (form: Form) => known(form) * 2 + (form.root.toUpperCase() === name ? 1 : 0);
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

interface RowElements extends Pick<FormTable, 'strays' | 'isUnlisted'> {
  readonly rows: readonly XmlElement[];
}

function rowElements(root: XmlElement, form: Form, index: FormIndex, tally: IssueTally): RowElements {
  const is = (element: XmlElement, name: string | null) => element.name.toUpperCase() === name?.toUpperCase();
  const report = (ruleId: string) => tally.add(ruleId, { place: form.id, with: { table: form.id } });
  const isOtherRow = form.row === form.root && is(root, form.otherRoot ?? null);
  if (is(root, form.row) || isOtherRow) return { rows: [root], strays: [], isUnlisted: false };
  const inside = childrenOf(root);
  const lists = inside.filter((child) => is(child, form.list));
  const listMissing = form.list !== null && lists.length === 0;
  if (listMissing && inside.length > 0) report('LT-D048');
  const strays: Stray[] = [];
  if (lists.length > 0) strays.push(...outside(inside, lists, ''));
  const fields = index.fields.get(form);
  const isRow = (element: XmlElement) => childrenOf(element).some(({ name }) => fields?.has(name.toUpperCase()));
  const rows = (lists.length > 0 ? lists : [root]).flatMap((container) => {
    const children = childrenOf(container);
    const found = children.filter((child) => is(child, form.row) || isRow(child));
    if (found.length === 0 && isRow(container)) {
      if (!listMissing) report('LT-D048');
      return [container];
    }
    if (found.length < children.length)
      strays.push(...outside(children, found, container === root ? '' : `${form.list}/`));
    return found;
  });
  // A check-in is signed beside its list (QĐ 4750).
  if (strays.some(([, { name }]) => !isSignature(name))) report('LT-D046');
  return { rows, strays, isUnlisted: listMissing && rows.length > 0 && is(root, form.root) && !isRow(root) };
}

function outside(all: readonly XmlElement[], read: readonly XmlElement[], path: string): readonly Stray[] {
  const known = new Set(read);
  return all.filter((element) => !known.has(element)).map((element) => [`${path}${element.name}`, element]);
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
  /** Names as sent of the row that is being read; null as long as they are those of its fields. */
  #sentNames: string[] | null = null;

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
    this.#sentNames = null;
    for (const part of row.content ?? [row.text]) {
      if (typeof part === 'string') this.#strayText(part, number, fields);
      else this.#field(part, number, fields);
    }
    return this.#sentNames === null ? { number, fields } : { number, fields, sentNames: this.#sentNames };
  }

  #field(element: XmlElement, number: number, fields: Map<string, string>): void {
    const { name, ruleId } = this.#resolve(element.name);
    let sent = element.name;
    let value = element.text;
    if (ruleId !== null) this.#report(ruleId, number, name);
    if (element.content !== null) {
      this.#report('LT-D052', number, name);
      value = innerMarkup(element);
      sent = `${sent}/`;
    }
    if (sent !== name) this.#sentNames ??= Array.from(fields.keys(), withoutNumber);
    if (this.#lists.has(name)) this.#checkList(value, number, name);
    const key = fields.has(name) ? this.#repeat(name, number) : name;
    fields.set(key, value);
    this.#sentNames?.push(sent);
    // No form has attributes in a row: they are kept like elements that a form does not have.
    for (const [attribute, text] of Object.entries(element.attributes)) {
      if (attribute.startsWith('xmlns')) continue;
      fields.set(`${key}/@${attribute}`, text);
      this.#sentNames?.push(`${key}/@${attribute}`);
    }
  }

  /** Name for a further value of a repeated element: `NAME#2`, `NAME#3`… */
  #repeat(name: string, number: number): string {
    const occurrence = (this.#repeats.get(name) ?? 1) + 1;
    this.#repeats.set(name, occurrence);
    this.#report('LT-D047', number, name);
    return `${name}#${occurrence}`;
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
    const before = fields.get('#text');
    if (before === undefined) this.#sentNames?.push('#text');
    fields.set('#text', `${before ?? ''}${text.trim()}`);
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
