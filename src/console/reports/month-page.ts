import type { ReportDifference, ReportMonth } from '../../types/report.ts';
import { MAX_REASON_LENGTH, renderAct } from '../frame/acting.ts';
import { type Html, html } from '../html.ts';
import { renderInstant } from '../instant.ts';
import { TEXTS, type TextKey } from '../texts.ts';
import type { View } from '../view.ts';
import { renderFiles } from './files.ts';
import { renderBy, writeMonth } from './months-page.ts';

export interface MonthPage {
  readonly month: ReportMonth;
  /** Whether a revision can be made: the month is over. */
  readonly isOver: boolean;
  readonly author: string | null;
  /** What kept a revision from being made; null: nothing. */
  readonly wrong: string | null;
}

/** A month: its revisions with their files, and the form for a further one. */
export function renderMonth({ month: { month, revisions }, isOver, author, wrong }: MonthPage, view: View): Html {
  const path = `/reports/monthly/${month}`;
  const heads = [
    'reportsRevision',
    'reportsFrozenAt',
    'reportsBy',
    'reportsReason',
    'reportsFingerprint',
    'reportsFiles',
  ] as const;
  return html`${wrong === null ? '' : html`<p class="notice" role="alert">${wrong}</p>`}
    <section class="panel" aria-labelledby="reports-revisions" data-live="reports-revisions">
      <h2 id="reports-revisions">${view.say('reportsRevisions')}</h2>
      ${
        revisions.length === 0
          ? html`<p class="empty">${view.say('reportsDraft')}: ${renderFiles({ path, period: writeMonth(month) }, view)}</p>`
          : html`<div class="scroll" tabindex="0" role="group" aria-labelledby="reports-revisions"><table class="list">
        <thead><tr>${heads.map((key) => html`<th scope="col">${view.say(key)}</th>`)}</tr></thead>
        <tbody>${revisions.map(
          ({ revision, frozenAt, by, reason, sha256 }) => html`<tr>
            <th scope="row">${revision}${revision > 1 ? html` <a class="aside" href="/reports/months/${month}/differences?from=${revision - 1}&amp;to=${revision}">${view.say('reportsCompare', { revision: revision - 1 })}</a>` : ''}</th>
            <td>${renderInstant(frozenAt, view)}</td>
            <td>${renderBy(by, view)}</td>
            <td>${reason ?? '–'}</td>
            <td><code class="digest">${sha256}</code></td>
            <td>${renderFiles({ path, period: writeMonth(month), revision }, view)}</td></tr>`,
        )}</tbody></table></div>`
      }
    </section>
    ${isOver ? renderRevise(month, revisions.length === 0, author, view) : ''}`;
}

function renderRevise(month: string, isFirst: boolean, author: string | null, view: View): Html {
  const form = {
    action: `/reports/months/${month}/revise`,
    label: view.say(isFirst ? 'reportsFirst' : 'reportsRevise'),
    hint: view.say('reportsReviseHint'),
    author,
    fields: html`<label>${view.say(isFirst ? 'reportsFirstReasonField' : 'reportsReasonField')}
      <input name="reason" required maxlength="${MAX_REASON_LENGTH}" autocomplete="off"></label>`,
  };
  return html`<section class="panel" aria-labelledby="reports-revise">
    <h2 id="reports-revise">${view.say(isFirst ? 'reportsFirstTitle' : 'reportsReviseTitle')}</h2>
    ${renderAct(form, view)}</section>`;
}

export interface DifferencesPage {
  readonly from: number;
  readonly to: number;
  readonly differences: readonly ReportDifference[];
  /** There are more. */
  readonly isCut: boolean;
}

/** What people look for; the rest follows from it. */
const MAIN = ['province', 'lists', 'facilities', 'programmes'];

/** What two revisions of a month have otherwise: the main figures, and folded up what follows from them. */
export function renderDifferences(page: DifferencesPage, view: View): Html {
  const { differences, isCut } = page;
  if (differences.length === 0)
    return html`<section class="panel"><p class="empty">${view.say('reportsSame')}</p></section>`;
  const main = MAIN.flatMap((name) => differences.filter(({ path: [first] }) => first === name));
  const derived = differences.filter(({ path: [first = ''] }) => !MAIN.includes(first));
  return html`<section class="panel" aria-labelledby="reports-differences">
    <h2 id="reports-differences">${view.say('reportsMain')}</h2>
    ${isCut ? html`<p class="aside">${view.say('reportsCut', { count: differences.length })}</p>` : ''}
    ${main.length === 0 ? html`<p class="empty">${view.say('reportsSame')}</p>` : renderPlaces(main, page, view)}
    ${derived.length === 0 ? '' : html`<details><summary>${view.say('reportsDerived', { count: derived.length })}</summary>${renderPlaces(derived, page, view)}</details>`}
  </section>`;
}

function renderPlaces(differences: readonly ReportDifference[], { from, to }: DifferencesPage, view: View): Html {
  return html`<div class="scroll" tabindex="0" role="group" aria-labelledby="reports-differences"><table class="list">
      <thead><tr><th scope="col">${view.say('reportsPlace')}</th>${[from, to].map((revision) => html`<th scope="col">${view.say('reportsBefore', { revision })}</th>`)}</tr></thead>
      <tbody>${differences.map(
        ({ path, from: one, to: other }) => html`<tr>
          <th scope="row">${path.map((name) => sayPlace(name, view)).join(' › ')}</th>
          ${[one, other].map((value) => html`<td>${writeValue(value, path, view)}</td>`)}</tr>`,
      )}</tbody></table></div>`;
}

/** Names of the model in words; codes and days as they are. */
function sayPlace(name: string, view: View): string {
  const key = `reports-at-${name}`;
  return Object.hasOwn(TEXTS, key) ? view.say(key as TextKey) : name;
}

/** Longest value that is shown whole. */
const MAX_LENGTH = 160;

const IS_SHARE = /Share|^(?:share|volume|completeness|timeliness|identity|signed|acceptance)$/;

function writeValue(value: unknown, path: readonly string[], view: View): string {
  if (value === undefined || value === null) return '–';
  if (typeof value === 'number') return IS_SHARE.test(path.at(-1) ?? '') ? view.share(value) : String(value);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
}
