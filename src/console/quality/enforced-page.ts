import type { EnforcedCount } from '../../types/quality-desk.ts';
import type { Facility } from '../../types/registry.ts';
import type { RecordState } from '../../types/submission.ts';
import { type Html, html } from '../html.ts';
import { renderInstant } from '../instant.ts';
import type { View } from '../view.ts';
import { renderAction, renderTabs, ruleText } from './parts.ts';

type Result = NonNullable<EnforcedCount['result']>;

const STATES: readonly RecordState[] = ['accepted', 'quarantined', 'refused'];

/** What would be refused if everything were enforced: how far the count is, and what the last one found. */
export function renderEnforced(
  count: EnforcedCount,
  facilities: readonly Facility[],
  period: { readonly from: string; readonly to: string },
  view: View,
): Html {
  const names = new Map(facilities.map(({ code, name }) => [code, name]));
  return html`${renderTabs('enforced', view)}
  <section class="panel spaced" aria-labelledby="enforced-title"><h2 id="enforced-title">${view.say('qualityEnforced')}</h2>
    <p class="aside">${view.say('qualityEnforcedHint')}</p>
    <div data-live="count">${renderRun(count, period, view)}</div></section>
  <div class="stack below" data-live="result">${count.result === null ? '' : renderResult(count.result, (code) => names.get(code) ?? '', view)}</div>`;
}

function renderRun(
  { running, hasFailed, result }: EnforcedCount,
  period: { from: string; to: string },
  view: View,
): Html {
  if (running !== null) {
    const told =
      running.day === null
        ? view.say('qualityCountingFirst')
        : view.say('qualityCounting', { records: running.records, day: view.day(running.day) });
    return html`<progress max="1" value="${running.done.toFixed(3)}" aria-labelledby="count-told"></progress>
      <p id="count-told" role="status">${told} <a href="/quality/enforced">${view.say('qualityReload')}</a></p>`;
  }
  return html`${hasFailed ? html`<p class="notice" role="alert">${view.say('qualityCountFailed')}</p>` : ''}
    ${result === null && !hasFailed ? html`<p class="empty">${view.say('qualityNotCounted')}</p>` : ''}
    <form class="filters" method="post" action="/quality/enforced">
      <label>${view.say('qualityFrom')}<input type="date" name="from" value="${result?.from ?? period.from}" required></label>
      <label>${view.say('qualityTo')}<input type="date" name="to" value="${result?.to ?? period.to}" required></label>
      <button class="primary">${view.say('qualityStart')}</button></form>`;
}

function renderResult(result: Result, nameOf: (code: string) => string, view: View): Html {
  const { from, to, policy, countedAt, records, now, enforced, rules, facilities } = result;
  const told = view.say('qualityCountedAt', { from: view.day(from), to: view.day(to), time: '\n', policy });
  const [before = '', after = ''] = told.split('\n');
  const verdict = { count: enforced.refused, quarantined: enforced.quarantined, all: records };
  return html`<section class="panel" aria-labelledby="verdict-title"><h2 id="verdict-title">${view.say('qualityWouldRefuse', verdict)}</h2>
    <p class="aside">${before}${renderInstant(countedAt, view)}${after}</p>
    <div class="scroll" tabindex="0" role="group" aria-labelledby="verdict-title"><table class="figures">
      <thead><tr><th scope="col"><span class="heard">${view.say('recordState')}</span></th>${STATES.map((state) => html`<th scope="col">${view.say(`record-${state}`)}</th>`)}</tr></thead>
      <tbody>${[['qualityNow', now] as const, ['qualityThen', enforced] as const].map(
        ([key, counts]) =>
          html`<tr><th scope="row">${view.say(key)}</th>${STATES.map((state) => html`<td>${view.count(counts[state])}</td>`)}</tr>`,
      )}</tbody></table></div></section>
  <div class="columns halves">
    <section class="panel" aria-labelledby="by-rule"><h2 id="by-rule">${view.say('qualityRules')}</h2>
      <p class="aside">${view.say('qualityEnforcedRules')}</p>
      <div class="scroll" tabindex="0" role="group" aria-labelledby="by-rule"><table class="list rules">
      <thead><tr><th scope="col">${view.say('qualityRule')}</th><th scope="col">${view.say('qualityMeaning')}</th><th scope="col">${view.say('qualityThen')}</th><th scope="col" class="number">${view.say('qualityRecords')}</th></tr></thead>
      <tbody>${rules.map(
        ({
          rule,
          text,
          action,
          records: count,
        }) => html`<tr><th scope="row"><a href="/quality/rules/${rule}">${rule}</a></th>
          <td>${ruleText(text, view)}</td><td>${renderAction(action, view)}</td><td class="number">${view.count(count)}</td></tr>`,
      )}</tbody></table></div></section>
    <section class="panel" aria-labelledby="by-facility"><h2 id="by-facility">${view.say('qualityByFacility')}</h2>
      <p class="aside">${view.say('qualityBeside')}</p>
      <div class="scroll" tabindex="0" role="group" aria-labelledby="by-facility"><table class="figures">
      <thead><tr><th scope="col">${view.say('facility')}</th><th scope="col">${view.say('qualityRecords')}</th>
        <th scope="col">${view.say('record-quarantined')}</th><th scope="col">${view.say('record-refused')}</th></tr></thead>
      <tbody>${facilities.map(
        (one) => html`<tr><th scope="row">${nameOf(one.facility)} <span class="aside">${one.facility}</span></th>
          <td>${view.count(one.records)}</td>
          <td>${view.count(one.enforced.quarantined)} <span class="aside">${view.count(one.now.quarantined)}</span></td>
          <td>${view.count(one.enforced.refused)} <span class="aside">${view.count(one.now.refused)}</span></td></tr>`,
      )}</tbody></table></div></section>
  </div>`;
}
