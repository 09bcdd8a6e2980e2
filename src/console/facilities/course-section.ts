import type { FacilityCourseDay } from '../../types/coverage.ts';
import { renderChart } from '../chart.ts';
import { type Html, html } from '../html.ts';
import type { View } from '../view.ts';
import { renderOver } from './facility-table.ts';

/** Records by day of receipt, and EMR encounters beside the expected number, as charts; by week as a table. */
export function renderCourse(course: readonly FacilityCourseDay[], view: View): Html {
  const sum = (read: (day: FacilityCourseDay) => number) => course.reduce((total, day) => total + read(day), 0);
  const accepted = sum((day) => day.accepted);
  const received = sum((day) => day.received);
  const summary = view.say('receivedChart', { count: course.length, received, accepted });
  if (received + sum((day) => day.ended) === 0) {
    return html`<section class="panel" aria-labelledby="course"><h2 id="course">${view.say('course', { count: course.length })}</h2>
      <p class="empty">${view.say('noCourse')}</p></section>`;
  }
  const last = course.at(-1);
  const volume = view.say('volumeChart', {
    emr: last?.emr ?? 0,
    expected: last?.expected === null || last === undefined ? view.say('unknown') : view.count(last.expected),
  });
  const names = (['accepted', 'quarantined', 'refused'] as const).map((state) => view.say(`records-${state}`));
  const volumeNames = [view.say('expectedEncounters'), view.say('emrEncounters')];
  return html`<section class="panel" aria-labelledby="course">
    <h2 id="course">${view.say('course', { count: course.length })}</h2>
    <h3>${view.say('receivedByDay')}</h3>
    ${renderChart('received', summary, { names, days: course.map((day) => [day.day, day.accepted, day.quarantined, day.refused]) }, view)}
    <h3>${view.say('emrAgainstExpected')}</h3>
    ${renderChart('volume', volume, { names: volumeNames, days: course.map((day) => [day.day, day.expected, day.emr]) }, view)}
    <details>
      <summary>${view.say('courseTable')}</summary>
      <div class="scroll" tabindex="0" role="group" aria-labelledby="course"><table class="figures">
        <thead><tr>
          <th scope="col">${view.say('weekTo')}</th>
          <th scope="col">${view.say('records-received')}</th>
          ${names.map((name) => html`<th scope="col">${name}</th>`)}
          <th scope="col">${view.say('stage')}</th>
          <th scope="col">${view.say('volume')}</th>
          <th scope="col">${view.say('completeness')}</th>
          <th scope="col">${view.say('timeliness')}</th>
        </tr></thead>
        <tbody>${weeksOf(course).map((week) => renderWeek(week, view))}</tbody>
      </table></div>
    </details>
  </section>`;
}

/** Weeks that end with the last day and every seventh before it, newest first. */
export function weeksOf<Day>(days: readonly Day[]): readonly (readonly Day[])[] {
  const count = Math.ceil(days.length / 7);
  return Array.from({ length: count }, (_, back) => {
    const end = days.length - back * 7;
    return days.slice(Math.max(0, end - 7), end);
  });
}

function renderWeek(week: readonly FacilityCourseDay[], view: View): Html {
  const last = week.at(-1);
  if (last === undefined) return html``;
  const sum = (name: 'received' | 'accepted' | 'quarantined' | 'refused') =>
    view.count(week.reduce((total, day) => total + day[name], 0));
  return html`<tr>
    <th scope="row">${view.day(last.day)}</th>
    <td>${sum('received')}</td><td>${sum('accepted')}</td><td>${sum('quarantined')}</td><td>${sum('refused')}</td>
    <td>${view.say(last.stage)}</td>
    <td>${view.shareCell(last.volume)}${renderOver(last.volume, view)}</td>
    <td>${view.shareCell(last.completeness)}</td>
    <td>${view.shareCell(last.timeliness)}</td>
  </tr>`;
}
