import { remedyText } from '../../fhir/delivery-remedies.ts';
import { keyOfIdentity } from '../../fhir/record-identity.ts';
import type { ComparedDay, HeldDelivery } from '../../types/destination-desk.ts';
import type { HeldState } from '../../types/inspection.ts';
import type { EpochMs } from '../../types/submission.ts';
import { type Html, html } from '../html.ts';
import { renderInstant } from '../instant.ts';
import type { View } from '../view.ts';
import { renderAct } from './act-list.ts';
import { renderDeliveryActs } from './delivery-acts.ts';
import { isLate, renderDeliveryState, renderReason, renderRemedy } from './delivery-state.ts';

export interface HeldPage {
  readonly destination: string;
  readonly state: HeldState;
  readonly reason: string | null;
  readonly rows: readonly HeldDelivery[];
  /** Address of the next page; null: this is the last. */
  readonly next: string | null;
  /** Of this page. */
  readonly path: string;
  readonly now: EpochMs;
  readonly author: string | null;
}

/** Held deliveries of one destination for one reason, with what a person may do to each. */
export function renderHeldList(page: HeldPage, view: View): Html {
  const { state, reason, rows, next } = page;
  const remedy = reason === null ? undefined : remedyText(state, reason);
  return html`<section class="panel" aria-label="${view.say('destinationHeldTitle')}">
    <p>${renderDeliveryState(state, view)} ${reason === null ? '' : renderReason(reason, view)}</p>
    <p class="aside">${renderRemedy(remedy, view)}</p>
    ${rows.length === 0 ? html`<p class="empty">${view.say('destinationNothingHeld')}</p>` : renderRows(page, view)}
    ${next === null ? '' : html`<p class="pager"><a href="${next}" rel="next">${view.say('nextPage')}</a></p>`}
  </section>`;
}

function renderRows({ rows, reason, now, author, path }: HeldPage, view: View): Html {
  const heads = ['recordKey', 'facility', 'deliveryQueued', 'deliveryDue', 'deliveryWhy', 'deliveryActions'] as const;
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${view.say('destinationHeldTitle')}"><table class="list">
    <thead><tr>${heads.map((key) => html`<th scope="col">${view.say(key)}</th>`)}</tr></thead>
    <tbody>${rows.map(
      (row) => html`<tr>
        <th scope="row"><a href="/records/${row.recordId}">${keyOfIdentity(row.recordKey)}</a><span class="aside remedy">${view.say(`kind-${row.kind}`)}</span></th>
        <td>${row.facility}</td>
        <td>${renderInstant(row.queuedAt, view)}<span class="aside remedy">${view.say('deliveryAttempts', { count: row.attempts })}</span></td>
        <td>${row.deadline === null ? '–' : renderInstant(row.deadline, view)}${isLate(row, now) ? html` <span class="tag bad">${view.say('deliveryLate')}</span>` : ''}</td>
        <td>${reason === null ? renderReason(row.reason, view) : ''}${row.act === null ? '' : html`<span class="remedy">${renderAct(row.act, view)}</span>`}${row.faults.map(({ field, code }) => html`<span class="aside remedy">${view.say('deliveryRefusedField', { field })} <code>${code}</code></span>`)}</td>
        <td>${renderDeliveryActs(row, { author, back: path }, view)}</td></tr>`,
    )}</tbody></table></div>`;
}

const KINDS = { missing: 'compareMissing', unknown: 'compareUnknown', differing: 'compareDiffering' } as const;

/** What a comparison with a destination's own account of a day found. */
export function renderComparison(compared: ComparedDay, view: View): Html {
  const { state, reason, count, missing, differing, unknown, differences } = compared;
  const words = { reason: reason ?? '', count, missing, differing, extra: unknown };
  const tone = state === 'equal' ? 'good' : 'bad';
  return html`<section class="panel" aria-label="${view.say('destinationDays')}">
    <p><span class="tag ${state === 'not-asked' ? '' : tone}">${view.say(`compare-${state}`, words)}</span></p>
    <p class="aside">${view.say('compareHint')}</p>
    ${differences.length === 0 ? '' : renderDifferences(differences, view)}</section>`;
}

function renderDifferences(differences: ComparedDay['differences'], view: View): Html {
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${view.say('recordResults')}"><table class="list">
    <thead><tr><th scope="col">${view.say('recordKey')}</th><th scope="col">${view.say('facility')}</th><th scope="col">${view.say('deliveryState')}</th></tr></thead>
    <tbody>${differences.map(
      ({ kind, facility, key, recordId }) => html`<tr>
        <th scope="row">${recordId === null ? (key ?? '–') : html`<a href="/records/${recordId}">${key ?? '–'}</a>`}</th>
        <td>${facility}</td><td>${view.say(KINDS[kind])}</td></tr>`,
    )}</tbody></table></div>`;
}
