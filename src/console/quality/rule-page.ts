import type { QualityPeriod, RuleReport } from '../../types/quality-desk.ts';
import type { Facility } from '../../types/registry.ts';
import { type Html, html } from '../html.ts';
import { renderRecordList } from '../records/record-list.ts';
import type { View } from '../view.ts';
import { renderAction, renderPeriodForm, renderTabs, ruleText } from './parts.ts';
import { periodQuery } from './quality-query.ts';

export interface RulePage {
  readonly id: string;
  readonly period: QualityPeriod;
  readonly facilities: readonly Facility[];
  readonly report: RuleReport | undefined;
}

/** One rule: what it says, who breaks it, and of one facility the days and the newest records. */
export function renderRule({ id, period, facilities, report }: RulePage, view: View): Html {
  const names = new Map(facilities.map(({ code, name }) => [code, name]));
  const nameOf = (code: string) => names.get(code) ?? '';
  return html`${renderTabs('rules', view)}
  <div class="stack">
    ${report === undefined ? '' : html`<section class="panel" aria-label="${id}">${renderMeaning(report, view)}</section>`}
    <section class="panel" aria-labelledby="who-title"><h2 id="who-title">${view.say('qualityByFacility')}</h2>
      ${renderPeriodForm(`/quality/rules/${id}`, period, facilities, view)}
      ${report === undefined ? html`<p class="notice">${view.say('countingFirst')}</p>` : renderCounts(id, period, report, nameOf, view)}
    </section>
    ${report === undefined || period.facility === null ? '' : renderExamples(report, nameOf, view)}
  </div>`;
}

function renderMeaning({ rule, action }: RuleReport, view: View): Html {
  if (rule === null) return html`<p class="empty">${view.say('qualityUnknownRule')}</p>`;
  const { validFrom, validTo } = rule;
  const days = [
    validFrom === null ? [] : view.say('qualityValidFrom', { day: view.day(validFrom) }),
    validTo === null ? [] : view.say('qualityValidTo', { day: view.day(validTo) }),
  ].flat();
  const facts: readonly (readonly [string, Html | null])[] = [
    [view.say('qualityMeaning'), html`${ruleText(rule.text, view)}`],
    [view.say('qualityRemedy'), html`${ruleText(rule.remedy, view)}`],
    [view.say('qualitySource'), html`${rule.source}`],
    [view.say('qualityValid'), days.length === 0 ? null : html`${days.join(' ')}`],
    [view.say('qualityAction'), renderAction(action, view)],
  ];
  return html`<dl class="facts">${facts.map(([name, value]) => (value === null ? '' : html`<dt>${name}</dt><dd>${value}</dd>`))}</dl>`;
}

function renderCounts(
  id: string,
  period: QualityPeriod,
  { counts }: RuleReport,
  nameOf: (code: string) => string,
  view: View,
): Html {
  if (counts.length === 0) return html`<p class="empty">${view.say('qualityNoRules')}</p>`;
  const rows = counts.map(({ facility, day, records, received }) => {
    const path =
      day === null
        ? `/quality/rules/${id}?${periodQuery({ ...period, facility })}`
        : `/records?${new URLSearchParams({ facility, day, rule: id }).toString()}`;
    const name =
      day === null ? html`${nameOf(facility)} <span class="aside">${facility}</span>` : html`${view.day(day)}`;
    return html`<tr><th scope="row"><a href="${path}">${name}</a></th>
      <td>${view.count(records)}</td><td>${view.share(records / received)}</td></tr>`;
  });
  return html`<div class="scroll" tabindex="0" role="group" aria-labelledby="who-title"><table class="figures">
    <thead><tr><th scope="col">${view.say(period.facility === null ? 'facility' : 'day')}</th>
      <th scope="col">${view.say('qualityRecords')}</th><th scope="col">${view.say('qualityShare')}</th></tr></thead>
    <tbody>${rows}</tbody></table></div>`;
}

function renderExamples({ examples }: RuleReport, nameOf: (code: string) => string, view: View): Html {
  return html`<section class="panel" aria-labelledby="examples-title"><h2 id="examples-title">${view.say('qualityExamples')}</h2>
    ${examples.length === 0 ? html`<p class="empty">${view.say('recordNothing')}</p>` : renderRecordList(examples, nameOf, null, view)}</section>`;
}
