import { type Html, html } from '../html.ts';
import type { View } from '../view.ts';

/** Longest name that is kept. */
export const MAX_AUTHOR_LENGTH = 80;

/** Asks for the name of who writes a note or decides; it is remembered for the next time. Stands inside a form. */
export function renderAuthorField(author: string | null, view: View, mark: Html = html``): Html {
  return html`<label class="author">${view.say('authorLabel')}
    <input name="author" value="${author ?? ''}" required maxlength="${MAX_AUTHOR_LENGTH}" autocomplete="name" spellcheck="false"${mark}>
    <span class="aside">${view.say('authorHint')}</span></label>`;
}
