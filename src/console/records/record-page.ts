import type { RecordChain, ToldIssue } from '../../types/record-desk.ts';
import type { EpochMs } from '../../types/submission.ts';
import { renderDelivery } from '../destinations/delivery-section.ts';
import { MAX_REASON_LENGTH, renderAct, renderReasonField } from '../frame/acting.ts';
import { renderAuthorField } from '../frame/author-field.ts';
import { type Html, html } from '../html.ts';
import { renderInstant } from '../instant.ts';
import type { View } from '../view.ts';
import { renderChain } from './chain-section.ts';
import { renderRecordList, renderRecordState, renderVersion } from './record-list.ts';

export interface RecordPage {
  readonly chain: RecordChain;
  readonly now: EpochMs;
  readonly author: string | null;
  /** Why the last form did nothing. */
  readonly wrong: string | null;
}

const TONES: Readonly<Record<ToldIssue['severity'], string>> = {
  fatal: 'bad',
  error: 'bad',
  warning: 'warn',
  information: '',
};

/** What became of a record: nothing on this page is of the patient. */
export function renderRecord({ chain, now, author, wrong }: RecordPage, view: View): Html {
  const { record, issues, deliveries, versions, facilityName } = chain;
  const back = `/records/${record.id}`;
  return html`${wrong === null ? '' : html`<p class="notice" role="alert">${wrong}</p>`}
  <div class="columns"><div>
    <section class="panel" aria-labelledby="chain-title" data-live="chain"><h2 id="chain-title">${view.say('recordChain')}</h2>
      ${renderChain(chain, view)}</section>
    <section class="panel" aria-labelledby="issues-title"><h2 id="issues-title">${view.say('recordIssues')}</h2>
      ${renderIssues(issues, view)}</section>
    <section class="panel" aria-labelledby="deliveries-title"><h2 id="deliveries-title">${view.say('recordDeliveries')}</h2>
      ${deliveries.length === 0 ? html`<p class="empty">${view.say(record.state === 'accepted' ? 'recordOwedNowhere' : 'recordNotSent')}</p>` : deliveries.map((link) => renderDelivery(link, now, { author, back }, view))}</section>
  </div><div>
    <section class="panel" aria-label="${view.say('recordTitle', { key: chain.key })}">${renderFacts(chain, view)}</section>
    ${record.state === 'quarantined' ? renderRelease(record.id, author, view) : ''}
    <section class="panel" aria-labelledby="open-title"><h2 id="open-title">${view.say('recordOpen')}</h2>
      ${renderOpening(record.id, author, view)}</section>
  </div></div>
  <section class="panel below" aria-labelledby="versions-title"><h2 id="versions-title">${view.say('recordVersions')}</h2>
    ${renderRecordList(versions, () => facilityName ?? '', record.id, view)}</section>`;
}

function renderFacts({ record, facilityName }: RecordChain, view: View): Html {
  const submission = `/records?q=${record.submissionId}`;
  const facts: readonly (readonly [string, Html])[] = [
    [view.say('recordState'), renderRecordState(record.state, view)],
    [view.say('recordKind'), html`${view.say(`kind-${record.kind}`)} <code class="aside">${record.format}</code>`],
    [
      view.say('facility'),
      html`<a href="/facilities/${record.facility}">${facilityName ?? record.facility}</a> <span class="aside">${record.facility}</span>`,
    ],
    [view.say('recordVersion'), renderVersion(record, view)],
    [view.say('recordReceived'), renderInstant(record.receivedAt, view)],
    [
      view.say('recordSubmission'),
      html`<a href="${submission}"><code>${record.submissionId}</code></a> <span class="aside">${view.say('recordPosition', { position: record.position })}</span>`,
    ],
  ];
  return html`<dl class="facts">${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}

function renderIssues(issues: readonly ToldIssue[], view: View): Html {
  if (issues.length === 0) return html`<p class="empty">${view.say('recordNoIssues')}</p>`;
  const heads = ['recordPlace', 'qualityRule', 'recordWhat'] as const;
  return html`<div class="scroll" tabindex="0" role="group" aria-labelledby="issues-title"><table class="list issues">
    <thead><tr>${heads.map((key) => html`<th scope="col">${view.say(key)}</th>`)}</tr></thead>
    <tbody>${issues.map(
      ({ rule, severity, place, text }) => html`<tr>
        <th scope="row"><code>${place ?? ''}</code></th>
        <td>${rule === null ? '' : html`<a href="/quality/rules/${rule}">${rule}</a>`}
          <span class="tag ${TONES[severity]}">${view.say(`severity-${severity}`)}</span></td>
        <td>${text[view.language]}</td></tr>`,
    )}</tbody></table></div>`;
}

function renderRelease(recordId: string, author: string | null, view: View): Html {
  return html`<section class="panel" aria-labelledby="release-title"><h2 id="release-title">${view.say('record-quarantined')}</h2>
    <p>${view.say('recordHeld')}</p>
    ${renderAct(
      {
        action: `/records/${recordId}/release`,
        label: view.say('recordRelease'),
        hint: view.say('recordReleaseHint'),
        author,
        fields: renderReasonField(view),
      },
      view,
    )}</section>`;
}

function renderOpening(recordId: string, author: string | null, view: View): Html {
  return html`<form class="fields" method="post" action="/records/${recordId}/content">
    <p class="aside">${view.say('recordOpenHint')}</p>
    <label>${view.say('recordProtectedReason')}
      <input name="reason" maxlength="${MAX_REASON_LENGTH}" autocomplete="off"></label>
    ${renderAuthorField(author, view)}
    <button class="primary">${view.say('recordOpen')}</button></form>`;
}
