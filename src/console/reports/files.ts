import { type Html, html } from '../html.ts';
import type { View } from '../view.ts';

const FORMATS = ['pdf', 'xlsx', 'csv', 'json'] as const;

/** Files of one report: its address without the ending, and what it is of. */
export interface Files {
  readonly path: string;
  /** As it is read out. */
  readonly period: string;
  readonly revision?: number;
}

/** Links to a report in every format, in the language of the page. */
export function renderFiles({ path, period, revision }: Files, view: View): Html {
  const query = new URLSearchParams({
    ...(revision === undefined ? {} : { revision: String(revision) }),
    ...(view.language === 'vi' ? {} : { lang: view.language }),
  }).toString();
  return html`<span class="files">${FORMATS.map(
    (format) =>
      html`<a href="${path}.${format}${query === '' ? '' : `?${query}`}" aria-label="${view.say('reportsFile', { period, format: format.toUpperCase() })}" download>${format.toUpperCase()}</a> `,
  )}</span>`;
}
