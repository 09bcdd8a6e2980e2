import { keyOfIdentity } from '../../fhir/record-identity.ts';
import type { RecordHandle } from '../../types/inspection.ts';
import type { RecordState } from '../../types/submission.ts';
import { type Html, html } from '../html.ts';
import { renderInstant } from '../instant.ts';
import type { View } from '../view.ts';

const TONES: Readonly<Record<RecordState, string>> = { accepted: 'good', quarantined: 'warn', refused: 'bad' };
/** Rules of a record that a list names. */
const MAX_RULES = 3;

/** The state of a record as a mark. */
export function renderRecordState(state: RecordState, view: View): Html {
  return html`<span class="tag ${TONES[state]}">${view.say(`record-${state}`)}</span>`;
}

/** The sender's own code, which leads to the record. */
export function renderRecordLink({ id, identity }: Pick<RecordHandle, 'id' | 'identity'>, view: View): Html {
  const key = keyOfIdentity(identity);
  return html`<a href="/records/${id}">${key === '' ? view.say('recordNoKey') : key}</a>`;
}

/** Which of the versions, and which time that it came. */
export function renderVersion({ version, repetition, supersededAt }: RecordHandle, view: View): Html {
  const told = repetition === 0 ? `v${version}` : view.say('recordRepetition', { version, repetition });
  return html`${told}${supersededAt === null ? '' : html` <span class="aside">${view.say('recordOlder')}</span>`}`;
}

/** Record versions as a table; `nameOf` gives the name of a facility, or its code. */
export function renderRecordList(
  records: readonly RecordHandle[],
  nameOf: (code: string) => string,
  current: string | null,
  view: View,
): Html {
  const rows = records.map(
    (record) => html`<tr${record.id === current ? html` aria-current="true"` : ''}>
      <th scope="row">${record.id === current ? html`${keyOfIdentity(record.identity)} <span class="tag">${view.say('recordThis')}</span>` : renderRecordLink(record, view)}</th>
      <td>${renderRecordState(record.state, view)}</td>
      <td>${view.say(`kind-${record.kind}`)}</td>
      <td>${nameOf(record.facility)} <span class="aside">${record.facility}</span></td>
      <td>${renderVersion(record, view)}</td>
      <td>${renderInstant(record.receivedAt, view)}</td>
      <td>${renderRules(record.broken)}</td>
    </tr>`,
  );
  const heads = [
    'recordKey',
    'recordState',
    'recordKind',
    'facility',
    'recordVersion',
    'recordReceived',
    'recordRules',
  ] as const;
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${view.say('recordResults')}"><table class="list">
    <thead><tr>${heads.map((key) => html`<th scope="col">${view.say(key)}</th>`)}</tr></thead>
    <tbody>${rows}</tbody></table></div>`;
}

function renderRules(broken: readonly string[]): Html {
  const more = broken.length > MAX_RULES ? ` +${broken.length - MAX_RULES}` : '';
  return html`${broken.slice(0, MAX_RULES).map((rule) => html`<a href="/quality/rules/${rule}">${rule}</a> `)}${more}`;
}
