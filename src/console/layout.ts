import { type Html, html, renderHtml } from './html.ts';
import type { View } from './view.ts';

export interface PageFrame {
  /** `overview` or `failure`; the page's script loads anew when it changes. */
  readonly kind: string;
  /** `tỉnh Quảng Ngãi`. */
  readonly province: string;
  /** Below which the page's own files stand, without a trailing slash. */
  readonly assets: string;
  /** Figures' time and state, on the right of the head. */
  readonly status: Html;
}

const STYLES = ['fonts', 'console', 'overview', 'facilities'];

/** A whole page of the console. Nothing in it is loaded from elsewhere, and no script or style stands in the markup. */
export function renderPage({ kind, province, assets, status }: PageFrame, main: Html, view: View): string {
  const other = view.language === 'vi' ? 'en' : 'vi';
  const subject = view.say('subject', { province });
  return renderHtml(html`<!doctype html>
<html lang="${view.language}">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${view.say('overview')} · ${view.say('brand')}, ${province}</title>
  <link rel="icon" href="${assets}/icon.svg" type="image/svg+xml">
  ${STYLES.map((name) => html`<link rel="stylesheet" href="${assets}/${name}.css">`)}
  <script defer src="${assets}/echarts.common.min.js"></script>
  <script type="module" src="${assets}/console.js"></script>
</head>
<body data-page="${kind}">
  <a class="skip" href="#facilities">${view.say('skip')}</a>
  <header>
    <p class="brand">${view.say('brand')}</p>
    <h1>${subject}</h1>
    ${status}
    <p class="language"><a href="/${other === 'en' ? '?lang=en' : ''}" lang="${other}" hreflang="${other}">${view.say('otherLanguage')}</a></p>
  </header>
  <main>${main}</main>
</body>
</html>
`);
}
