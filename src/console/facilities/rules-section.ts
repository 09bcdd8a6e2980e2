import type { FacilityFigures } from '../../types/coverage.ts';
import type { RecordHandle } from '../../types/inspection.ts';
import type { Bilingual } from '../../types/issue.ts';
import { type Html, html } from '../html.ts';
import { writeRuleText } from '../rule-text.ts';
import type { View } from '../view.ts';

/** Rules shown, and records named for each. */
export const TOP_RULES = 5;
export const EXAMPLES = 3;

export interface BrokenRule {
  readonly rule: string;
  readonly count: number;
  readonly text: Bilingual | undefined;
  readonly examples: readonly RecordHandle[];
}

/** The rules broken most often in the window, most frequent first. */
export function topRules({ broken }: FacilityFigures): readonly (readonly [rule: string, count: number])[] {
  return Object.entries(broken)
    .toSorted(([a, first], [b, second]) => second - first || a.localeCompare(b))
    .slice(0, TOP_RULES);
}

/** The rules with what they say, how many records break them, and some of those records. */
export function renderRules(code: string, rules: readonly BrokenRule[], view: View): Html {
  return html`<section class="panel" aria-labelledby="broken">
    <h2 id="broken">${view.say('brokenRules')}</h2>
    ${rules.length === 0 ? html`<p class="empty">${view.say('noBrokenRules')}</p>` : ''}
    <ol class="rows">${rules.map(
      ({ rule, count, text, examples }) => html`<li>
        <a class="name" href="/records?facility=${code}&rule=${rule}">${rule}</a>
        <span class="tag">${view.say('recordCount', { count })}</span>
        ${text === undefined ? '' : html`<p>${writeRuleText(text, view)}</p>`}
        ${
          examples.length === 0
            ? ''
            : html`<p class="aside">${view.say('examples')} ${examples.map(
                ({ id, identity }) => html`<a href="/records/${id}">${identity || id}</a> `,
              )}</p>`
        }
      </li>`,
    )}</ol>
  </section>`;
}

/** The newest records of the facility, whatever became of them. */
export function renderReceipts(code: string, records: readonly RecordHandle[], view: View): Html {
  return html`<section class="panel" aria-labelledby="receipts">
    <h2 id="receipts">${view.say('receipts')}</h2>
    ${records.length === 0 ? html`<p class="empty">${view.say('noReceipts')}</p>` : renderTable(records, view)}
    ${records.length === 0 ? '' : html`<p><a href="/records?facility=${code}">${view.say('allRecords')}</a></p>`}
  </section>`;
}

const TONES = { accepted: 'good', quarantined: 'warn', refused: 'bad' } as const;

function renderTable(records: readonly RecordHandle[], view: View): Html {
  return html`<div class="scroll" tabindex="0" role="group" aria-labelledby="receipts"><table class="list">
    <thead><tr>
      <th scope="col">${view.say('receivedAt')}</th>
      <th scope="col">${view.say('receiptRecord')}</th>
      <th scope="col">${view.say('outcome')}</th>
      <th scope="col">${view.say('rulesBroken')}</th>
    </tr></thead>
    <tbody>${records.map(
      ({ id, identity, receivedAt, state, broken }) => html`<tr>
        <td class="nowrap">${view.moment(receivedAt)}</td>
        <th scope="row"><a href="/records/${id}">${identity || id}</a></th>
        <td><span class="tag ${TONES[state]}">${view.say(`records-${state}`)}</span></td>
        <td>${broken.slice(0, 3).join(', ')}${broken.length > 3 ? '…' : ''}</td>
      </tr>`,
    )}</tbody>
  </table></div>`;
}
