import type { DestinationNow } from '../../types/destination-desk.ts';
import { personName } from '../frame/acting.ts';
import { type Html, html } from '../html.ts';
import { renderInstant } from '../instant.ts';
import type { View } from '../view.ts';

/** Whether a destination runs, and if not, why: by whom it was stopped, maintenance, or since when the receiver fails. */
export function renderDestinationState({ kind, stop, standing }: DestinationNow, view: View): Html {
  if (stop !== null) {
    const [before = '', after = ''] = view
      .say('destinationStoppedBy', { by: personName(stop.by), time: '\n', reason: stop.reason })
      .split('\n');
    return html`<span class="tag bad">${view.say('destinationStopped')}</span>
      <span class="aside remedy">${before}${renderInstant(stop.at, view)}${after}</span>`;
  }
  if (kind === null) return html`<span class="tag warn">${view.say('destinationGone')}</span>`;
  if (standing === null) return html`<span class="tag">${view.say('unknown')}</span>`;
  if (standing.inMaintenance) return html`<span class="tag warn">${view.say('destinationMaintenance')}</span>`;
  if (standing.breaker === 'closed') return html`<span class="tag good">${view.say('destinationRunning')}</span>`;
  const [before = '', after = ''] = view.say('destinationBreakerSince', { time: '\n' }).split('\n');
  const since = standing.breakerSince;
  return html`<span class="tag bad">${view.say(standing.breaker === 'open' ? 'destinationBreaker' : 'destinationProbing')}</span>
    ${since === null ? '' : html`<span class="aside remedy">${before}${renderInstant(since, view)}${after}</span>`}`;
}

/** What a destination is. */
export function renderDestinationKind({ kind }: Pick<DestinationNow, 'kind'>, view: View): Html {
  return kind === null ? html`–` : html`${view.say(`destination-${kind}`)}`;
}
