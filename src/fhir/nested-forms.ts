import type { FormFormat } from '../types/submission.ts';
import type { Form, Forms } from './forms.ts';

/** A form of a nested document, and the forms whose rows stand inside its rows. */
export interface NestedForm {
  readonly form: Form;
  /** By the path where their rows stand. */
  readonly inner: ReadonlyMap<string, NestedForm>;
  /** Every path that the form knows, by its upper-case spelling: fields, inner forms, and the groups on the way. */
  readonly paths: ReadonlyMap<string, string>;
  /** Misspelt names (upper case) and the names they stand for. */
  readonly mends: ReadonlyMap<string, string>;
}

/** The forms of a format that stand in the body of its document, by the path of their rows. */
export function nestForms({ forms, mends }: Forms, format: FormFormat): ReadonlyMap<string, NestedForm> {
  const ofFormat = forms.filter((form) => form.format === format);
  return nestInside(undefined, ofFormat, mends);
}

function nestInside(
  outer: string | undefined,
  forms: readonly Form[],
  mends: ReadonlyMap<string, string>,
): ReadonlyMap<string, NestedForm> {
  const inside = forms.filter(({ within }) => within === outer);
  return new Map(inside.map((form) => [form.row, nestForm(form, forms, mends)]));
}

function nestForm(form: Form, forms: readonly Form[], mends: ReadonlyMap<string, string>): NestedForm {
  const inner = nestInside(form.id, forms, mends);
  const known = [...form.fields.map(({ name }) => name), ...inner.keys()].flatMap(withGroups);
  return { form, inner, paths: new Map(known.map((path) => [path.toUpperCase(), path])), mends };
}

/** `a/b/c` as `a`, `a/b` and `a/b/c`. */
function withGroups(path: string): string[] {
  const names = path.split('/');
  return names.map((_, at) => names.slice(0, at + 1).join('/'));
}
