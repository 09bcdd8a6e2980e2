import { remedyText } from '../../fhir/delivery-remedies.ts';
import type { DestinationDetail, DestinationNow } from '../../types/destination-desk.ts';
import type { HeldReason } from '../../types/inspection.ts';
import type { EpochMs } from '../../types/submission.ts';
import { renderAct, renderReasonField } from '../frame/acting.ts';
import { type Html, html } from '../html.ts';
import { renderInstant } from '../instant.ts';
import type { View } from '../view.ts';
import { renderActs } from './act-list.ts';
import { renderDeliveryState, renderReason, renderRemedy } from './delivery-state.ts';
import { renderDestinationKind, renderDestinationState } from './destination-state.ts';
import { renderCounts, renderTimes } from './overview-page.ts';

/** One destination: how it fares, what is held and why, its days, and what a person may do. */
export function renderDestination(
  { now: destination, reasons, days, acts, isAsked }: DestinationDetail,
  { now, author }: { readonly now: EpochMs; readonly author: string | null },
  view: View,
): Html {
  return html`<section class="panel destination" aria-label="${destination.id}">
      <div data-live="standing">
        <p>${renderDestinationState(destination, view)} <span class="aside">${renderDestinationKind(destination, view)}</span></p>
        ${renderCounts(destination, view)}${renderTimes(destination, now, view)}
      </div>
      <div data-live="switch-${destination.stop === null ? 'stop' : 'start'}">${renderSwitch(destination, author, view)}</div>
      <div data-live="acts">${renderActs(acts, view)}</div>
      <p class="aside below">${view.say('destinationHere')}</p>
    </section>
  <div class="columns below"><div>
    <section class="panel" aria-labelledby="held-title"><h2 id="held-title">${view.say('destinationHeldTitle')}</h2>
      ${renderReasons(destination.id, reasons, author, view)}</section>
  </div><div>
    <section class="panel" aria-labelledby="days-title"><h2 id="days-title">${view.say('destinationDays')}</h2>
      ${isAsked ? renderDays(destination.id, days, view) : html`<p class="aside">${view.say('destinationNoAccount')}</p>`}</section>
  </div></div>`;
}

function renderSwitch({ id, stop }: DestinationNow, author: string | null, view: View): Html {
  const path = `/destinations/${encodeURIComponent(id)}`;
  const hint = view.say('destinationStopHint');
  if (stop !== null)
    return renderAct(
      { action: `${path}/start`, label: view.say('destinationStart'), hint: '', author, fields: html`` },
      view,
    );
  const fields = renderReasonField(view);
  return renderAct(
    { action: `${path}/stop`, label: view.say('destinationStop'), hint, author, fields, isDanger: true },
    view,
  );
}

function renderReasons(id: string, reasons: readonly HeldReason[], author: string | null, view: View): Html {
  if (reasons.length === 0) return html`<p class="empty">${view.say('destinationNothingHeld')}</p>`;
  return html`${reasons.map((held) => renderHeld(id, held, author, view))}`;
}

function renderHeld(id: string, { state, reason, count }: HeldReason, author: string | null, view: View): Html {
  const path = `/destinations/${encodeURIComponent(id)}`;
  const query = new URLSearchParams({ state, ...(reason === null ? {} : { reason }) });
  const remedy = reason === null ? undefined : remedyText(state, reason);
  const fields = html`<input type="hidden" name="state" value="${state}"><input type="hidden" name="reasonCode" value="${reason ?? ''}">`;
  return html`<article class="delivery"><div data-live="held-${state}-${reason ?? ''}">
    <h3>${renderDeliveryState(state, view)} ${view.count(count)}</h3>
    <p>${renderReason(reason, view)}</p>
    <p class="aside">${renderRemedy(remedy, view)}</p>
    <p class="actions"><a href="${path}/held?${query.toString()}">${view.say('destinationList')}</a></p></div>
    ${renderAct(
      {
        action: `${path}/retry`,
        label: view.say('destinationRetryAll'),
        hint: view.say('destinationRetryAllHint'),
        author,
        fields,
      },
      view,
    )}</article>`;
}

function renderDays(id: string, days: DestinationDetail['days'], view: View): Html {
  const [today] = days;
  const path = `/destinations/${encodeURIComponent(id)}/days`;
  const rows = days.map(({ day, confirmedAt }) => {
    const [before = '', after = ''] = view.say('destinationConfirmed', { time: '\n' }).split('\n');
    const open = view.say(day === today?.day ? 'destinationToday' : 'destinationNotConfirmed');
    const state =
      confirmedAt === null
        ? html`<span class="aside">${open}</span>`
        : html`${before}${renderInstant(confirmedAt, view)}${after}`;
    const compare = html`<a href="${path}/${day}">${view.say('destinationCompare')}<span class="heard"> ${view.day(day)}</span></a>`;
    return html`<tr><th scope="row">${view.day(day)}</th><td>${state}</td><td>${compare}</td></tr>`;
  });
  const head = html`<thead class="heard"><tr><th scope="col">${view.say('day')}</th><th scope="col">${view.say('destinationDays')}</th><th scope="col">${view.say('deliveryActions')}</th></tr></thead>`;
  return html`<div class="scroll" tabindex="0" role="group" aria-labelledby="days-title"><table class="list">${head}<tbody>${rows}</tbody></table></div>`;
}
