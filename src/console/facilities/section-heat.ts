import type { SectionTally } from '../../types/coverage.ts';
import type { Bilingual } from '../../types/issue.ts';
import { type Html, html } from '../html.ts';
import { unknownCell, type View } from '../view.ts';
import { encountersPath } from './advice-section.ts';
import { weeksOf } from './course-section.ts';
import type { SectionsOfDay } from './facility-deps.ts';

/** Steps of the colour, from empty to full. */
const STEPS = 5;
/** A section is enough from here on: docs/coverage.md. */
const ENOUGH = 0.95;

interface Share {
  readonly due: number;
  readonly present: number;
}

/** Each section by week: how many of the encounters that need it have it. The colour says again what the figure says. */
export function renderSectionHeat(
  code: string,
  days: readonly SectionsOfDay[],
  window: SectionTally,
  sectionName: (section: string) => Bilingual,
  view: View,
): Html {
  const weeks = weeksOf(days).toReversed();
  const sections =
    Object.keys(window).length > 0
      ? Object.keys(window)
      : [...new Set(days.flatMap((day) => Object.keys(day.sections)))];
  if (sections.length === 0) {
    return html`<section class="panel" aria-labelledby="sections"><h2 id="sections">${view.say('sections')}</h2>
      <p class="empty">${view.say('noSections')}</p></section>`;
  }
  return html`<section class="panel" aria-labelledby="sections">
    <h2 id="sections">${view.say('sections')}</h2>
    <div class="scroll" tabindex="0" role="group" aria-labelledby="sections"><table class="figures heat">
      <thead><tr>
        <th scope="col">${view.say('section')}</th>
        ${weeks.map((week) => html`<th scope="col"><span class="heard">${view.say('weekTo')} </span>${view.day(week.at(-1)?.day ?? '').slice(0, view.language === 'vi' ? 5 : 6)}</th>`)}
        <th scope="col">${view.say('thirtyDays')}</th>
        <th scope="col">${view.say('missing')}</th>
      </tr></thead>
      <tbody>${sections.map(
        (section) => html`<tr>
        <th scope="row">${sectionName(section)[view.language]}</th>
        ${weeks.map((week) => renderCell(sumOf(week, section), view))}
        ${renderCell(window[section] ?? { due: 0, present: 0 }, view)}
        <td>${renderMissing(code, section, window[section], view)}</td>
      </tr>`,
      )}</tbody>
    </table></div>
    <p class="aside">${view.say('sectionsHint')}</p>
  </section>`;
}

function sumOf(week: readonly SectionsOfDay[], section: string): Share {
  const shares = week.map(({ sections }) => sections[section] ?? { due: 0, present: 0 });
  return {
    due: shares.reduce((sum, { due }) => sum + due, 0),
    present: shares.reduce((sum, { present }) => sum + present, 0),
  };
}

function renderCell({ due, present }: Share, view: View): Html {
  if (due === 0) return html`<td>${unknownCell(view.say('notDue'))}</td>`;
  const share = present / due;
  const step = share >= ENOUGH ? STEPS : Math.min(STEPS - 1, Math.floor(share * STEPS));
  return html`<td class="heat-${step}" title="${view.count(present)}/${view.count(due)}">${view.share(share)}</td>`;
}

function renderMissing(code: string, section: string, own: Share | undefined, view: View): Html {
  const missing = own === undefined ? 0 : own.due - own.present;
  if (missing === 0) return html`${view.count(0)}`;
  return html`<a href="${encountersPath(code, { show: 'missing-section', section })}">${view.count(missing)}</a>`;
}
