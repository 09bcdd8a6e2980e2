import { toLocalDay } from '../../fhir/local-time.ts';
import type { CoverageOverview, FacilityStanding } from '../../types/coverage.ts';
import { renderCounting } from '../counting-notice.ts';
import { type Html, html } from '../html.ts';
import type { PageAnswer } from '../page.ts';
import { createCallReasons } from '../standing.ts';
import type { View } from '../view.ts';
import { renderAdvice } from './advice-section.ts';
import { renderCourse } from './course-section.ts';
import type { FacilityDeps } from './facility-deps.ts';
import { renderLadder } from './ladder-section.ts';
import { renderNotes } from './notes-section.ts';
import type { RefusedForm } from './refused-form.ts';
import { renderRegistry } from './registry-section.ts';
import { type BrokenRule, EXAMPLES, renderReceipts, renderRules, topRules } from './rules-section.ts';
import { renderSectionHeat } from './section-heat.ts';

/** Days of the charts, weeks of the heat map, receipts shown. */
const COURSE_DAYS = 90;
const HEAT_DAYS = 56;
const RECEIPTS = 10;
const WINDOW_DAYS = 30;
const DAY_MS = 86_400_000;

export interface Asked {
  readonly code: string;
  readonly author: string | null;
  /** The form that was just sent and not carried out. */
  readonly refused?: RefusedForm;
}

/** One facility: what to mend, how it stands on the ladder and why, its course, its rules, its records, its registry entry. */
export async function renderFacility(
  deps: FacilityDeps,
  { code, author, refused }: Asked,
  view: View,
): Promise<PageAnswer> {
  const overview = await deps.overview();
  const one = overview.standings.find(({ coverage }) => coverage.code === code);
  if (one === undefined) return { kind: 'missing' };
  const { asOf } = overview.report;
  const now = overview.computedAt;
  const [course = [], sectionDays, rules, receipts, editions, notes] = await Promise.all([
    deps.course(code, daysBefore(asOf, COURSE_DAYS - 1), asOf),
    deps.sectionDays(code, daysBefore(asOf, HEAT_DAYS - 1), asOf),
    readRules(deps, one, now),
    deps.recordsReceived({ facility: code, from: now - WINDOW_DAYS * DAY_MS, until: now + 1, limit: RECEIPTS }),
    deps.editions(code),
    deps.notes(code),
  ]);
  const main = html`<div data-live="head">${renderCounting(overview, view)}${renderHead(one, overview, deps, view)}</div>
    <div class="columns">
      <div class="stack">
        <div data-live="advice">${renderAdvice(one, view)}</div>
        <div data-live="course">${renderCourse(course, view)}</div>
        <div data-live="sections">${renderSectionHeat(code, sectionDays, one.figures.sections, deps.sectionName, view)}</div>
        <div data-live="receipts">${renderReceipts(code, receipts, view)}</div>
      </div>
      <div class="stack">
        <div data-live="ladder">${renderLadder(one, now, view)}</div>
        <div data-live="rules">${renderRules(code, rules, view)}</div>
        ${renderNotes({ facility: one.facility, notes, decisions: deps.decisions(editions), author, refused, today: toLocalDay(deps.clock()) }, view)}
        ${renderRegistry(one.facility, editions, view)}
      </div>
    </div>`;
  return {
    kind: 'page',
    status: refused === undefined ? 200 : 422,
    title: one.facility.name,
    main,
    scripts: ['facility'],
    crumbs: [],
    live: ['coverage'],
    figures: { asOf, computedAt: now },
  };
}

function renderHead(
  one: FacilityStanding,
  { report, changes }: CoverageOverview,
  deps: FacilityDeps,
  view: View,
): Html {
  const { facility, coverage, scope } = one;
  const reasons = createCallReasons({ asOf: report.asOf, targets: deps.targets, changes })(one);
  const placeholder = deps.isPlaceholder(facility.code)
    ? html` <span class="tag">${view.say('placeholder')}</span>`
    : '';
  const announced = coverage.announced && facility.announced !== null;
  return html`<p class="marks"><b>${facility.code}</b>${placeholder} · ${facility.commune} · ${view.say(facility.cohort)}
    <span class="tag ${coverage.stage === 'proven' ? 'good' : ''}">${view.say(coverage.stage)}</span>
    <span class="tag">${view.say(`scope-${scope}`)}</span>
    <span class="tag ${announced ? 'good' : ''}">${announced ? view.say('announcedOnDay', { day: view.day(facility.announced ?? '') }) : view.say('notAnnounced')}</span>
    ${coverage.sustained ? html`<span class="tag good">${view.say('sustained')}</span>` : ''}
    ${reasons.filter((reason) => reason === 'silent' || reason === 'lapsed').map((reason) => html`<span class="tag bad">${view.say(`call-${reason}`)}</span> `)}</p>`;
}

async function readRules(
  deps: FacilityDeps,
  { coverage, figures }: FacilityStanding,
  now: number,
): Promise<readonly BrokenRule[]> {
  return Promise.all(
    topRules(figures).map(async ([rule, count]) => ({
      rule,
      count,
      text: deps.ruleText(rule),
      examples: await deps.recordsReceived({
        facility: coverage.code,
        from: now - WINDOW_DAYS * DAY_MS,
        until: now + 1,
        rule,
        limit: EXAMPLES,
      }),
    })),
  );
}

function daysBefore(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - count * DAY_MS).toISOString().slice(0, 10);
}
