import type { RecordHandle } from '../../types/inspection.ts';
import type { Facility } from '../../types/registry.ts';
import type { RecordState } from '../../types/submission.ts';
import { type Html, html } from '../html.ts';
import type { View } from '../view.ts';
import { renderRecordList } from './record-list.ts';

/** What was asked for; texts that may be personal are never part of it. */
export interface Asked {
  readonly by: 'key' | 'person';
  /** '' where it is not to be shown again. */
  readonly text: string;
  readonly facility: string | null;
  readonly day: string | null;
  readonly state: RecordState | null;
  readonly rule: string | null;
  /** True for a code that looks like the number of a person. */
  readonly isNumber: boolean;
}

export interface SearchPage {
  readonly asked: Asked;
  readonly facilities: readonly Facility[];
  /** Null: nothing was searched yet. */
  readonly found: readonly RecordHandle[] | null;
  /** True when there may be more. */
  readonly isCut: boolean;
  /** Why nothing was searched. */
  readonly wrong: string | null;
  readonly author: string | null;
}

const STATES: readonly RecordState[] = ['accepted', 'quarantined', 'refused'];

/** The search for records, with what it found. */
export function renderSearch(page: SearchPage, view: View): Html {
  return html`<div class="stack">
    <section class="panel" aria-labelledby="find-title"><h2 id="find-title">${view.say('recordFind')}</h2>
      ${page.wrong === null ? '' : html`<p class="notice" role="alert">${view.say('recordWrong', { why: page.wrong })}</p>`}
      ${renderFindForm(page, view)}
      ${renderBrowseForm(page, view)}
    </section>
    <section class="panel" aria-labelledby="results-title"><h2 id="results-title">${view.say('recordResults')}</h2>
      ${renderFound(page, view)}</section>
  </div>`;
}

function renderFindForm({ asked, facilities, author }: SearchPage, view: View): Html {
  const choice = (by: Asked['by'], label: string) =>
    html`<label><input type="radio" name="by" value="${by}"${asked.by === by ? html` checked` : ''}> ${label}</label>`;
  return html`<form class="record-find" method="post" action="/records" autocomplete="off">
    <fieldset class="choices"><legend>${view.say('recordBy')}</legend>
      ${choice('key', view.say('recordByKey'))}${choice('person', view.say('recordByPerson'))}</fieldset>
    <div class="filters">
      <label class="wide">${view.say('recordText')}
        <input name="text" value="${asked.by === 'key' ? asked.text : ''}" required maxlength="200" spellcheck="false"></label>
      ${renderFacilityChoice(facilities, asked.facility, view)}
      ${renderOptionalAuthor(author, view)}
      <button class="primary">${view.say('recordSearch')}</button>
    </div>
    <p class="aside person-only">${view.say('recordPersonHint')}</p>
  </form>`;
}

/** Only a search for a person asks for the name, so the browser must not insist on it. */
function renderOptionalAuthor(author: string | null, view: View): Html {
  return html`<label class="author person-only">${view.say('authorLabel')}
    <input name="author" value="${author ?? ''}" maxlength="80" autocomplete="name" spellcheck="false"></label>`;
}

function renderBrowseForm({ asked, facilities }: SearchPage, view: View): Html {
  const isOpen = asked.day !== null;
  return html`<details${isOpen ? html` open` : ''}><summary>${view.say('recordBrowse')}</summary>
    <form class="filters" method="get" action="/records">
      ${renderFacilityChoice(facilities, asked.facility, view, true)}
      <label>${view.say('day')}<input type="date" name="day" value="${asked.day ?? ''}" required></label>
      <label>${view.say('recordState')}<select name="state">
        <option value="">${view.say('recordAnyState')}</option>
        ${STATES.map((state) => html`<option value="${state}"${asked.state === state ? html` selected` : ''}>${view.say(`record-${state}`)}</option>`)}
      </select></label>
      <label>${view.say('recordRule')}<input name="rule" value="${asked.rule ?? ''}" size="10" pattern="LT-[A-Z][0-9]{3}" placeholder="LT-B001" spellcheck="false"></label>
      <button>${view.say('recordShow')}</button>
    </form></details>`;
}

/** Chooses one of the facilities, or (unless one has to be) all. */
export function renderFacilityChoice(
  facilities: readonly Facility[],
  chosen: string | null,
  view: View,
  isRequired = false,
): Html {
  const all = isRequired
    ? html`<option value=""></option>`
    : html`<option value="">${view.say('recordAnyFacility')}</option>`;
  return html`<label>${view.say('facility')}<select name="facility"${isRequired ? html` required` : ''}>${all}
    ${facilities.map(({ code, name }) => html`<option value="${code}"${code === chosen ? html` selected` : ''}>${code} ${name}</option>`)}
  </select></label>`;
}

function renderFound({ found, facilities, isCut, asked }: SearchPage, view: View): Html {
  if (found === null) return html`<p class="empty">${view.say('recordStart')}</p>`;
  if (found.length === 0)
    return html`<p class="empty" role="status">${view.say(asked.by === 'person' ? 'recordNothingPerson' : 'recordNothing')}
      ${asked.isNumber ? view.say('recordIsNumber') : ''}</p>`;
  const names = new Map(facilities.map(({ code, name }) => [code, name]));
  const count = view.say(isCut ? 'recordFoundMost' : 'recordFound', { count: found.length });
  return html`<p class="aside" role="status">${count}</p>
    ${renderRecordList(found, (code) => names.get(code) ?? '', null, view)}`;
}
