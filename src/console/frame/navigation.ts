import { type Html, html } from '../html.ts';
import type { PageContent, Place } from '../page.ts';
import type { View } from '../view.ts';
import { renderIcon } from './icons.ts';

/** Where each place begins, in the order of the navigation. */
export const PLACES: Readonly<Record<Place, string>> = {
  overview: '/',
  facilities: '/facilities',
  records: '/records',
  destinations: '/destinations',
  quality: '/quality',
  reports: '/reports',
};

const ORDER = Object.keys(PLACES) as readonly Place[];

/** The places that there are, with the current one marked; a row under the head, a bar at the bottom of a phone. */
export function renderNavigation(places: ReadonlySet<Place>, current: Place | null, view: View): Html {
  const items = ORDER.filter((place) => places.has(place)).map((place) => {
    const state = place === current ? html` aria-current="page"` : '';
    return html`<li><a href="${PLACES[place]}"${state}>${renderIcon(place)}<span>${view.say(place)}</span></a></li>`;
  });
  return html`<nav class="places" aria-label="${view.say('navigation')}"><ul>${items}</ul></nav>`;
}

/** The way from the place down to this page; nothing where the page names no way. */
export function renderCrumbs(place: Place, { crumbs, title }: PageContent, view: View): Html {
  if (crumbs === undefined) return html``;
  const above = [{ label: view.say(place), path: PLACES[place] }, ...crumbs];
  return html`<nav class="crumbs" aria-label="${view.say('breadcrumbs')}"><ol>
    ${above.map(({ label, path }) => html`<li><a href="${path}">${label}</a></li>`)}
    <li aria-current="page">${title}</li>
  </ol></nav>`;
}
