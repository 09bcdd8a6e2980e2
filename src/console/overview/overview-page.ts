import type { Commune } from '../../types/commune.ts';
import type { CoverageOverview } from '../../types/coverage.ts';
import type { ProgrammeFigure } from '../../types/programme.ts';
import { renderCounting } from '../counting-notice.ts';
import { type Html, html } from '../html.ts';
import type { PageContent } from '../page.ts';
import type { Targets } from '../targets.ts';
import type { View } from '../view.ts';
import { renderCalls } from './call-section.ts';
import { renderChanges } from './change-section.ts';
import { renderCells, renderConditions } from './conditions-section.ts';
import { renderMap } from './map-section.ts';
import { renderProgrammes } from './programmes-section.ts';
import { renderCohorts, renderTotals } from './totals-section.ts';
import { renderTrend } from './trend-section.ts';
import { type DeliveryTroubles, renderTroubles } from './troubles-notice.ts';

/** The further indicators; null while they are being counted. */
export type ShownProgrammes = readonly ProgrammeFigure[] | null;

/** What stands beside coverage on the page; left out where a deployment has none of it. */
export interface OverviewOthers {
  readonly programmes?: ShownProgrammes | undefined;
  readonly troubles?: DeliveryTroubles | undefined;
}

export interface OverviewFrame {
  readonly targets: Targets;
  /** The province's communes, with or without facilities. */
  readonly communes: readonly Commune[];
  readonly isPlaceholder: (code: string) => boolean;
}

/** How far the province is, who needs a call, what changed. Parts marked `data-live` are swapped as figures change. */
export function renderOverview(
  overview: CoverageOverview,
  frame: OverviewFrame,
  view: View,
  others: OverviewOthers = {},
): PageContent {
  const { report, computedAt } = overview;
  return {
    kind: 'page',
    title: view.say('overview'),
    main: report.facilities.length === 0 ? renderEmpty(view) : renderSections(overview, frame, view, others),
    scripts: ['overview'],
    live: ['coverage', 'deliveries'],
    figures: { asOf: report.asOf, computedAt },
  };
}

function renderSections(
  overview: CoverageOverview,
  { targets, communes, isPlaceholder }: OverviewFrame,
  view: View,
  { programmes, troubles }: OverviewOthers,
): Html {
  const { report, standings, groups } = overview;
  const placeholders = standings.some(({ coverage }) => isPlaceholder(coverage.code));
  return html`${placeholders ? html`<p class="notice">${view.say('placeholders')}</p>` : ''}
    <div data-live="troubles">${troubles === undefined ? '' : renderTroubles(troubles, view)}</div>
    <div data-live="counting">${renderCounting(overview, view)}</div>
    <div data-live="totals">${renderTotals(report.province, report.asOf, targets, view)}</div>
    <div class="columns">
      <div class="stack">
        <div data-live="trend">${renderTrend(overview, targets.province, view)}</div>
        <div data-live="cohorts">${renderCohorts(report.province, view)}</div>
      </div>
      <div data-live="calls">${renderCalls(overview, targets, view)}</div>
    </div>
    <div class="columns">
      <div data-live="map">${renderMap(groups.commune, communes, view)}</div>
      <div class="stack">
        <div data-live="changes">${renderChanges(overview, view)}</div>
        <div data-live="cells">${renderCells(standings, view)}</div>
      </div>
    </div>
    <div data-live="conditions">${renderConditions(standings, view)}</div>
    ${programmes === undefined ? '' : html`<div data-live="programmes">${renderProgrammes(programmes, view)}</div>`}`;
}

function renderEmpty(view: View): Html {
  return html`<section class="panel message" data-live="empty">
    <h2>${view.say('emptyTitle')}</h2>
    <p>${view.say('emptyText')}</p>
  </section>`;
}
