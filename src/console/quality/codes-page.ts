import { isMasked } from '../../fhir/mask-code.ts';
import type { WorklistEntry, WorklistFilter } from '../../types/code-worklist.ts';
import type { Facility } from '../../types/registry.ts';
import { type Html, html } from '../html.ts';
import { renderInstant } from '../instant.ts';
import { renderFacilityChoice } from '../records/search-page.ts';
import type { View } from '../view.ts';
import { renderTabs } from './parts.ts';

export interface CodesPage {
  readonly filter: WorklistFilter;
  readonly facilities: readonly Facility[];
  readonly entries: readonly WorklistEntry[];
  /** `after` of the next page; null: this is the last. */
  readonly next: string | null;
  readonly isWrong: boolean;
}

const REASONS = ['not-in-list', 'list-not-loaded'] as const;

/** The worklist of codes that no list here holds, most frequent first. */
export function renderCodes({ filter, facilities, entries, next, isWrong }: CodesPage, view: View): Html {
  const query = codeQuery(filter);
  return html`${renderTabs('codes', view)}
  <section class="panel spaced" aria-labelledby="codes-title"><h2 id="codes-title">${view.say('qualityCodes')}</h2>
    ${isWrong ? html`<p class="notice" role="alert">${view.say('qualityWrongFilter')}</p>` : ''}
    <p class="aside">${view.say('qualityCodesHint')}</p>
    <form class="filters" method="get" action="/quality/codes">
      <label>${view.say('qualityList')}<input name="list" value="${filter.list ?? ''}" size="14" placeholder="MA_KHOA" spellcheck="false"></label>
      <label>${view.say('qualityReason')}<select name="reason"><option value="">${view.say('qualityAnyReason')}</option>
        ${REASONS.map((reason) => html`<option value="${reason}"${filter.reason === reason ? html` selected` : ''}>${view.say(`unmapped-${reason}`)}</option>`)}</select></label>
      ${renderFacilityChoice(facilities, filter.facility ?? null, view)}
      <button>${view.say('recordShow')}</button>
      <a class="button" href="/quality/codes.csv?${query}" download>${view.say('qualityExport')}</a>
    </form>
    ${entries.length === 0 ? html`<p class="empty">${view.say('qualityNoCodes')}</p>` : renderEntries(entries, facilities, view)}
    ${next === null ? '' : html`<p class="pager"><a href="/quality/codes?${query}${query === '' ? '' : '&'}after=${next}" rel="next">${view.say('nextPage')}</a></p>`}
  </section>`;
}

/** A filter as it stands in an address. */
function codeQuery({ list, form, reason, facility }: WorklistFilter): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ list, form, reason, facility })) {
    if (value !== undefined) query.set(name, value);
  }
  return query.toString();
}

/** Heads of the worklist's columns, on the page and in the file. */
export const CODE_HEADS = [
  'qualityList',
  'qualityCode',
  'qualityField',
  'facility',
  'qualityReason',
  'qualityCount',
  'qualityFirstSeen',
  'qualityLastSeen',
] as const;

function renderEntries(entries: readonly WorklistEntry[], facilities: readonly Facility[], view: View): Html {
  const names = new Map(facilities.map(({ code, name }) => [code, name]));
  return html`<p class="aside swipe">${view.say('qualityScrolls')}</p>
    <div class="scroll" tabindex="0" role="group" aria-labelledby="codes-title"><table class="list">
    <thead><tr>${CODE_HEADS.map((key) => html`<th scope="col"${key === 'qualityCount' ? html` class="number"` : ''}>${view.say(key)}</th>`)}</tr></thead>
    <tbody>${entries.map(
      ({ list, code, form, field, facility, reason, count, firstSeen, lastSeen }) => html`<tr>
        <td><code>${list}</code></td>
        <th scope="row"><code>${code}</code>${isMasked(code) ? html`<span class="aside remedy">${view.say('qualityMasked')}</span>` : ''}</th>
        <td><code>${form}.${field}</code></td>
        <td>${names.get(facility) ?? ''} <span class="aside">${facility}</span></td>
        <td>${view.say(`unmapped-${reason}`)}</td>
        <td class="number">${view.count(count)}</td>
        <td>${renderInstant(firstSeen, view)}</td><td>${renderInstant(lastSeen, view)}</td></tr>`,
    )}</tbody></table></div>`;
}
