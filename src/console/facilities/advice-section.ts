import type { Advice, EncounterFilter, FacilityStanding } from '../../types/coverage.ts';
import { type Html, html } from '../html.ts';
import type { View } from '../view.ts';

/** Days in a row on which a proven facility was complete: docs/coverage.md. */
const DAYS_TO_PROVE = 30;
const MAX_ADVICE = 3;

/** The three things to mend first at most, each with what stands behind it. */
export function renderAdvice(
  { advice, coverage, queue, proven, completeDays, shortfalls }: FacilityStanding,
  view: View,
): Html {
  const left = DAYS_TO_PROVE - completeDays;
  const keepOn = !proven && shortfalls.includes('days') && left > 0;
  const waiting = [
    ['queued', queue.queued],
    ['parked', queue.parked],
    ['refused', queue.refused],
    ['late', queue.late],
  ] as const;
  return html`<section class="panel" aria-labelledby="advice">
    <h2 id="advice">${view.say('mendFirst')}</h2>
    ${advice.length === 0 && !keepOn ? html`<p class="empty">${view.say('nothingToMend')}</p>` : ''}
    <ol class="advice">${advice.slice(0, MAX_ADVICE).map((one) => html`<li>${one.text[view.language]} ${renderBehind(one, coverage.code, view)}</li>`)}</ol>
    ${keepOn ? html`<p class="keep-on">${view.say('keepOn', { count: left })}</p>` : ''}
    <h3>${view.say('queueTitle')}</h3>
    <p class="queue">${waiting.map(([state, count]) => html`<span><b>${view.count(count)}</b> ${view.say(`queue-${state}`)}</span> `)}
      <a href="/destinations?facility=${coverage.code}">${view.say('toDestinations')}</a></p>
  </section>`;
}

function renderBehind({ behind, affected }: Advice, code: string, view: View): Html {
  if (behind === null) return html``;
  const label = affected === null ? view.say('showBehind') : view.say('showBehindCount', { count: affected });
  return html`<a href="${pathBehind(behind, code)}">${label}</a>`;
}

function pathBehind(behind: NonNullable<Advice['behind']>, code: string): string {
  if ('rule' in behind) return `/records?facility=${code}&rule=${behind.rule}`;
  if ('queue' in behind) return `/destinations?facility=${code}`;
  return encountersPath(code, behind.encounters);
}

/** The page of the encounters behind a figure of a facility. */
export function encountersPath(code: string, filter: EncounterFilter): string {
  const query = new URLSearchParams({ ...filter });
  return `/facilities/${code}/encounters?${query.toString()}`;
}
