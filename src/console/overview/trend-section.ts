import type { CoverageOverview, TrendPoint } from '../../types/coverage.ts';
import { renderChart } from '../chart.ts';
import { type Html, html } from '../html.ts';
import type { View } from '../view.ts';
import { headFor, writeForecast } from './forecast-text.ts';

/**
 * The shares by day as a chart that the page's own script draws up to the day of the target, with the forecast as a
 * dashed line and its interval; by week as a table; and the forecast in words.
 */
export function renderTrend(
  { trend, forecast }: Pick<CoverageOverview, 'trend' | 'forecast'>,
  goal: string,
  view: View,
): Html {
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
  const values = {
    names,
    series,
    goal,
    goalName: view.say('goal', { day: view.day(goal) }),
    forecastName: view.say('forecastLine'),
    headings: [
      headFor(forecast.announced, last.announced, last, last.day, goal),
      headFor(forecast.proven, last.proven, last, last.day, goal),
    ],
  };
  return html`<section class="panel" aria-labelledby="trend">
    <h2 id="trend">${view.say('trend', { count: trend.length })}</h2>
    ${renderChart('trend', summary, values, view)}
    <dl class="facts forecast">
      <dt><span class="mark announced"></span>${view.say('announced')}</dt><dd>${writeForecast(forecast.announced, view)}</dd>
      <dt><span class="mark proven"></span>${view.say('proven')}</dt><dd>${writeForecast(forecast.proven, view)}</dd>
    </dl>
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
