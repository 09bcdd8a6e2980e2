import type { EpochMs } from '../../types/submission.ts';
import { type Html, html, renderHtml } from '../html.ts';
import type { PageContent, Place } from '../page.ts';
import type { View } from '../view.ts';
import { renderCrumbs, renderNavigation } from './navigation.ts';

export interface Frame {
  /** `tỉnh Quảng Ngãi`. */
  readonly province: string;
  /** Below which the pages' files stand, without a trailing slash. */
  readonly assets: string;
  readonly places: ReadonlySet<Place>;
  readonly current: Place;
  /** Path of this page with its query, as it can be asked for again; after a form that of its place. */
  readonly path: string;
  /** Shown once, after a form. */
  readonly flash: string | null;
  readonly now: EpochMs;
  /** A page that says why there is nothing to show; the page's script loads anew when that changes. */
  readonly isFailure?: boolean;
}

/** A whole page of the console. Nothing in it is loaded from elsewhere, and no script or style stands in the markup. */
export function renderPage(frame: Frame, page: PageContent, view: View): string {
  const { assets, province, current } = frame;
  const scripts = ['console', ...(page.scripts ?? [])];
  return renderHtml(html`<!doctype html>
<html lang="${view.language}">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>${page.title} · ${view.say('brand')}, ${province}</title>
  <link rel="icon" href="${assets}/icon.svg" type="image/svg+xml">
  <link rel="stylesheet" href="${assets}/style.css">
  ${scripts.map((name) => html`<script type="module" src="${assets}/${name}.js"></script>`)}
</head>
<body data-page="${frame.isFailure ? 'failure' : current}" data-topics="${(page.live ?? []).join(' ')}">
  <a class="skip" href="#main">${view.say('skip')}</a>
  <header class="top">
    <p class="brand"><a href="/">${view.say('brand')}</a></p>
    ${renderNavigation(frame.places, current, view)}
    <p class="subject">${view.say('subject', { province })}</p>
    ${renderLanguageLink(frame.path, view)}
  </header>
  <main id="main" tabindex="-1">
    ${frame.flash === null ? '' : html`<p class="flash" role="status">${frame.flash}</p>`}
    <div class="title">
      ${renderCrumbs(current, page, view)}
      <h1>${page.title}</h1>
      ${renderStatus(frame, page, view)}
    </div>
    ${page.live === undefined ? '' : html`<p class="notice" id="newer" role="status" hidden>${view.say('newer')} – <a href="${frame.path}">${view.say('reload')}</a></p>`}
    ${page.main}
  </main>
</body>
</html>
`);
}

/** When the figures were computed, and what is said instead once contact is lost. */
function renderStatus({ now }: Frame, { live, figures }: PageContent, view: View): Html {
  if (live === undefined && figures === undefined) return html``;
  const at = figures?.computedAt ?? now;
  const day = figures === undefined ? '' : html`<span>${view.say('asOf', { day: view.day(figures.asOf) })}</span>`;
  return html`<p class="status" id="status" data-stale="${view.say('stale', { time: view.time(at) })}"
    >${day} <span class="moment">${view.say('updatedAt', { time: view.time(at) })}</span></p>`;
}

function renderLanguageLink(path: string, view: View): Html {
  const other = view.language === 'vi' ? 'en' : 'vi';
  const [place = '/', query = ''] = path.split('?');
  const asked = new URLSearchParams(query);
  asked.set('lang', other);
  return html`<p class="language"><a href="${place}?${asked.toString()}" lang="${other}" hreflang="${other}">${view.say('otherLanguage')}</a></p>`;
}
