import { facilityWord } from '../../fhir/facility-words.ts';
import type { FacilityStanding } from '../../types/coverage.ts';
import type { EpochMs } from '../../types/submission.ts';
import { type Html, html } from '../html.ts';
import { type CallReason, explainShortfalls, STAGES } from '../standing.ts';
import { unknownCell, type View } from '../view.ts';
import { COLUMNS, type Column, type FacilityQuery, sortLink } from './facility-query.ts';

export interface TableContext {
  readonly query: FacilityQuery;
  readonly now: EpochMs;
  readonly isPlaceholder: (code: string) => boolean;
  readonly reasonsOf: (one: FacilityStanding) => readonly CallReason[];
}

/** The facilities that were chosen, in their order; each column's head sorts by it. On a phone each row is a card. */
export function renderTable(chosen: readonly FacilityStanding[], context: TableContext, view: View): Html {
  if (chosen.length === 0) return html`<p class="empty">${view.say('noMatch')}</p>`;
  return html`<table class="facilities" role="table" aria-labelledby="facilities">
    <thead role="rowgroup"><tr role="row">${COLUMNS.map((column) => renderHead(column, context.query, view))}</tr></thead>
    <tbody role="rowgroup">${chosen.map((one) => renderRow(one, context, view))}</tbody>
  </table>`;
}

function renderHead(column: Column, query: FacilityQuery, view: View): Html {
  const direction = query.order === 'asc' ? 'ascending' : 'descending';
  const sorted = query.sort === column ? html` aria-sort="${direction}"` : '';
  return html`<th scope="col" role="columnheader" class="${column}"${sorted}
    ><a href="/facilities?${sortLink(query, column)}" data-focus="${column}">${view.say(column)}</a></th>`;
}

function renderRow(one: FacilityStanding, { now, isPlaceholder, reasonsOf }: TableContext, view: View): Html {
  const { facility, coverage } = one;
  const tag = isPlaceholder(coverage.code) ? html` <span class="tag">${view.say('placeholder')}</span>` : '';
  return html`<tr role="row" id="f-${coverage.code}">
    <th scope="row" role="rowheader"><a class="name" href="/facilities/${coverage.code}"><bdi>${facility.name}</bdi></a>
      <span class="aside">${coverage.code}${tag} · ${facility.commune}</span></th>
    ${cell('cohort', renderCohort(one, view), view)}
    ${cell('stage', renderStage(one, view), view)}
    ${cell('announcedOn', renderAnnounced(one, view), view)}
    ${cell('lastRecord', renderLastRecord(one, now, view), view)}
    ${cell('volume', renderVolume(one, view), view)}
    ${cell('completeness', view.shareCell(coverage.completeness), view)}
    ${cell('timeliness', view.shareCell(coverage.timeliness), view)}
    ${cell('alarm', renderAlarms(one, reasonsOf(one), view), view)}
  </tr>`;
}

function cell(column: Column, content: Html, view: View): Html {
  return html`<td role="cell" class="${column}" data-label="${view.say(column)}">${content}</td>`;
}

function renderCohort({ facility, scope }: FacilityStanding, view: View): Html {
  const words = [facilityWord('ownership', facility.ownership), facilityWord('level', facility.level)];
  const about = words.map((word) => word[view.language]).filter((word) => word !== '');
  const scoped = scope === 'yes' ? '' : html`<span class="tag">${view.say(`scope-${scope}`)}</span>`;
  return html`${view.say(facility.cohort)} ${scoped}<span class="aside">${about.join(', ')}</span>`;
}

function renderStage(one: FacilityStanding, view: View): Html {
  const missing = one.shortfalls.length === 0 ? '' : html`<span class="aside">${explainShortfalls(one, view)}</span>`;
  return html`${renderRungs(one)} <span class="name">${view.say(one.coverage.stage)}</span> ${missing}`;
}

/** Five boxes, as many of them filled as steps are reached; for the eye only. */
export function renderRungs({ coverage: { stage } }: FacilityStanding): Html {
  const reached = STAGES.indexOf(stage);
  const rungs = STAGES.map((_, step) => html`<i class="${step <= reached ? 'reached' : ''}"></i>`);
  return html`<span class="rungs ${stage}" aria-hidden="true">${rungs}</span>`;
}

function renderAnnounced({ facility, coverage }: FacilityStanding, view: View): Html {
  if (facility.announced === null || !coverage.announced) return unknownCell(view.say('notAnnounced'));
  const sustained = coverage.sustained ? html` <span class="tag good">${view.say('sustained')}</span>` : '';
  return html`${view.day(facility.announced)}${sustained}`;
}

function renderLastRecord({ lastAcceptedAt }: FacilityStanding, now: EpochMs, view: View): Html {
  if (lastAcceptedAt === null) return html`<span class="aside">${view.say('never')}</span>`;
  return html`${view.moment(lastAcceptedAt)} <span class="aside">${view.ago(lastAcceptedAt, now)}</span>`;
}

function renderVolume({ coverage: { volume, emr, expected } }: FacilityStanding, view: View): Html {
  const known = expected === null ? '' : html` <span class="aside">${view.count(emr)}/${view.count(expected)}</span>`;
  return html`${view.shareCell(volume)}${renderOver(volume, view)}${known}`;
}

/** A volume over 1 is shown as it is, with a mark and what it means; nothing beside any other. */
export function renderOver(volume: number | null, view: View): Html {
  if (volume === null || volume <= 1) return html``;
  return html` <span class="tag warn" title="${view.say('overExpectedHint')}">${view.say('overExpected')}</span>`;
}

/** Silence, a step that was lost, deliveries that wait: the rest of the reasons stands in the other columns. */
function renderAlarms({ silence }: FacilityStanding, reasons: readonly CallReason[], view: View): Html {
  const silent =
    silence === 'unusual' || silence === 'week' ? html`<span class="tag bad">${view.say(silence)}</span> ` : '';
  const lapsed = reasons.includes('lapsed') ? html`<span class="tag bad">${view.say('lapsedShort')}</span> ` : '';
  const stuck = reasons.includes('stuck') ? html`<span class="tag warn">${view.say('stuckShort')}</span>` : '';
  return html`${silent}${lapsed}${stuck}`;
}
