import type { Act } from '../../types/act.ts';
import { personName } from '../frame/acting.ts';
import { type Html, html } from '../html.ts';
import { renderInstant } from '../instant.ts';
import type { View } from '../view.ts';
import { HELD_STATES, renderDeliveryState, renderReason } from './delivery-state.ts';

/** What people did, newest first: what, who, when, in which words. Nothing where nobody did anything. */
export function renderActs(acts: readonly Act[], view: View): Html {
  if (acts.length === 0) return html``;
  return html`<details open class="acts"><summary>${view.say('actsDone')}</summary>
    <ul>${acts.map((act) => html`<li>${renderAct(act, view)}</li>`)}</ul></details>`;
}

/** One of them. */
export function renderAct({ what, told, ...done }: Act, view: View): Html {
  const { count, state, held, receipt, deliveredAt } = told;
  const heldIn = HELD_STATES.find((each) => each === state);
  const of = heldIn === undefined ? '' : html` ${renderDeliveryState(heldIn, view)}`;
  const why = held === undefined ? '' : html` ${renderReason(held, view)}`;
  const counted = count === undefined ? '' : html`: ${view.say('actDeliveries', { count })}${of}${why}`;
  const before = what === 'send-again' ? renderBefore(receipt, deliveredAt, view) : '';
  const settled = what === 'settle' && receipt !== undefined ? html` <code>${receipt}</code>` : '';
  return html`<b>${view.say(`act-${what}`)}</b>${counted}${settled} ${renderWords(done, view)}${before}`;
}

/** Who, when, and in which words. */
export function renderWords({ by, at, reason }: Pick<Act, 'by' | 'at' | 'reason'>, view: View): Html {
  return html`<span class="aside">${personName(by)}, ${renderInstant(at, view)}</span>${reason === null ? '' : html`: “${reason}”`}`;
}

function renderBefore(receipt: string | undefined, deliveredAt: number | undefined, view: View): Html {
  if (deliveredAt === undefined) return html``;
  return html`<span class="aside remedy">${view.say('actBefore')} ${renderInstant(deliveredAt, view)}${receipt === undefined ? '' : html` <code>${receipt}</code>`}</span>`;
}
