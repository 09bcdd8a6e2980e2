import { type Html, html } from '../html.ts';
import type { View } from '../view.ts';

/** What keeps records from being delivered. */
export interface DeliveryTroubles {
  /** Destinations that a person stopped. */
  readonly stopped: readonly string[];
  /** Destinations that do not answer, so that nothing is tried for a while. */
  readonly unreached: readonly string[];
  /** Deliveries that wait for a person. */
  readonly held: number;
}

/** That records are not being delivered, with the way to where that is mended; nothing when all is well. */
export function renderTroubles({ stopped, unreached, held }: DeliveryTroubles, view: View): Html {
  const told = [
    ...(stopped.length === 0 ? [] : [view.say('troubleStopped', { names: stopped.join(', ') })]),
    ...(unreached.length === 0 ? [] : [view.say('troubleUnreached', { names: unreached.join(', ') })]),
    ...(held === 0 ? [] : [view.say('troubleHeld', { count: held })]),
  ];
  if (told.length === 0) return html``;
  return html`<p class="notice">${told.join(' ')} <a href="/destinations">${view.say('troubleLink')}</a></p>`;
}
