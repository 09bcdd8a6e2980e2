import type { Form, Forms } from '../../fhir/forms.ts';
import type { NestedForm } from '../../fhir/nested-forms.ts';
import type { FormTree } from '../../types/form-tree.ts';
import type { SourceRow } from '../../types/source-record.ts';
import type { IssueTally } from '../issue-tally.ts';
import { readFormRows } from './read-form-rows.ts';

/** A table of a health check, found by the name of its root. */
export interface HealthCheckTable {
  readonly name: string;
  readonly rows: readonly SourceRow[];
  /** True when the only row of a list stood there without the list. */
  readonly isUnlisted: boolean;
}

/** Reads one table; undefined when no form has such a root. Rows are counted on from `before`. */
export type ReadHealthCheckTable = (
  root: FormTree,
  kind: string,
  before: (name: string) => number,
  tally: IssueTally,
) => HealthCheckTable | undefined;

/**
 * Prepares the forms of the health check for JSON: `{"KHAM_THE_LUC": {…}}`, or with a list of rows below. Where two forms
 * have one root, LOAIHOSO (`kind`) decides. An element beside the rows is told (LT-D046).
 * @source QĐ 1551/QĐ-BYT, QĐ 2062/QĐ-BYT
 */
export function createHealthCheckTables({ forms, mends }: Forms): ReadHealthCheckTable {
  const ofFormat = forms.filter(({ format }) => format === 'health-check-xml');
  const nested = new Map(ofFormat.map((form) => [form, flat(form, mends)]));
  return (root, kind, before, tally) => {
    const name = root.name.toUpperCase();
    const candidates = ofFormat.filter((form) => form.root === name || form.otherRoot === name);
    const form = candidates.find(({ id }) => id === `KSK.${kind}`) ?? candidates[0];
    if (form === undefined) return undefined;
    const nodes = rowsOf(root, form, tally);
    const rows = nodes.flatMap((row) => readRow(row, nested.get(form) as NestedForm, tally));
    const isUnlisted = form.list !== null && nodes.length === 1 && nodes[0]?.inArray !== true;
    const first = before(form.id) + 1;
    return { name: form.id, rows: rows.map((row, at) => ({ ...row, number: first + at })), isUnlisted };
  };
}

function flat(form: Form, mends: Forms['mends']): NestedForm {
  const paths = new Map(form.fields.map(({ name }) => [name.toUpperCase(), name] as const));
  return { form, inner: new Map(), paths, mends };
}

function rowsOf(root: FormTree, { id, list, row }: Form, tally: IssueTally): readonly FormTree[] {
  if (list === null) return [root];
  const is = (name: string) => (child: FormTree) => child.name.toUpperCase() === name;
  const lists = root.children.filter(is(list));
  const rows = lists.flatMap(({ children }) => children.filter(is(row)));
  const others = root.children.length - lists.length + lists.flatMap(({ children }) => children).length - rows.length;
  if (others > 0) tally.add('LT-D046', { place: id, with: { table: id } });
  return rows;
}

function readRow(row: FormTree, form: NestedForm, tally: IssueTally): readonly SourceRow[] {
  return readFormRows(row, form, tally).get(form.form.id)?.rows ?? [];
}
