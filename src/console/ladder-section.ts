import type { FacilityStanding, Stage } from '../types/coverage.ts';
import { type Html, html } from './html.ts';
import type { View } from './view.ts';

/** The steps in order; each holds only with those before it. */
export const STAGES = ['registered', 'connected', 'sending', 'complete', 'proven'] as const satisfies readonly Stage[];

/** How many facilities in scope have reached each step. */
export function renderLadder(standings: readonly FacilityStanding[], view: View): Html {
  const inScope = standings.filter(({ scope }) => scope === 'yes');
  const steps = STAGES.map((stage, step) => {
    const reached = inScope.filter(({ coverage }) => STAGES.indexOf(coverage.stage) >= step).length;
    return html`<li class="${stage}">
      <span class="name" id="step-${stage}">${view.say(stage)}</span>
      <span class="aside">${view.say(`${stage}Hint`)}</span>
      <b>${view.count(reached)}</b>
      <progress max="${Math.max(inScope.length, 1)}" value="${reached}" aria-labelledby="step-${stage}"></progress>
    </li>`;
  });
  return html`<section class="panel" aria-labelledby="ladder">
    <h2 id="ladder">${view.say('ladder')}</h2>
    <ol class="ladder">${steps}</ol>
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
