import type { FacilityStanding } from '../types/coverage.ts';
import type { EpochMs } from '../types/submission.ts';
import { type Html, html } from './html.ts';
import { explainShortfalls, heightOnLadder, isGap, isSilent, STAGES } from './standing.ts';
import type { TextKey } from './texts.ts';
import { unknownCell, type View } from './view.ts';

const COLUMNS = [
  ...['facility', 'cohort', 'stage', 'announcedOn', 'lastRecord', 'volume', 'completeness', 'timeliness', 'alarm'],
] as const satisfies readonly TextKey[];

/** Filters and the table of all facilities; the page's own script filters and sorts what stands here. */
export function renderFacilities(
  standings: readonly FacilityStanding[],
  { now, isPlaceholder }: { readonly now: EpochMs; readonly isPlaceholder: (code: string) => boolean },
  view: View,
): Html {
  return html`<section class="panel" aria-labelledby="facilities">
    <h2 id="facilities" tabindex="-1">${view.say('facilities')}</h2>
    ${renderFilters(view)}
    <table class="facilities" role="table" aria-labelledby="facilities">
      <thead role="rowgroup"><tr role="row">${COLUMNS.map(
        (column) =>
          html`<th scope="col" role="columnheader"><button type="button" data-sort="${column}">${view.say(column)}</button></th>`,
      )}</tr></thead>
      <tbody role="rowgroup" data-live="facilities">${standings.map((one) =>
        renderRow(one, now, isPlaceholder(one.coverage.code), view),
      )}</tbody>
    </table>
    <p class="empty" id="no-match" hidden>${view.say('noMatch')}</p>
  </section>`;
}

function renderFilters(view: View): Html {
  const options = (words: readonly (readonly [string, TextKey])[]) => [
    html`<option value="">${view.say('all')}</option>`,
    words.map(([value, key]) => html`<option value="${value}">${view.say(key)}</option>`),
  ];
  return html`<form class="filters" id="filters" role="search" aria-labelledby="facilities">
    <label>${view.say('search')} <input type="search" name="text" autocomplete="off" spellcheck="false"></label>
    <label>${view.say('stage')} <select name="stage">${options(STAGES.map((stage) => [stage, stage]))}</select></label>
    <label>${view.say('cohort')} <select name="cohort">${options([
      ['hospital', 'hospitals'],
      ['other', 'others'],
    ])}</select></label>
    <label>${view.say('condition')} <select name="condition">${options([
      ['silent', 'silent'],
      ['gap', 'gap'],
      ['undecided', 'undecidedScope'],
    ])}</select></label>
    <label class="narrow">${view.say('sortBy')} <select name="sort">${COLUMNS.map(
      (column) => html`<option value="${column}">${view.say(column)}</option>`,
    )}</select></label>
    <button type="reset">${view.say('reset')}</button>
    <output name="shown" data-text="${view.say('shown', { shown: '{shown}', all: '{all}' })}"></output>
  </form>`;
}

function renderRow(one: FacilityStanding, now: EpochMs, placeholder: boolean, view: View): Html {
  const { facility, coverage, scope } = one;
  const conditions = [isSilent(one) ? 'silent' : '', isGap(one) ? 'gap' : '', scope === 'undecided' ? 'undecided' : ''];
  const tag = placeholder ? html` <span class="tag">${view.say('placeholder')}</span>` : '';
  return html`<tr role="row" id="f-${coverage.code}" data-stage="${coverage.stage}" data-cohort="${facility.cohort}"
    data-conditions="${conditions.join(' ').trim()}">
    <th scope="row" role="rowheader" data-value="${facility.name}"><span class="name">${facility.name}</span>
      <span class="aside">${coverage.code}${tag} · ${facility.commune}</span></th>
    ${cell('cohort', facility.cohort, renderCohort(one, view), view)}
    ${cell('stage', heightOnLadder(one), renderStage(one, view), view)}
    ${cell('announcedOn', facility.announced ?? '', renderAnnounced(one, view), view)}
    ${cell('lastRecord', one.lastAcceptedAt ?? 0, renderLastRecord(one, now, view), view)}
    ${cell('volume', coverage.volume ?? -1, renderVolume(one, view), view)}
    ${cell('completeness', coverage.completeness ?? -1, view.shareCell(coverage.completeness), view)}
    ${cell('timeliness', coverage.timeliness ?? -1, view.shareCell(coverage.timeliness), view)}
    ${cell('alarm', alarmRank(one), renderAlarm(one, view), view)}
  </tr>`;
}

/** `value` is what the column is sorted by. */
function cell(column: (typeof COLUMNS)[number], value: string | number, content: Html, view: View): Html {
  return html`<td role="cell" class="${column}" data-label="${view.say(column)}" data-value="${value}">${content}</td>`;
}

function renderCohort({ facility, scope }: FacilityStanding, view: View): Html {
  const notes = { yes: '', no: view.say('outOfScope'), undecided: view.say('undecidedScope') };
  return html`${view.say(facility.cohort)} <span class="aside">${notes[scope]}</span>`;
}

function renderStage(one: FacilityStanding, view: View): Html {
  const { stage } = one.coverage;
  const reached = STAGES.indexOf(stage);
  const rungs = STAGES.map((_, step) => html`<i class="${step <= reached ? 'reached' : ''}"></i>`);
  const missing = one.shortfalls.length === 0 ? '' : html`<span class="aside">${explainShortfalls(one, view)}</span>`;
  return html`<span class="rungs ${stage}" aria-hidden="true">${rungs}</span>
    <span class="name">${view.say(stage)}</span> ${missing}`;
}

function renderAnnounced({ facility, coverage }: FacilityStanding, view: View): Html {
  if (facility.announced === null || !coverage.announced) return unknownCell(view.say('notAnnounced'));
  const sustained = coverage.sustained ? html` <span class="tag good">${view.say('sustained')}</span>` : '';
  return html`${view.day(facility.announced)}${sustained}`;
}

function renderLastRecord({ lastAcceptedAt }: FacilityStanding, now: EpochMs, view: View): Html {
  if (lastAcceptedAt === null) return html`<span class="aside">${view.say('never')}</span>`;
  return html`${view.moment(lastAcceptedAt)} <span class="aside">${view.ago(lastAcceptedAt, now)}</span>`;
}

function renderVolume({ coverage: { volume, emr, expected } }: FacilityStanding, view: View): Html {
  const known = expected === null ? '' : html` <span class="aside">${view.count(emr)}/${view.count(expected)}</span>`;
  return html`${view.shareCell(volume)}${known}`;
}

function alarmRank({ silence }: FacilityStanding): number {
  return { none: 0, never: 0, unusual: 1, week: 2 }[silence];
}

function renderAlarm({ silence }: FacilityStanding, view: View): Html {
  return silence === 'unusual' || silence === 'week' ? html`<span class="tag bad">${view.say(silence)}</span>` : html``;
}
