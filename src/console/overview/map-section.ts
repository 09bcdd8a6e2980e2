import type { Commune } from '../../types/commune.ts';
import type { CoverageGroup, CoverageTotals } from '../../types/coverage.ts';
import { renderChart } from '../chart.ts';
import { type Html, html } from '../html.ts';
import type { View } from '../view.ts';

/** How far the facilities in scope of a commune are, all together. */
export type CommuneState = 'proven' | 'announced' | 'partly' | 'none' | 'empty';

export const COMMUNE_STATES = [
  'proven',
  'announced',
  'partly',
  'none',
  'empty',
] as const satisfies readonly CommuneState[];

/** Proven or announced as a whole; partly when only some are; empty when none is in scope. */
export function stateOfCommune({ inScope, announced, proven }: CoverageTotals): CommuneState {
  if (inScope === 0) return 'empty';
  if (proven === inScope) return 'proven';
  if (announced === inScope) return 'announced';
  return announced + proven > 0 ? 'partly' : 'none';
}

/** The communes as points where they lie, and as a table; communes without a facility are points only. */
export function renderMap(groups: readonly CoverageGroup[], communes: readonly Commune[], view: View): Html {
  const totals = new Map(groups.map((group) => [group.name, group.totals]));
  const points = communes.map(({ name, lat, lng }) => {
    const own = totals.get(name);
    return [
      lng,
      lat,
      own?.open ?? 0,
      own === undefined ? 'empty' : stateOfCommune(own),
      name,
      own === undefined ? '' : explain(own, view),
    ];
  });
  const states = Object.fromEntries(COMMUNE_STATES.map((state) => [state, view.say(`commune-${state}`)]));
  const known = groups.filter(({ totals: { open } }) => open > 0);
  const summary = view.say('mapSummary', {
    communes: communes.length,
    ...Object.fromEntries(
      COMMUNE_STATES.map((state) => [state, known.filter(({ totals: own }) => stateOfCommune(own) === state).length]),
    ),
  });
  return html`<section class="panel map" aria-labelledby="map">
    <h2 id="map">${view.say('map')}</h2>
    <p class="aside">${view.say('mapHint')}</p>
    ${renderChart('map', summary, { points, states }, view)}
    <details>
      <summary>${view.say('mapTable', { count: known.length })}</summary>
      <div class="scroll" tabindex="0" role="group" aria-labelledby="map"><table class="figures">
        <thead><tr>
          <th scope="col">${view.say('commune')}</th>
          <th scope="col">${view.say('facilities')}</th>
          <th scope="col">${view.say('inScope')}</th>
          <th scope="col">${view.say('announced')}</th>
          <th scope="col">${view.say('proven')}</th>
        </tr></thead>
        <tbody>${known
          .toSorted((a, b) => b.totals.open - a.totals.open || a.name.localeCompare(b.name, 'vi'))
          .map(({ name, totals: own }) => renderRow(name, own, view))}</tbody>
      </table></div>
    </details>
  </section>`;
}

function explain({ open, inScope, announced, proven }: CoverageTotals, view: View): string {
  return view.say('communeText', { open, inScope, announced, proven });
}

function renderRow(name: string, { open, inScope, announced, proven }: CoverageTotals, view: View): Html {
  return html`<tr>
    <th scope="row"><a href="/facilities?commune=${encodeURIComponent(name)}">${name}</a></th>
    <td>${view.count(open)}</td><td>${view.count(inScope)}</td><td>${view.count(announced)}</td><td>${view.count(proven)}</td>
  </tr>`;
}
