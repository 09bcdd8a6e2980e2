import type { CoverageOverview } from '../types/coverage.ts';
import { renderAttention } from './attention-section.ts';
import { renderCells, renderConditions } from './conditions-section.ts';
import { renderFacilities } from './facility-table.ts';
import { type Html, html } from './html.ts';
import { renderPage } from './layout.ts';
import type { Targets } from './targets.ts';
import { renderCohorts, renderTotals } from './totals-section.ts';
import { renderTrend } from './trend-section.ts';
import type { View } from './view.ts';

export interface OverviewFrame {
  readonly province: string;
  readonly assets: string;
  readonly targets: Targets;
  readonly isPlaceholder: (code: string) => boolean;
}

/** The overview. Parts marked `data-live` are replaced by the page's own script as figures change. */
export function renderOverview(overview: CoverageOverview, frame: OverviewFrame, view: View): string {
  const { report, computedAt } = overview;
  const status = html`<p class="status" id="status"
    data-stale="${view.say('stale', { time: view.time(computedAt) })}"
    ><span>${view.say('asOf', { day: view.day(report.asOf) })}</span>
    <span class="moment">${view.say('updatedAt', { time: view.time(computedAt) })}</span></p>`;
  const main = report.facilities.length === 0 ? renderEmpty(view) : renderSections(overview, frame, view);
  return renderPage({ ...frame, kind: 'overview', status }, main, view);
}

function renderSections(
  { report, standings, trend, computedAt }: CoverageOverview,
  frame: OverviewFrame,
  view: View,
): Html {
  const placeholders = standings.some(({ coverage }) => frame.isPlaceholder(coverage.code));
  return html`${placeholders ? html`<p class="notice">${view.say('placeholders')}</p>` : ''}
    <div data-live="totals">
      <h2 class="heard">${view.say('overview')}</h2>
      ${renderTotals(report.province, report.asOf, frame.targets, view)}
    </div>
    <div class="columns">
      <div data-live="trend">${renderTrend(trend, frame.targets.province, view)}</div>
      <div class="tall" data-live="attention">${renderAttention(standings, computedAt, view)}</div>
      <div class="columns uneven" data-live="groups">
        ${renderCells(standings, view)}
        ${renderCohorts(report.province, view)}
      </div>
    </div>
    <div data-live="conditions">${renderConditions(standings, view)}</div>
    ${renderFacilities(standings, { now: computedAt, isPlaceholder: frame.isPlaceholder }, view)}`;
}

function renderEmpty(view: View): Html {
  return html`<section class="panel message">
    <h2>${view.say('emptyTitle')}</h2>
    <p>${view.say('emptyText')}</p>
  </section>`;
}

/** What is shown while the figures cannot be read; the page's script tries again. */
export function renderFailure(frame: Pick<OverviewFrame, 'province' | 'assets'>, view: View): string {
  const main = html`<section class="panel message" role="alert">
    <h2>${view.say('failureTitle')}</h2>
    <p>${view.say('failureText')}</p>
  </section>`;
  return renderPage({ ...frame, kind: 'failure', status: html`` }, main, view);
}
