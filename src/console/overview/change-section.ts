import type { CoverageChange, CoverageOverview } from '../../types/coverage.ts';
import { type Html, html } from '../html.ts';
import { STAGES } from '../standing.ts';
import type { View } from '../view.ts';

/** Shown at once; the others open on demand. */
const MAX_SHOWN = 8;

const TONES: Readonly<Record<CoverageChange['what'], string>> = {
  'stage-up': 'good',
  'stage-down': 'bad',
  announced: 'good',
  silent: 'bad',
  'speaks-again': 'good',
  opened: '',
  closed: '',
  scope: '',
};

/** What is otherwise than on the day before, facility by facility. */
export function renderChanges({ changes, standings }: CoverageOverview, view: View): Html {
  const names = new Map(standings.map(({ coverage, facility }) => [coverage.code, facility.name]));
  const items = changes.map((change) => renderChange(change, names.get(change.facility) ?? change.facility, view));
  const others = items.slice(MAX_SHOWN);
  return html`<section class="panel changes" aria-labelledby="changes">
    <h2 id="changes">${view.say('changes')}</h2>
    ${items.length === 0 ? html`<p class="empty">${view.say('noChanges')}</p>` : ''}
    <ul class="rows">${items.slice(0, MAX_SHOWN)}</ul>
    ${others.length === 0 ? '' : html`<details><summary>${view.say('moreChanges', { count: others.length })}</summary><ul class="rows">${others}</ul></details>`}
  </section>`;
}

function renderChange({ facility, what, from, to }: CoverageChange, name: string, view: View): Html {
  const values = { from: writeValue(from, view), to: writeValue(to, view) };
  return html`<li><span class="tag ${TONES[what]}">${view.say(`change-${what}`, values)}</span>
    <a href="/facilities/${facility}"><bdi>${name}</bdi></a></li>`;
}

/** A step or a scope decision as the page calls it; a day as it is written; nothing where nothing is told. */
function writeValue(value: string | null, view: View): string {
  if (value === null) return '';
  const stage = STAGES.find((one) => one === value);
  if (stage !== undefined) return view.say(stage);
  if (value === 'yes' || value === 'no' || value === 'undecided') return view.say(`scope-${value}`);
  return /^\d{4}-\d\d-\d\d$/.test(value) ? view.day(value) : value;
}
