import { startOfLocalDay, toLocalDay } from '../../fhir/local-time.ts';
import type { ReportMonth } from '../../types/report.ts';
import type { EpochMs } from '../../types/submission.ts';
import { type Html, html } from '../html.ts';
import { renderInstant } from '../instant.ts';
import type { View } from '../view.ts';
import { renderFiles } from './files.ts';

const DAY_MS = 86_400_000;

/** Every month with its newest revision, what comes next, the years, and what other systems read. */
export function renderMonths(months: readonly ReportMonth[], now: EpochMs, view: View): Html {
  const years = [...new Set(months.map(({ month }) => month.slice(0, 4)))];
  return html`
    <section class="panel" aria-labelledby="reports-next" data-live="reports-next">
      <h2 id="reports-next">${view.say('reportsNext')}</h2>
      ${months.filter(({ revisions }) => revisions.length === 0).map((month) => renderNext(month, now, view))}
      <p class="aside">${view.say('reportsDueHint')}</p>
    </section>
    <section class="panel" aria-labelledby="reports-months" data-live="reports-months">
      <h2 id="reports-months">${view.say('reportsMonths')}</h2>
      ${months.every(({ revisions }) => revisions.length === 0) ? html`<p class="empty">${view.say('reportsNone')}</p>` : ''}
      ${months.length === 0 ? '' : renderTable(months, view)}
    </section>
    <div class="columns">
      <section class="panel" aria-labelledby="reports-years">
        <h2 id="reports-years">${view.say('reportsYears')}</h2>
        <p class="aside">${view.say('reportsYearHint')}</p>
        <ul class="files">${years.map(
          (year) =>
            html`<li>${view.say('reportsYear', { year })} ${renderFiles({ path: `/reports/yearly/${year}`, period: year }, view)}</li>`,
        )}</ul>
      </section>
      <section class="panel" aria-labelledby="reports-data">
        <h2 id="reports-data">${view.say('reportsData')}</h2>
        <ul class="files">
          <li><a href="/fhir/MeasureReport">${view.say('reportsMeasures')}</a></li>
          <li><a href="/open/coverage.json">${view.say('reportsOpenJson')}</a></li>
          <li><a href="/open/coverage.csv">${view.say('reportsOpenCsv')}</a></li>
        </ul>
        <p class="aside">${view.say('reportsOpenHint')}</p>
      </section>
    </div>`;
}

/** `11/2026`. */
export function writeMonth(month: string): string {
  return month.split('-').reverse().join('/');
}

function renderNext({ month, freezeOn, due }: ReportMonth, now: EpochMs, view: View): Html {
  const dayAfter = toLocalDay(startOfLocalDay(due) + DAY_MS);
  const words = { month: writeMonth(month), day: view.day(freezeOn), due: view.day(dayAfter) };
  if (toLocalDay(now) > due)
    return html`<p class="notice">${view.say('reportsOverdue', { ...words, due: view.day(due) })} <a href="/reports/months/${month}">${view.say('reportsOpen')}</a></p>`;
  return html`<p>${view.say('reportsFreezes', words)}</p>`;
}

function renderTable(months: readonly ReportMonth[], view: View): Html {
  const heads = ['reportsMonth', 'reportsState', 'reportsFrozenAt', 'reportsBy', 'reportsFiles'] as const;
  return html`<div class="scroll" tabindex="0" role="group" aria-labelledby="reports-months"><table class="list">
    <thead><tr>${heads.map((key) => html`<th scope="col">${view.say(key)}</th>`)}</tr></thead>
    <tbody>${months.map(({ month, revisions: [newest], late }) => {
      const state =
        newest === undefined
          ? html`<span class="tag">${view.say('reportsDraft')}</span>`
          : html`<span class="tag good">${view.say('reportsFrozen', { revision: newest.revision })}</span>`;
      return html`<tr>
        <th scope="row"><a href="/reports/months/${month}">${writeMonth(month)}</a></th>
        <td>${state}${late ? html` <span class="tag warn">${view.say('reportsLate')}</span>` : ''}</td>
        <td>${newest === undefined ? '–' : renderInstant(newest.frozenAt, view)}</td>
        <td>${newest === undefined ? '–' : renderBy(newest.by, view)}</td>
        <td>${renderFiles({ path: `/reports/monthly/${month}`, period: writeMonth(month) }, view)}</td></tr>`;
    })}</tbody></table></div>`;
}

/** Who made a revision. */
export function renderBy(by: string, view: View): string {
  return by === 'gateway' ? view.say('reportsByGateway') : by.replace(/^(?:staff|operator):/, '');
}
