import type { CoverageOverview } from '../../types/coverage.ts';
import { renderCounting } from '../counting-notice.ts';
import { type Html, html } from '../html.ts';
import type { PageAnswer } from '../page.ts';
import { createCallReasons } from '../standing.ts';
import type { Targets } from '../targets.ts';
import type { View } from '../view.ts';
import { writeFacilityCsv } from './facility-csv.ts';
import { renderFilters } from './facility-filters.ts';
import { type FacilityQuery, pageOf, selectFacilities, writeFacilityQuery } from './facility-query.ts';
import { renderTable } from './facility-table.ts';

export interface FacilitiesFrame {
  readonly targets: Targets;
  readonly isPlaceholder: (code: string) => boolean;
}

/** All facilities of the registry that are open today, narrowed and sorted as the address says. */
export function renderFacilities(
  overview: CoverageOverview,
  query: FacilityQuery,
  { targets, isPlaceholder }: FacilitiesFrame,
  view: View,
): PageAnswer {
  const { standings, report, computedAt, changes } = overview;
  const reasonsOf = createCallReasons({ asOf: report.asOf, targets, changes });
  const chosen = selectFacilities(standings, query, reasonsOf);
  const part = pageOf(chosen, query);
  const context = { query, now: computedAt, isPlaceholder, reasonsOf };
  const placeholders = standings.some(({ coverage }) => isPlaceholder(coverage.code));
  return {
    kind: 'page',
    title: view.say('facilities'),
    main: html`${placeholders ? html`<p class="notice">${view.say('placeholders')}</p>` : ''}
      <div data-live="counting">${renderCounting(overview, view)}</div>
      <section class="panel" aria-labelledby="facilities">
        <h2 id="facilities" class="heard">${view.say('facilities')}</h2>
        ${renderFilters(standings, query, view)}
        <div data-live="facilities" data-instant>
          <p class="shown"><span role="status">${view.say('shown', { shown: chosen.length, all: standings.length })}</span>
            <a href="/facilities.csv?${writeFacilityQuery(query)}" download>${view.say('asCsv')}</a></p>
          ${renderTable(part.shown, context, view)}
          ${renderPager(query, part, view)}
        </div>
      </section>`,
    scripts: ['instant'],
    live: ['coverage'],
    figures: { asOf: report.asOf, computedAt },
  };
}

/** The way to the other pages, and back to the top. */
function renderPager(
  query: FacilityQuery,
  { page, pages }: { readonly page: number; readonly pages: number },
  view: View,
): Html {
  const link = (to: number, label: string, rel: 'next' | 'prev') =>
    to < 1 || to > pages
      ? html`<span></span>`
      : html`<a href="/facilities?${writeFacilityQuery(query, { page: to })}" rel="${rel}" data-focus="${rel}">${label}</a>`;
  const others =
    pages === 1
      ? ''
      : html`${link(page - 1, view.say('previousPage'), 'prev')}
        <span>${view.say('pageOf', { page, pages })}</span> ${link(page + 1, view.say('nextPage'), 'next')}`;
  return html`<p class="pager">${others} <a href="#main">${view.say('toTop')}</a></p>`;
}

/** All that is asked for, on whatever page, as a file. */
export function exportFacilities(
  { standings, report, changes }: CoverageOverview,
  query: FacilityQuery,
  { targets }: FacilitiesFrame,
  view: View,
): PageAnswer {
  const reasonsOf = createCallReasons({ asOf: report.asOf, targets, changes });
  const chosen = selectFacilities(standings, query, reasonsOf);
  const name = `lien-thong-facilities-${report.asOf}.csv`;
  return { kind: 'file', type: 'text/csv; charset=utf-8', name, bytes: writeFacilityCsv(chosen, reasonsOf, view) };
}
