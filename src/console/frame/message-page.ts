import { html } from '../html.ts';
import type { PageContent } from '../page.ts';
import type { View } from '../view.ts';

/** There is no such page or thing. */
export function missingPage(view: View): PageContent {
  return messagePage(404, view.say('missingTitle'), [view.say('missingText')]);
}

/** What is shown while the store does not answer; after a form it is not known whether that was carried out. */
export function failurePage(afterForm: boolean, view: View): PageContent {
  const page = messagePage(503, view.say('failureTitle'), [view.say(afterForm ? 'formFailureText' : 'failureText')]);
  return afterForm ? page : { ...page, live: ['coverage'] };
}

/** What is shown until the figures are counted for the first time. */
export function countingPage(view: View): PageContent {
  return { ...messagePage(503, view.say('countingTitle'), [view.say('countingText')]), live: ['coverage'] };
}

/** A page that only says something. */
function messagePage(status: number, title: string, lines: readonly string[]): PageContent {
  const main = html`<section class="panel message" role="alert">${lines.map((line) => html`<p>${line}</p>`)}</section>`;
  return { kind: 'page', status, title, main };
}
