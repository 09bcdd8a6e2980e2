import type { EncounterBehind, EncounterFilter, SectionTally } from '../../types/coverage.ts';
import { type Html, html } from '../html.ts';
import { renderInstant } from '../instant.ts';
import type { PageAnswer, PageRequest } from '../page.ts';
import type { View } from '../view.ts';
import { encountersPath } from './advice-section.ts';
import type { FacilityDeps } from './facility-deps.ts';

/** Encounters on one page. */
const PAGE = 50;

const SHOWS = ['all', 'emr', 'no-emr', 'incomplete', 'late', 'no-identity', 'unsigned'] as const;

/** The encounters behind a figure of a facility, by MA_LK; ids of the sender and times, nothing of the patient. */
export async function renderEncounters(deps: FacilityDeps, { params, query, view }: PageRequest): Promise<PageAnswer> {
  const code = params['code'] ?? '';
  const { report, standings, computedAt } = await deps.overview();
  const one = standings.find(({ coverage }) => coverage.code === code);
  if (one === undefined) return { kind: 'missing' };
  const filter = readFilter(query);
  const { encounters, next } = await deps.encounters(code, report.asOf, filter, {
    after: query['after'] ?? '',
    limit: PAGE,
  });
  const main = html`<section class="panel" aria-labelledby="behind">
    <h2 id="behind" class="heard">${view.say('encountersBehind')}</h2>
    ${renderChoices(code, filter, one.figures.sections, deps, view)}
    ${encounters.length === 0 ? html`<p class="empty">${view.say('noEncounters')}</p>` : renderTable(code, encounters, deps, view)}
    <p class="pager">
      ${query['after'] === undefined ? html`<span></span>` : html`<a href="${encountersPath(code, filter)}">${view.say('firstPage')}</a>`}
      ${next === null ? '' : html`<a href="${encountersPath(code, filter)}&after=${encodeURIComponent(next)}" rel="next">${view.say('nextPage')}</a>`}
    </p>
  </section>`;
  return {
    kind: 'page',
    title: view.say('encountersBehind'),
    main,
    crumbs: [{ label: one.facility.name, path: `/facilities/${code}` }],
    figures: { asOf: report.asOf, computedAt },
  };
}

function readFilter(query: Readonly<Record<string, string>>): EncounterFilter {
  if (query['show'] === 'missing-section' && query['section'] !== undefined) {
    return { show: 'missing-section', section: query['section'] };
  }
  return { show: SHOWS.find((show) => show === query['show']) ?? 'all' };
}

function renderChoices(
  code: string,
  filter: EncounterFilter,
  sections: SectionTally,
  deps: FacilityDeps,
  view: View,
): Html {
  const chosen = 'section' in filter ? filter.section : null;
  const link = (to: EncounterFilter, label: string, isCurrent: boolean) =>
    html`<li><a href="${encountersPath(code, to)}"${isCurrent ? html` aria-current="true"` : ''}>${label}</a></li>`;
  const missing = Object.entries(sections).filter(([, { due, present }]) => due > present);
  return html`<ul class="choices">
    ${SHOWS.map((show) => link({ show }, view.say(`show-${show}`), show === filter.show))}
    ${missing.map(([section]) => link({ show: 'missing-section', section }, view.say('show-missing-section', { section: deps.sectionName(section)[view.language] }), section === chosen))}
  </ul>`;
}

function renderTable(code: string, encounters: readonly EncounterBehind[], deps: FacilityDeps, view: View): Html {
  return html`<div class="scroll" tabindex="0" role="group" aria-labelledby="behind"><table class="list">
    <thead><tr>
      <th scope="col">MA_LK</th>
      <th scope="col">${view.say('endOfCare')}</th>
      <th scope="col">${view.say('evidence')}</th>
      <th scope="col">${view.say('missingSections')}</th>
      <th scope="col">${view.say('firstEmr')}</th>
      <th scope="col">${view.say('identity')}</th>
      <th scope="col">${view.say('claim')}</th>
    </tr></thead>
    <tbody>${encounters.map((one) => renderRow(code, one, deps, view))}</tbody>
  </table></div>`;
}

const LEVELS = ['level-0', 'level-1', 'level-2', 'level-3'] as const;

function renderRow(code: string, one: EncounterBehind, deps: FacilityDeps, view: View): Html {
  const yes = (value: boolean) => view.say(value ? 'yes' : 'no');
  const missing = one.missing.map((section) => deps.sectionName(section)[view.language]).join(', ');
  return html`<tr>
    <th scope="row"><a href="/records?q=${encodeURIComponent(one.encounter)}&facility=${code}">${one.encounter}</a></th>
    <td>${renderInstant(one.endOfCare, view)}</td>
    <td>${view.say(LEVELS[one.level] ?? 'level-0')}</td>
    <td>${missing === '' ? '–' : missing}</td>
    <td>${one.firstEmrAt === null ? '–' : renderInstant(one.firstEmrAt, view)}</td>
    <td>${yes(one.identity)}</td>
    <td>${yes(one.claimed)}</td>
  </tr>`;
}
