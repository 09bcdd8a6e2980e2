import type { QualityPeriod, QualityReport } from '../../types/quality-desk.ts';
import type { Facility } from '../../types/registry.ts';
import { type Html, html } from '../html.ts';
import type { View } from '../view.ts';
import { renderAction, renderPeriodForm, renderTabs, ruleText } from './parts.ts';
import { periodQuery } from './quality-query.ts';

export interface RulesPage {
  readonly period: QualityPeriod;
  readonly facilities: readonly Facility[];
  /** Undefined: days are still being counted. */
  readonly report: QualityReport | undefined;
  /** True when what was asked for is no period. */
  readonly isWrong: boolean;
}

/** Rules that were broken in a period, most often broken first. */
export function renderRules({ period, facilities, report, isWrong }: RulesPage, view: View): Html {
  return html`${renderTabs('rules', view)}
  <section class="panel" aria-labelledby="rules-title"><h2 id="rules-title">${view.say('qualityRules')}</h2>
    ${isWrong ? html`<p class="notice" role="alert">${view.say('qualityWrongPeriod')}</p>` : ''}
    ${renderPeriodForm('/quality', period, facilities, view)}
    <p class="aside">${view.say('qualityRulesHint')}</p>
    <div data-live="rules">${report === undefined ? html`<p class="notice">${view.say('countingFirst')}</p>` : renderReport(report, period, view)}</div>
  </section>`;
}

function renderReport({ received, counts, rules }: QualityReport, period: QualityPeriod, view: View): Html {
  if (received === 0) return html`<p class="empty">${view.say('qualityNothing')}</p>`;
  const query = periodQuery(period);
  const summary = html`<p class="summary">${view.say('qualityReceived', { count: received, ...counts })}
    <a class="button" href="/quality/rules.csv?${query}" download>${view.say('qualityExport')}</a></p>`;
  if (rules.length === 0) return html`${summary}<p class="empty">${view.say('qualityNoRules')}</p>`;
  const isOne = period.facility !== null;
  return html`${summary}<p class="aside swipe">${view.say('qualityScrolls')}</p>
    <div class="scroll" tabindex="0" role="group" aria-labelledby="rules-title"><table class="list rules">
    <thead><tr><th scope="col">${view.say('qualityRule')}</th><th scope="col">${view.say('qualityMeaning')}</th>
      <th scope="col">${view.say('qualityAction')}</th><th scope="col" class="number">${view.say('qualityRecords')}</th>
      <th scope="col" class="number">${view.say('qualityShare')}</th>${isOne ? '' : html`<th scope="col" class="number">${view.say('qualityFacilities')}</th>`}</tr></thead>
    <tbody>${rules.map(
      ({ rule, text, action, records, facilities }) => html`<tr>
        <th scope="row"><a href="/quality/rules/${rule}?${query}">${rule}</a></th>
        <td>${ruleText(text, view)}</td><td>${renderAction(action, view)}</td>
        <td class="number">${view.count(records)}</td><td class="number">${view.share(records / received)}</td>
        ${isOne ? '' : html`<td class="number">${view.count(facilities)}</td>`}</tr>`,
    )}</tbody></table></div>`;
}
