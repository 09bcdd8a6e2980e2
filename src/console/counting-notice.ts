import { toLocalDay } from '../fhir/local-time.ts';
import type { CoverageOverview } from '../types/coverage.ts';
import { type Html, html } from './html.ts';
import type { View } from './view.ts';

/** That the figures are of an earlier day than today, because the days after it are still being counted; else nothing. */
export function renderCounting(
  { report, computedAt }: Pick<CoverageOverview, 'report' | 'computedAt'>,
  view: View,
): Html {
  if (report.asOf >= toLocalDay(computedAt)) return html``;
  return html`<p class="notice" role="status">${view.say('counting', { day: view.day(report.asOf) })}</p>`;
}
