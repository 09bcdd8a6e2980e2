import type { CoverageOverview, FacilityStanding } from '../../types/coverage.ts';
import type { EpochMs } from '../../types/submission.ts';
import { type Html, html } from '../html.ts';
import { CALL_REASONS, type CallReason, compareCalls, createCallReasons, explainShortfalls } from '../standing.ts';
import type { Targets } from '../targets.ts';
import type { View } from '../view.ts';

/** Named here; the table of facilities has them all. */
const MAX_NAMED = 6;

interface Call {
  readonly one: FacilityStanding;
  readonly reasons: readonly CallReason[];
}

/** Who needs a call today: the most pressing reason first, the largest facility first; with a number and what to say. */
export function renderCalls(
  { standings, report, changes, computedAt }: CoverageOverview,
  targets: Targets,
  view: View,
): Html {
  const reasonsOf = createCallReasons({ asOf: report.asOf, targets, changes });
  const calls = standings
    .toSorted(compareCalls(reasonsOf))
    .map((one): Call => ({ one, reasons: reasonsOf(one) }))
    .filter(({ reasons }) => reasons.length > 0);
  const counts = CALL_REASONS.map((reason) => ({
    reason,
    count: calls.filter(({ reasons }) => reasons.includes(reason)).length,
  })).filter(({ count }) => count > 0);
  return html`<section class="panel calls" aria-labelledby="calls">
    <h2 id="calls">${view.say('calls')}</h2>
    ${calls.length === 0 ? html`<p class="empty">${view.say('noCalls')}</p>` : ''}
    <ul class="choices">${counts.map(
      ({ reason, count }) =>
        html`<li><a href="/facilities?condition=${reason}&sort=call"><b>${view.count(count)}</b> ${view.say(`call-${reason}`)}</a></li>`,
    )}</ul>
    <ol class="rows">${calls.slice(0, MAX_NAMED).map((call) => renderCall(call, computedAt, view))}</ol>
    ${calls.length > MAX_NAMED ? html`<p><a href="/facilities?condition=call&sort=call">${view.say('more', { count: calls.length })}</a></p>` : ''}
  </section>`;
}

function renderCall({ one, reasons }: Call, now: EpochMs, view: View): Html {
  const advice = one.advice[0]?.text[view.language] ?? explainShortfalls(one, view);
  return html`<li>
    <a class="name" href="/facilities/${one.coverage.code}"><bdi>${one.facility.name}</bdi></a>
    ${reasons.map((reason) => html`<span class="tag ${TONES[reason]}">${writeReason(reason, one, now, view)}</span> `)}
    ${advice === '' ? '' : html`<p>${advice}</p>`}
    ${renderPhone(one, view)}
  </li>`;
}

const TONES: Readonly<Record<CallReason, string>> = {
  silent: 'bad',
  lapsed: 'bad',
  unheard: 'warn',
  deadline: 'warn',
  near: 'warn',
  stuck: 'warn',
};

function writeReason(reason: CallReason, { lastAcceptedAt }: FacilityStanding, now: EpochMs, view: View): string {
  if (reason !== 'silent' || lastAcceptedAt === null) return view.say(`call-${reason}`);
  return view.say('silentSince', { since: view.ago(lastAcceptedAt, now) });
}

/** The first contact that can be called, when the registry has one. */
function renderPhone({ facility }: FacilityStanding, view: View): Html {
  const contact = facility.contacts?.find(({ phone }) => phone !== undefined);
  if (contact?.phone === undefined) return html`<p class="aside">${view.say('noPhone')}</p>`;
  const dialled = contact.phone.replace(/[^+\d]/g, '');
  const role = contact.role === undefined ? '' : `, ${contact.role}`;
  return html`<p class="aside"><a href="tel:${dialled}">${contact.phone}</a> <bdi>${contact.name}${role}</bdi></p>`;
}
