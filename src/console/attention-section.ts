import type { FacilityStanding } from '../types/coverage.ts';
import type { EpochMs } from '../types/submission.ts';
import { type Html, html } from './html.ts';
import { explainShortfalls, heightOnLadder, isGap, isSilent } from './standing.ts';
import type { View } from './view.ts';

/** Named in each list; the table below has them all. */
const MAX_NAMED = 6;

/** Who needs a call: the silent, longest first; and who announced but is not proven, lowest on the ladder first. */
export function renderAttention(standings: readonly FacilityStanding[], now: EpochMs, view: View): Html {
  const silent = standings.filter(isSilent).toSorted((a, b) => (a.lastAcceptedAt ?? 0) - (b.lastAcceptedAt ?? 0));
  const gap = standings.filter(isGap).toSorted((a, b) => heightOnLadder(a) - heightOnLadder(b));
  const since = ({ lastAcceptedAt }: FacilityStanding) =>
    lastAcceptedAt === null ? '' : view.ago(lastAcceptedAt, now);
  return html`<section class="panel attention" aria-labelledby="attention">
    <h2 id="attention">${view.say('attention')}</h2>
    ${renderList('silent', silent, (one) => `${view.say('lastRecord')}: ${since(one)}`, view)}
    ${renderList('gap', gap, (one) => explainShortfalls(one, view), view)}
  </section>`;
}

function renderList(
  kind: 'silent' | 'gap',
  standings: readonly FacilityStanding[],
  explain: (one: FacilityStanding) => string,
  view: View,
): Html {
  const title = html`<h3><span class="mark ${kind}"></span>${view.say(kind)} <b>${view.count(standings.length)}</b></h3>`;
  if (standings.length === 0)
    return html`${title}<p class="aside">${view.say(kind === 'silent' ? 'noneSilent' : 'noneGap')}</p>`;
  const items = standings
    .slice(0, MAX_NAMED)
    .map(
      (one) =>
        html`<li><a href="#f-${one.coverage.code}">${one.facility.name}</a> <span class="aside">${explain(one)}</span></li>`,
    );
  const more = html`<p><a href="#facilities" data-condition="${kind}">${view.say('more', { count: standings.length })}</a></p>`;
  return html`${title}<ul>${items}</ul>${standings.length > MAX_NAMED ? more : ''}`;
}
