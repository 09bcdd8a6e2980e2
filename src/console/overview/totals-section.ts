import type { CoverageTotals, ProvinceCoverage } from '../../types/coverage.ts';
import { type Html, html } from '../html.ts';
import { daysUntil, type Targets } from '../targets.ts';
import { unknownCell, type View } from '../view.ts';

/** The province at a glance: days left, announced and proven with and without the undecided, encounters. */
export function renderTotals(province: ProvinceCoverage, asOf: string, targets: Targets, view: View): Html {
  const undecided = (share: number | null) =>
    view.say('withUndecided', { count: province.undecided, share: view.share(share) });
  const facilities = (part: number) => view.say('ofFacilities', { part, whole: province.inScope });
  return html`<div class="tiles">
    ${renderTarget(asOf, targets, view)}
    ${renderTile('announced', view.say('announcedShare'), province.announcedShare, view, [
      facilities(province.announced),
      undecided(province.announcedShareWithUndecided),
    ])}
    ${renderTile('proven', view.say('provenShare'), province.provenShare, view, [
      facilities(province.proven),
      undecided(province.provenShareWithUndecided),
    ])}
    ${renderTile('encounters', view.say('encounterShare'), province.encounterShare, view, [
      view.say('ofEncounters', { part: province.emr, whole: province.expected }),
      view.say('expectedUnknown', { count: province.expectedUnknown }),
    ])}
  </div>`;
}

function renderTarget(asOf: string, targets: Targets, view: View): Html {
  const left = daysUntil(asOf, targets.province);
  const headline =
    left > 0 ? view.say('daysLeft', { count: left }) : view.say(left === 0 ? 'lastDay' : 'daysLate', { count: -left });
  const dated = (day: string) => (day < asOf ? view.say('past', { day: view.day(day) }) : view.day(day));
  const legal = { hospital: dated(targets.hospital), other: dated(targets.other) };
  return html`<section class="tile target" aria-labelledby="tile-target">
    <h2 id="tile-target">${view.say('provinceTarget')}</h2>
    <p class="figure">${headline}</p>
    <p>${view.say('targetText', { day: view.day(targets.province) })}</p>
    <p class="aside">${view.say('legalText', legal)}</p>
  </section>`;
}

function renderTile(kind: string, title: string, share: number | null, view: View, lines: readonly string[]): Html {
  const [first = '', second = ''] = lines;
  return html`<section class="tile ${kind}" aria-labelledby="tile-${kind}">
    <h2 id="tile-${kind}">${title}</h2>
    <p class="figure">${view.shareCell(share)}</p>
    <progress max="1" value="${share ?? 0}" aria-labelledby="tile-${kind}"></progress>
    <p>${first}</p>
    <p class="aside">${second}</p>
  </section>`;
}

/** Both cohorts beside the province. */
export function renderCohorts(province: ProvinceCoverage, view: View): Html {
  const rows: readonly (readonly [string, CoverageTotals])[] = [
    [view.say('hospitals'), province.byCohort.hospital],
    [view.say('others'), province.byCohort.other],
    [view.say('province'), province],
  ];
  return html`<section class="panel" aria-labelledby="cohorts">
    <h2 id="cohorts">${view.say('cohorts')}</h2>
    <div class="scroll" tabindex="0" role="group" aria-labelledby="cohorts">
      <table class="figures">
        <thead><tr>
          <th scope="col">${view.say('cohort')}</th>
          <th scope="col">${view.say('inScope')}</th>
          <th scope="col">${view.say('undecided')}</th>
          <th scope="col">${view.say('announced')}</th>
          <th scope="col">${view.say('proven')}</th>
          <th scope="col">${view.say('encounters')}</th>
        </tr></thead>
        <tbody>${rows.map(([name, totals]) => renderCohort(name, totals, view))}</tbody>
      </table>
    </div>
  </section>`;
}

function renderCohort(name: string, totals: CoverageTotals, view: View): Html {
  const cell = (part: number, share: number | null) =>
    share === null
      ? unknownCell(view.say('unknown'))
      : html`<b>${view.share(share)}</b> <span class="aside">${view.count(part)}</span>`;
  return html`<tr>
    <th scope="row">${name}</th>
    <td>${view.count(totals.inScope)}</td>
    <td>${view.count(totals.undecided)}</td>
    <td>${cell(totals.announced, totals.announcedShare)}</td>
    <td>${cell(totals.proven, totals.provenShare)}</td>
    <td>${cell(totals.emr, totals.encounterShare)}</td>
  </tr>`;
}
