import { toLocalInstant } from '../fhir/local-time.ts';
import type { EpochMs } from '../types/submission.ts';
import { type Html, html } from './html.ts';
import type { View } from './view.ts';

/** Day and time to the second in Việt Nam, for people and for programs. */
export function renderInstant(at: EpochMs, view: View): Html {
  const instant = toLocalInstant(at);
  return html`<time datetime="${instant}">${view.day(instant.slice(0, 10))} ${instant.slice(11, 19)}</time>`;
}
