import type { ProgrammeFigure } from '../../types/programme.ts';
import { type Html, html } from '../html.ts';
import type { View } from '../view.ts';

/** The further indicators of the month so far, with exactly what each counts; null: they are being counted. */
export function renderProgrammes(figures: readonly ProgrammeFigure[] | null, view: View): Html {
  return html`<section class="panel" aria-labelledby="programmes">
    <h2 id="programmes">${view.say('programmes')}</h2>
    ${
      figures === null
        ? html`<p class="empty">${view.say('programmesCounting')}</p>`
        : html`<div class="scroll" tabindex="0" role="group" aria-labelledby="programmes">
      <table class="figures">
        <thead><tr>
          <th scope="col">${view.say('programme')}</th>
          <th scope="col">${view.say('programmeShare')}</th>
          <th scope="col">${view.say('programmeTarget')}</th>
          <th scope="col">${view.say('programmePart')}</th>
          <th scope="col">${view.say('programmeWhole')}</th>
          <th scope="col">${view.say('programmeUntold')}</th>
        </tr></thead>
        <tbody>${figures.map((figure) => renderFigure(figure, view))}</tbody>
      </table>
    </div>`
    }
  </section>`;
}

function renderFigure(figure: ProgrammeFigure, view: View): Html {
  const { name, definition, numerator, denominator, share, target, untold } = figure;
  return html`<tr>
    <th scope="row"><details class="told"><summary>${name[view.language]}</summary>
      <p class="aside">${definition[view.language]}</p></details></th>
    <td>${view.shareCell(share)}</td>
    <td>${target === null ? '' : view.share(target)}</td>
    <td>${writeCount(numerator, view)}</td>
    <td>${writeCount(denominator, view)}</td>
    <td>${writeCount(untold, view)}</td>
  </tr>`;
}

function writeCount(count: number | null, view: View): string {
  return count === null ? view.say('unknown') : view.count(count);
}
