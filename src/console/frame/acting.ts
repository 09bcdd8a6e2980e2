import { type Html, html } from '../html.ts';
import type { View } from '../view.ts';
import { renderAuthorField } from './author-field.ts';

/** Longest reason that is taken. */
export const MAX_REASON_LENGTH = 500;

/** Who acts in the console, as the audit log names them. */
export function staffName(author: string): string {
  return `staff:${author}`;
}

/** The name of who acted, out of what the audit log calls them: `Mai Lan` of `staff:Mai Lan`. */
export function personName(by: string): string {
  return by.replace(/^(?:staff|operator):/, '');
}

/** A form of one act, folded up until it is asked for; fields beside the name of who acts stand in `fields`. */
export interface ActForm {
  readonly action: string;
  readonly label: string;
  readonly hint: string;
  readonly author: string | null;
  readonly fields: Html;
  /** It cannot be undone, or stops something. */
  readonly isDanger?: boolean;
  /** Why it was refused just now: it is open, and says so above its fields. */
  readonly refusal?: Html | undefined;
  /** Attributes of the field of the name. */
  readonly authorMark?: Html;
}

/** The folded form. */
export function renderAct(
  { action, label, hint, author, fields, isDanger = false, refusal, authorMark }: ActForm,
  view: View,
): Html {
  return html`<details class="act"${refusal === undefined ? '' : html` open`}><summary>${label}</summary>
    <form class="fields" method="post" action="${action}">
      <p class="aside">${hint}</p>
      ${refusal ?? ''}
      ${fields}
      ${renderAuthorField(author, view, authorMark)}
      <button class="${isDanger ? 'danger' : 'primary'}">${label}</button>
    </form></details>`;
}

/** Asks for the reason of an act. */
export function renderReasonField(view: View): Html {
  return html`<label>${view.say('recordReason')}
    <input name="reason" required maxlength="${MAX_REASON_LENGTH}" autocomplete="off"></label>`;
}

/** A text of a form: trimmed, one line; null when it is empty or too long. */
export function readLine(text: string | undefined, maxLength = MAX_REASON_LENGTH): string | null {
  const line = (text ?? '').replace(/\p{Cc}+/gu, ' ').trim();
  return line === '' || line.length > maxLength ? null : line;
}
