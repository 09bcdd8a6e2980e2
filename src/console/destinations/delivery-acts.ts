import type { InspectedDelivery } from '../../types/inspection.ts';
import type { DeliveryState } from '../../types/receipt.ts';
import { renderAct, renderReasonField } from '../frame/acting.ts';
import { type Html, html } from '../html.ts';
import type { View } from '../view.ts';

export interface ActsPlace {
  readonly author: string | null;
  /** Page to which an act leads back. */
  readonly back: string;
}

type Act = 'retry' | 'settle' | 'park' | 'again';

/** What a person may do to a delivery in each state. One that is under way is queued again in a moment, or arrived. */
const ACTS: Readonly<Record<DeliveryState, readonly Act[]>> = {
  queued: ['park'],
  sending: ['park'],
  delivered: ['again'],
  refused: ['retry'],
  unknown: ['retry', 'settle'],
  parked: ['retry', 'settle'],
};

/** The forms of what a person may do to a delivery: a part of the page that is replaced when it is something else. */
export function renderDeliveryActs(
  { id, recordId, destination, state }: Pick<InspectedDelivery, 'id' | 'recordId' | 'destination' | 'state'>,
  { author, back }: ActsPlace,
  view: View,
): Html {
  const action = (act: Act) => `/destinations/${encodeURIComponent(destination)}/deliveries/${id}/${act}`;
  const hidden = html`<input type="hidden" name="back" value="${back}">`;
  const forms: Readonly<Record<Act, () => Html>> = {
    retry: () =>
      renderAct(
        {
          action: action('retry'),
          label: view.say('deliveryRetry'),
          hint: view.say('deliveryRetryHint'),
          author,
          fields: hidden,
        },
        view,
      ),
    settle: () =>
      renderAct(
        {
          action: action('settle'),
          label: view.say('deliverySettle'),
          hint: view.say('deliverySettleHint'),
          author,
          fields: html`${hidden}<label>${view.say('deliveryReceipt')}
            <input name="receipt" required maxlength="255" autocomplete="off" spellcheck="false"></label>${renderReasonField(view)}`,
          isDanger: true,
        },
        view,
      ),
    park: () =>
      renderAct(
        {
          action: action('park'),
          label: view.say('deliveryPark'),
          hint: view.say('deliveryParkHint'),
          author,
          fields: html`${hidden}${renderReasonField(view)}`,
          isDanger: true,
        },
        view,
      ),
    again: () =>
      renderAct(
        {
          action: action('again'),
          label: view.say('deliveryAgain'),
          hint: view.say('deliveryAgainHint'),
          author,
          fields: html`${hidden}<input type="hidden" name="record" value="${recordId}">${renderReasonField(view)}`,
          isDanger: true,
        },
        view,
      ),
  };
  const acts = ACTS[state];
  return html`<div data-live="acts-${id}-${acts.join('-')}">${acts.map((act) => forms[act]())}</div>`;
}
