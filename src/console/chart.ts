import { type Html, html } from './html.ts';
import type { View } from './view.ts';

/**
 * The place of a chart, which the page's script draws with `drawCharts(kind, …)` from `values`. `summary` says in words
 * what it shows; the figures themselves stand in a table beside it, for those who do not see it or have no script.
 */
export function renderChart(kind: string, summary: string, values: object, view: View): Html {
  return html`<div class="chart" data-chart="${kind}" role="img" aria-label="${summary}"
    data-values="${JSON.stringify(values)}" data-drawing="${view.say('drawing')}" data-failed="${view.say('notDrawn')}"><noscript>${view.say('notDrawn')}</noscript></div>`;
}
