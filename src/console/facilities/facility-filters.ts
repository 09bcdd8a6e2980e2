import { facilityWord } from '../../fhir/facility-words.ts';
import type { FacilityStanding } from '../../types/coverage.ts';
import { type Html, html } from '../html.ts';
import { STAGES } from '../standing.ts';
import type { View } from '../view.ts';
import { CONDITIONS, type FacilityQuery, SORTS } from './facility-query.ts';

type Option = readonly [value: string, label: string];

/** What the table may be narrowed to; works as a plain form, and at once where the page's script runs. */
export function renderFilters(standings: readonly FacilityStanding[], query: FacilityQuery, view: View): Html {
  const words = (list: 'ownership' | 'level'): readonly Option[] =>
    valuesOf(standings, list).map((word) => [word, facilityWord(list, word)[view.language]]);
  const isMore = [query.scope, query.ownership, query.level, query.commune].some((value) => value !== '');
  const communes = valuesOf(standings, 'commune').toSorted((a, b) => a.localeCompare(b, 'vi'));
  return html`<form class="filters" role="search" action="/facilities" data-instant aria-labelledby="facilities">
    <label>${view.say('search')} <input type="search" name="text" value="${query.text}" autocomplete="off" spellcheck="false"></label>
    ${select(
      'condition',
      view.say('condition'),
      CONDITIONS.map((one) => [one, capital(view.say(`call-${one}`))]),
      query,
      view,
    )}
    ${select(
      'stage',
      view.say('stage'),
      STAGES.map((stage) => [stage, view.say(stage)]),
      query,
      view,
    )}
    ${select(
      'cohort',
      view.say('cohort'),
      [
        ['hospital', view.say('hospitals')],
        ['other', view.say('others')],
      ],
      query,
      view,
    )}
    ${select(
      'sort',
      view.say('sortBy'),
      SORTS.map((sort) => [sort, sort === 'call' ? view.say('callFirst') : view.say(sort)]),
      query,
      view,
      'narrow',
    )}
    <button>${view.say('apply')}</button>
    <a class="button" href="/facilities">${view.say('reset')}</a>
    <details class="more-filters"${isMore ? html` open` : ''}><summary>${view.say('moreFilters')}</summary><div>
    ${select(
      'scope',
      view.say('scope'),
      (['yes', 'no', 'undecided'] as const).map((one) => [one, view.say(`scope-${one}`)]),
      query,
      view,
    )}
    ${select('ownership', view.say('ownership'), words('ownership'), query, view)}
    ${select('level', view.say('level'), words('level'), query, view)}
    ${select(
      'commune',
      view.say('commune'),
      communes.map((name) => [name, name]),
      query,
      view,
    )}
    </div></details>
  </form>`;
}

function valuesOf(
  standings: readonly FacilityStanding[],
  property: 'ownership' | 'level' | 'commune',
): readonly string[] {
  return [...new Set(standings.map(({ facility }) => facility[property]))].filter((value) => value !== '');
}

function select(
  name: keyof FacilityQuery,
  label: string,
  options: readonly Option[],
  query: FacilityQuery,
  view: View,
  className = '',
): Html {
  const chosen = query[name];
  const nothing = name === 'sort' ? '–' : view.say('all');
  return html`<label class="${className}">${label} <select name="${name}">
    <option value="">${nothing}</option>
    ${options.map(([value, text]) => html`<option value="${value}"${value === chosen ? html` selected` : ''}>${text}</option>`)}
  </select></label>`;
}

/** The words stand inside sentences too, where they begin small. */
function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
