import { reasonText } from '../../fhir/delivery-reasons.ts';
import type { HeldState } from '../../types/inspection.ts';
import type { Bilingual } from '../../types/issue.ts';
import type { DeliveryState } from '../../types/receipt.ts';
import type { EpochMs } from '../../types/submission.ts';
import { type Html, html } from '../html.ts';
import type { View } from '../view.ts';

/** States of deliveries that wait for a person, or whose end is unknown. */
export const HELD_STATES: readonly HeldState[] = ['parked', 'refused', 'unknown'];

const TONES: Readonly<Record<DeliveryState, string>> = {
  queued: '',
  sending: '',
  delivered: 'good',
  refused: 'bad',
  unknown: 'warn',
  parked: 'bad',
};

/** The state of a delivery as a mark. */
export function renderDeliveryState(state: DeliveryState, view: View): Html {
  return html`<span class="tag ${TONES[state]}">${view.say(`delivery-${state}`)}</span>`;
}

/** True for what came after its deadline, and for what has not come and whose deadline is over. */
export function isLate(
  { deadline, deliveredAt }: { readonly deadline: EpochMs | null; readonly deliveredAt: EpochMs | null },
  now: EpochMs,
): boolean {
  return deadline !== null && (deliveredAt ?? now) > deadline;
}

/** A remedy names commands; here their buttons are named. */
export function renderRemedy(remedy: Bilingual | undefined, view: View): Html {
  if (remedy === undefined) return html``;
  const text = remedy[view.language]
    .replaceAll("'queue retry'", `“${view.say('deliveryRetry')}”`)
    .replaceAll("'queue settle'", `“${view.say('deliverySettle')}”`);
  return html`${text}`;
}

/** What a reason means; its code for those who look it up. */
export function renderReason(reason: string | null, view: View): Html {
  if (reason === null) return html`${view.say('destinationNoReason')}`;
  return html`${reasonText(reason)[view.language]} <code class="aside">${reason}</code>`;
}
