import type { Issue } from '../../types/issue.ts';
import { type Html, html } from '../html.ts';
import type { View } from '../view.ts';

/** A form of a facility's page. */
export type FormName = 'notes' | 'scope' | 'announcement' | 'withdrawal';

/** A form that was just sent and not carried out, with what was written in it. */
export interface RefusedForm {
  readonly name: FormName;
  readonly values: Readonly<Record<string, string>>;
  readonly issues: readonly Issue[];
}

/** How the fields of one form are shown: as they were written when it was refused, the first to mend with the focus. */
export interface FormFields {
  /** What a field holds: what was written, or what stands there otherwise. */
  value(name: string, otherwise: string): string;
  /** Attributes of a field, to stand inside its tag. */
  mark(name: string): Html;
  /** Why the form was refused; undefined when it was not. */
  readonly refusal: Html | undefined;
}

/** Fields in their order, with those that must hold something. */
const REQUIRED: Readonly<Record<FormName, readonly string[]>> = {
  notes: ['text', 'author'],
  scope: ['from', 'reason', 'author'],
  announcement: ['day', 'decision', 'author'],
  withdrawal: ['reason', 'author'],
};

/** The fields of the form `name`, which may be the one that was refused. */
export function createFields(name: FormName, refused: RefusedForm | undefined, view: View): FormFields {
  if (refused?.name !== name) {
    return { value: (_, otherwise) => otherwise, mark: () => html``, refusal: undefined };
  }
  const toMend = fieldToMend(refused);
  const id = `refused-${name}`;
  return {
    value: (field, otherwise) => refused.values[field] ?? otherwise,
    mark: (field) => (field === toMend ? html` autofocus aria-invalid="true" aria-describedby="${id}"` : html``),
    refusal: html`<div class="notice" role="alert" id="${id}">${refused.issues.map(
      ({ text, remedy, rule }) =>
        html`<p>${text[view.language]} ${remedy[view.language]} <span class="aside nowrap">${rule.id}</span></p>`,
    )}</div>`,
  };
}

/** The first that is empty, else the link or the day that the refusal is about. */
function fieldToMend({ name, values, issues }: RefusedForm): string {
  const [first = 'author', ...others] = REQUIRED[name];
  const empty = [first, ...others].find((field) => (values[field] ?? '').trim() === '');
  if (empty !== undefined) return empty;
  return issues.some(({ rule }) => rule.id === 'LT-C074') ? 'link' : first;
}
