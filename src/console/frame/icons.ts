import { type Html, html } from '../html.ts';
import type { Place } from '../page.ts';

const SHAPES: Readonly<Record<Place, Html>> = {
  overview: html`<path d="M3 12h4l3 7 4-14 3 7h4"/>`,
  facilities: html`<path d="M4 21V7l8-4 8 4v14M9 21v-6h6v6M12 8v4M10 10h4"/>`,
  records: html`<path d="M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6"/>`,
  destinations: html`<path d="M4 12h13M12 6l6 6-6 6M21 4v16"/>`,
  quality: html`<path d="M12 3l8 3v6c0 5-3.5 7.5-8 9-4.500-1.500-8-4-8-9V6zM8.500 12l2.500 2.500 4.500-5"/>`,
  reports: html`<path d="M4 20h16M7 16v-5M12 16V5M17 16v-8"/>`,
};

/** The sign of a place beside its name; the name says it for the ear. */
export function renderIcon(place: Place): Html {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${SHAPES[place]}</svg>`;
}
