import type { AttemptRow } from '../../types/delivery.ts';
import type { DeliveryLink } from '../../types/record-desk.ts';
import type { EpochMs } from '../../types/submission.ts';
import { type Html, html } from '../html.ts';
import { renderInstant } from '../instant.ts';
import type { View } from '../view.ts';
import { renderActs, renderWords } from './act-list.ts';
import { type ActsPlace, renderDeliveryActs } from './delivery-acts.ts';
import { isLate, renderDeliveryState, renderReason, renderRemedy } from './delivery-state.ts';

/** One delivery of a record: where it stands, what it waits for and what is to be done, its attempts, and what a person may do. */
export function renderDelivery(link: DeliveryLink, now: EpochMs, place: ActsPlace, view: View): Html {
  const { delivery, attempts, acts } = link;
  const { destination, state, queuedAt, deadline, deliveredAt, receipt } = delivery;
  const late = isLate(delivery, now) ? html` <span class="tag bad">${view.say('deliveryLate')}</span>` : '';
  const facts: readonly (readonly [string, Html | null])[] = [
    [view.say('deliveryQueued'), renderInstant(queuedAt, view)],
    [view.say('deliveryDue'), deadline === null ? null : html`${renderInstant(deadline, view)}${late}`],
    [view.say('deliveryArrived'), deliveredAt === null ? null : renderInstant(deliveredAt, view)],
    [view.say('deliveryReceipt'), receipt === null ? null : html`<code>${receipt}</code>`],
    [view.say('deliveryWhy'), renderWhy(link, view)],
  ];
  return html`<article class="delivery"><div data-live="delivery-${delivery.id}">
    <h3><a href="/destinations/${encodeURIComponent(destination)}">${destination}</a> ${renderDeliveryState(state, view)}</h3>
    <dl class="facts">${facts.map(([name, value]) => (value === null ? '' : html`<dt>${name}</dt><dd>${value}</dd>`))}</dl>
    ${renderActs(acts, view)}
    ${attempts.length === 0 ? '' : renderAttempts(destination, attempts, view)}</div>
    ${renderDeliveryActs(delivery, place, view)}
  </article>`;
}

function renderWhy({ waiting, stop, refused }: DeliveryLink, view: View): Html | null {
  if (waiting === null) return null;
  return html`${waiting.text[view.language]}${stop === null ? '' : html` ${renderWords({ ...stop, reason: null }, view)}`}
    <span class="aside remedy">${renderRemedy(waiting.remedy, view)}</span>
    ${refused.map(({ field, code, place }) => {
      const named = place === undefined ? field : `${place} (${field})`;
      return html`<span class="aside remedy">${view.say('deliveryRefusedField', { field: named })} <code>${code}</code></span>`;
    })}`;
}

function renderAttempts(destination: string, attempts: readonly AttemptRow[], view: View): Html {
  const heads = ['deliveryAttempt', 'deliveryStarted', 'deliveryEnded', 'deliveryOutcome'] as const;
  const rows = attempts.map(
    ({ number, startedAt, leasedAt, endedAt, outcome, httpStatus, reason }) => html`<tr>
      <th scope="row">${number}</th>
      <td>${renderInstant(startedAt ?? leasedAt, view)}</td>
      <td>${endedAt === null ? '' : renderInstant(endedAt, view)}</td>
      <td>${view.say(outcome === null ? 'deliveryUnderWay' : `outcome-${outcome}`)}
        ${httpStatus === null ? '' : html` <code class="aside">HTTP ${String(httpStatus)}</code>`}
        ${reason === null ? '' : html`<br><span class="aside">${renderReason(reason, view)}</span>`}</td>
    </tr>`,
  );
  return html`<details><summary>${view.say('deliveryAttempts', { count: attempts.length })}</summary>
    <div class="scroll" tabindex="0" role="group" aria-label="${view.say('deliveryAttempts', { count: attempts.length })}: ${destination}"><table class="list">
      <thead><tr>${heads.map((key) => html`<th scope="col">${view.say(key)}</th>`)}</tr></thead>
      <tbody>${rows}</tbody></table></div></details>`;
}
