import type { PolicyAhead, PolicyTurn, RuleTurn } from '../../types/quality-desk.ts';
import type { Facility } from '../../types/registry.ts';
import type { FacilityCode } from '../../types/submission.ts';
import { type Html, html } from '../html.ts';
import type { View } from '../view.ts';
import { renderAction, renderTabs } from './parts.ts';

/** When the policy gets stricter or milder, and for whom. */
export function renderPolicy(
  { policy, phases, turns, dated }: PolicyAhead,
  facilities: readonly Facility[],
  view: View,
): Html {
  const names = new Map(facilities.map(({ code, name }) => [code, name]));
  const whom = (facility: FacilityCode | null) =>
    facility === null
      ? html`${view.say('qualityEverybody')}`
      : html`${names.get(facility) ?? ''} <span class="aside">${facility}</span>`;
  return html`${renderTabs('policy', view)}
  <div class="stack">
    <section class="panel" aria-labelledby="turns-title"><h2 id="turns-title">${view.say('qualityPolicy')}</h2>
      <p class="aside">${view.say('qualityPolicyHint')} <code>${policy}</code></p>
      ${turns.length === 0 ? html`<p class="empty">${view.say('qualityNoPolicy')}</p>` : html`<ol class="turns">${turns.map((turn) => renderTurn(turn, whom, view))}</ol>`}
    </section>
    <section class="panel" aria-labelledby="phases-title"><h2 id="phases-title">${view.say('qualityPhaseNow')}</h2>
      <dl class="facts">${phases.map(({ facility, phase }) => html`<dt>${whom(facility)}</dt><dd>${view.say(`phase-${phase}`)}</dd>`)}</dl></section>
    ${dated.length === 0 ? '' : renderDated(dated, view)}
  </div>`;
}

function renderTurn(turn: PolicyTurn, whom: (facility: FacilityCode | null) => Html, view: View): Html {
  const { day, facility, before, after, stricter, milder } = turn;
  const phases = { before: view.say(`phase-${before}`), after: view.say(`phase-${after}`) };
  return html`<li><h3>${view.day(day)} · ${whom(facility)}</h3>
    ${before === after ? '' : html`<p>${view.say('qualityChange', phases)}</p>`}
    ${renderRules('qualityStricter', stricter, view)}${renderRules('qualityMilder', milder, view)}</li>`;
}

function renderRules(key: 'qualityStricter' | 'qualityMilder', rules: readonly RuleTurn[], view: View): Html {
  if (rules.length === 0) return html``;
  return html`<details><summary>${view.say(key, { count: rules.length })}</summary><ul class="rule-turns">${rules.map(
    ({ rule, before, after }) =>
      html`<li><a href="/quality/rules/${rule}">${rule}</a> ${renderAction(before, view)} → ${renderAction(after, view)}</li>`,
  )}</ul></details>`;
}

function renderDated(dated: PolicyAhead['dated'], view: View): Html {
  return html`<section class="panel" aria-labelledby="dated-title"><h2 id="dated-title">${view.say('qualityRuleDates')}</h2>
    <dl class="facts">${dated.map(({ rule, from, to }) => {
      const days = [
        from === null ? [] : view.say('qualityValidFrom', { day: view.day(from) }),
        to === null ? [] : view.say('qualityValidTo', { day: view.day(to) }),
      ].flat();
      return html`<dt><a href="/quality/rules/${rule}">${rule}</a></dt><dd>${days.join(' ')}</dd>`;
    })}</dl></section>`;
}
