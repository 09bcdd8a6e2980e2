import type { FacilityStanding, Stage } from '../../types/coverage.ts';
import { type Html, html } from '../html.ts';
import { STAGES } from '../standing.ts';
import type { View } from '../view.ts';

/** For each step, what must hold; a facility stands on the highest step that holds together with all before it. */
const CONDITIONS: Readonly<Record<Stage, (one: FacilityStanding) => boolean>> = {
  registered: () => true,
  connected: ({ connected }) => connected,
  sending: ({ sending }) => sending,
  complete: ({ completeDays }) => completeDays > 0,
  proven: ({ proven }) => proven,
};

/** How many facilities in scope meet each condition, each counted for itself, as the totals count them. */
export function renderConditions(standings: readonly FacilityStanding[], view: View): Html {
  const inScope = standings.filter(({ scope }) => scope === 'yes');
  const steps = STAGES.map((stage) => {
    const meeting = inScope.filter(CONDITIONS[stage]).length;
    return html`<li class="${stage}">
      <span class="name" id="step-${stage}">${view.say(stage)}</span>
      <b>${view.count(meeting)}</b>
      <progress max="${Math.max(inScope.length, 1)}" value="${meeting}" aria-labelledby="step-${stage}"></progress>
      <span class="aside">${view.say(`${stage}Hint`)}</span>
    </li>`;
  });
  return html`<section class="panel" aria-labelledby="conditions">
    <h2 id="conditions">${view.say('conditions')}</h2>
    <ol class="conditions">${steps}</ol>
  </section>`;
}

/** The four cells that matter: announced or not, proven or not. */
export function renderCells(standings: readonly FacilityStanding[], view: View): Html {
  const inScope = standings.filter(({ scope }) => scope === 'yes');
  const cell = (announced: boolean, proven: boolean) =>
    view.count(inScope.filter((one) => one.coverage.announced === announced && one.proven === proven).length);
  return html`<section class="panel" aria-labelledby="cells">
    <h2 id="cells">${view.say('cells')}</h2>
    <table class="figures cells">
      <thead><tr>
        <td></td>
        <th scope="col">${view.say('proven')}</th>
        <th scope="col">${view.say('notProven')}</th>
      </tr></thead>
      <tbody>
        <tr><th scope="row">${view.say('announced')}</th>
          <td class="good">${cell(true, true)}</td><td class="gap">${cell(true, false)}</td></tr>
        <tr><th scope="row">${view.say('notAnnounced')}</th>
          <td>${cell(false, true)}</td><td>${cell(false, false)}</td></tr>
      </tbody>
    </table>
  </section>`;
}
