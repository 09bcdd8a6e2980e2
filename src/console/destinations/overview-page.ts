import type { DestinationNow } from '../../types/destination-desk.ts';
import type { EpochMs } from '../../types/submission.ts';
import { type Html, html } from '../html.ts';
import { renderInstant } from '../instant.ts';
import type { View } from '../view.ts';
import { renderDestinationKind, renderDestinationState } from './destination-state.ts';

/** All destinations at a glance; what needs a person comes first. */
export function renderDestinations(destinations: readonly DestinationNow[], now: EpochMs, view: View): Html {
  if (destinations.length === 0)
    return html`<section class="panel"><p class="empty">${view.say('destinationNone')}</p></section>`;
  return html`<div class="destinations" data-live="destinations">
    ${destinations.map((each) => renderCard(each, now, view))}</div>
    <p class="aside">${view.say('destinationHere')}</p>`;
}

function renderCard(destination: DestinationNow, now: EpochMs, view: View): Html {
  const { id } = destination;
  return html`<section class="panel destination" aria-labelledby="d-${id}">
    <h2 id="d-${id}"><a href="/destinations/${encodeURIComponent(id)}">${id}</a> <span class="aside">${renderDestinationKind(destination, view)}</span></h2>
    <p>${renderDestinationState(destination, view)}</p>
    ${renderCounts(destination, view)}
    ${renderTimes(destination, now, view)}
  </section>`;
}

/** How many deliveries stand where, and how many arrived lately. */
export function renderCounts({ depth, late, lastHour, lastDay }: DestinationNow, view: View): Html {
  const figure = (label: string, count: number, tone: string) =>
    html`<div><dt>${label}</dt><dd class="${count > 0 ? tone : 'none'}">${view.count(count)}</dd></div>`;
  return html`<dl class="counts">
    ${figure(view.say('destinationWaiting'), depth.queued, '')}
    ${figure(view.say('destinationSending'), depth.sending, '')}
    ${figure(view.say('destinationLate'), late, 'bad')}
    ${figure(view.say('destinationHeld'), depth.parked, 'bad')}
    ${figure(view.say('destinationRefused'), depth.refused, 'bad')}
    ${figure(view.say('destinationUnknown'), depth.unknown, 'warn')}
    ${figure(view.say('destinationLastHour'), lastHour, '')}
    ${figure(view.say('destinationLastDay'), lastDay, '')}
  </dl>`;
}

/** How long the oldest waits, when the next goes, and how many may go at once. */
export function renderTimes({ oldestQueuedAt, nextDueAt, standing }: DestinationNow, now: EpochMs, view: View): Html {
  const facts: readonly (readonly [string, Html | null])[] = [
    [
      view.say('destinationOldest'),
      oldestQueuedAt === null
        ? null
        : html`${renderInstant(oldestQueuedAt, view)} <span class="aside">${view.ago(oldestQueuedAt, now)}</span>`,
    ],
    [view.say('destinationNext'), nextDueAt === null ? null : renderDue(nextDueAt, now, view)],
    [
      view.say('destinationConcurrency'),
      standing === null ? null : html`${view.count(standing.running)} / ${view.count(standing.concurrencyLimit)}`,
    ],
  ];
  return html`<dl class="facts">${facts.map(([name, value]) => (value === null ? '' : html`<dt>${name}</dt><dd>${value}</dd>`))}</dl>`;
}

function renderDue(dueAt: EpochMs, now: EpochMs, view: View): Html {
  return dueAt <= now ? html`${view.say('destinationNow')}` : renderInstant(dueAt, view);
}
