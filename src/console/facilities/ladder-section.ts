import type { FacilityStanding, Stage } from '../../types/coverage.ts';
import type { EpochMs } from '../../types/submission.ts';
import { type Html, html } from '../html.ts';
import { STAGES } from '../standing.ts';
import type { View } from '../view.ts';
import { renderOver } from './facility-table.ts';

/** What a step needs, what there is, and whether that is enough. */
interface Evidence {
  readonly text: string;
  readonly holds: boolean;
  /** What is said of it beside that. */
  readonly remark?: Html;
}

/** Lowest shares of a complete facility, and days in a row of a proven one: docs/coverage.md. */
const NEEDED = { volume: 0.95, completeness: 0.95, timeliness: 0.9, days: 30 } as const;

/** The five steps with the evidence for each: what there is, what is needed, what is missing. */
export function renderLadder(one: FacilityStanding, now: EpochMs, view: View): Html {
  const reached = STAGES.indexOf(one.coverage.stage);
  const steps = STAGES.map((stage, position) => {
    const state = position <= reached ? 'reached' : 'missing';
    return html`<li class="${state}">
      <p><span class="name">${view.say(stage)}</span> <span class="tag ${state === 'reached' ? 'good' : ''}">${view.say(`step-${state}`)}</span></p>
      <ul>${evidenceFor(stage, one, now, view).map(
        ({ text, holds, remark = html`` }) => html`<li class="${holds ? 'holds' : 'lacks'}"
        ><span class="heard">${view.say(holds ? 'holds' : 'lacks')}</span>${text}${remark}</li>`,
      )}</ul>
    </li>`;
  });
  return html`<section class="panel" aria-labelledby="ladder">
    <h2 id="ladder">${view.say('ladder')}</h2>
    <ol class="steps">${steps}</ol>
  </section>`;
}

function evidenceFor(stage: Stage, one: FacilityStanding, now: EpochMs, view: View): readonly Evidence[] {
  const { facility, coverage, connected, sending, lastAcceptedAt, completeDays, proven } = one;
  const since =
    facility.openFrom === null ? view.say('inRegistry') : view.say('openSince', { day: view.day(facility.openFrom) });
  const last =
    lastAcceptedAt === null ? view.say('never') : `${view.moment(lastAcceptedAt)}, ${view.ago(lastAcceptedAt, now)}`;
  const share = (name: 'volume' | 'completeness' | 'timeliness', about: string): Evidence => ({
    text: view.say(`evidence-${name}`, { share: view.share(coverage[name]), needed: view.share(NEEDED[name]), about }),
    holds: (coverage[name] ?? 0) >= NEEDED[name],
  });
  const expected =
    coverage.expected === null
      ? view.say('missing-expected')
      : view.say('ofExpected', { emr: coverage.emr, expected: coverage.expected });
  const evidence: Readonly<Record<Stage, readonly Evidence[]>> = {
    registered: [{ text: since, holds: true }],
    connected: [{ text: view.say(connected ? 'evidence-signed-in' : 'missing-sign-in'), holds: connected }],
    sending: [{ text: view.say('evidence-last', { last }), holds: sending }],
    complete: [
      { ...share('volume', expected), remark: renderVolumeRemark(coverage.volume, view) },
      share('completeness', ''),
      share('timeliness', ''),
    ],
    proven: [{ text: view.say('evidence-days', { count: completeDays, needed: NEEDED.days }), holds: proven }],
  };
  return evidence[stage];
}

/** On the facility's own page the explanation stands in words, not in a tip that a phone never shows. */
function renderVolumeRemark(volume: number | null, view: View): Html {
  if (volume === null || volume <= 1) return html``;
  return html`${renderOver(volume, view)} <span class="aside">${view.say('overExpectedHint')}</span>`;
}
