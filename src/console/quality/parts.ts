import type { Bilingual } from '../../types/issue.ts';
import type { PolicyAction } from '../../types/policy.ts';
import type { QualityPeriod } from '../../types/quality-desk.ts';
import type { Facility } from '../../types/registry.ts';
import { type Html, html } from '../html.ts';
import { renderFacilityChoice } from '../records/search-page.ts';
import { writeRuleText } from '../rule-text.ts';
import type { View } from '../view.ts';

/** The sections of the place, in order. */
export type QualityTab = 'rules' | 'codes' | 'enforced' | 'policy';

const PATHS: Readonly<Record<QualityTab, string>> = {
  rules: '/quality',
  codes: '/quality/codes',
  enforced: '/quality/enforced',
  policy: '/quality/policy',
};
const NAMES = {
  rules: 'qualityRules',
  codes: 'qualityCodes',
  enforced: 'qualityEnforced',
  policy: 'qualityPolicy',
} as const;
const TONES: Readonly<Record<PolicyAction, string>> = {
  off: '',
  inform: '',
  warn: 'warn',
  quarantine: 'bad',
  refuse: 'bad',
};

/** The sections as links, the current one marked. */
export function renderTabs(current: QualityTab, view: View): Html {
  const tabs = Object.keys(PATHS) as readonly QualityTab[];
  return html`<nav class="tabs" aria-label="${view.say('qualityTabs')}"><ul>${tabs.map(
    (tab) =>
      html`<li><a href="${PATHS[tab]}"${tab === current ? html` aria-current="page"` : ''}>${view.say(NAMES[tab])}</a></li>`,
  )}</ul></nav>`;
}

/** What a rule does, as a mark; a rule that the catalogue no longer has does nothing. */
export function renderAction(action: PolicyAction | null, view: View): Html {
  return action === null ? html`–` : html`<span class="tag ${TONES[action]}">${view.say(`action-${action}`)}</span>`;
}

/** A rule’s text of the catalogue, for records in general. */
export function ruleText(text: Bilingual | null, view: View): string {
  return text === null ? view.say('qualityUnknownRule') : writeRuleText(text, view);
}

/** Chooses a period and a facility. */
export function renderPeriodForm(
  action: string,
  { from, to, facility }: QualityPeriod,
  facilities: readonly Facility[],
  view: View,
): Html {
  return html`<form class="filters" method="get" action="${action}">
    <label>${view.say('qualityFrom')}<input type="date" name="from" value="${from}" required></label>
    <label>${view.say('qualityTo')}<input type="date" name="to" value="${to}" required></label>
    ${renderFacilityChoice(facilities, facility, view)}
    <button>${view.say('recordShow')}</button>
  </form>`;
}
