import type { TrendPoint } from '../types/coverage.ts';
import { type Html, html } from './html.ts';
import type { View } from './view.ts';

/**
 * The shares by day as a chart that the page's own script draws up to the day of the target, and by week as a table.
 */
export function renderTrend(trend: readonly TrendPoint[], goal: string, view: View): Html {
  const last = trend.at(-1);
  if (last === undefined) return html``;
  const series = trend.map((point) => [point.day, point.announcedShare, point.provenShare, point.encounterShare]);
  const summary = view.say('trendChart', {
    day: view.day(last.day),
    announced: view.share(last.announcedShare),
    proven: view.share(last.provenShare),
    encounters: view.share(last.encounterShare),
  });
  const names = [view.say('announcedShare'), view.say('proven'), view.say('encounters')];
  return html`<section class="panel" aria-labelledby="trend">
    <h2 id="trend">${view.say('trend', { count: trend.length })}</h2>
    <div id="trend-chart" class="chart" role="img" aria-label="${summary}"
      data-language="${view.language}" data-names="${JSON.stringify(names)}" data-series="${JSON.stringify(series)}"
      data-goal="${goal}" data-goal-name="${view.say('goal', { day: view.day(goal) })}"
      data-failed="${view.say('notDrawn')}"><p class="aside">${view.say('drawing')}</p></div>
    <details>
      <summary>${view.say('trendTable')}</summary>
      <table class="figures">
        <thead><tr>
          <th scope="col">${view.say('day')}</th>
          ${names.map((name) => html`<th scope="col">${name}</th>`)}
        </tr></thead>
        <tbody>${byWeek(trend).map((point) => renderPoint(point, view))}</tbody>
      </table>
    </details>
  </section>`;
}

/** Every seventh day counted back from the last, newest first. */
function byWeek(trend: readonly TrendPoint[]): readonly TrendPoint[] {
  return trend.toReversed().filter((_, daysAgo) => daysAgo % 7 === 0);
}

function renderPoint(point: TrendPoint, view: View): Html {
  return html`<tr>
    <th scope="row">${view.day(point.day)}</th>
    <td>${view.shareCell(point.announcedShare)}</td>
    <td>${view.shareCell(point.provenShare)}</td>
    <td>${view.shareCell(point.encounterShare)}</td>
  </tr>`;
}
