import type { StrictJson } from '../fhir/json/strict-json.ts';
import type { Issue, RuleCatalogue } from '../types/issue.ts';

type ReadDocument = Extract<StrictJson, { ok: true }>;

/**
 * Numbers of a Bundle that JSON cannot carry through: LT-D068 when only the written form changes, LT-D069 when the
 * value does. One issue each, at the first place, with the count.
 *
 * @param entry only those in this entry, counted from 0; all of them when left out.
 */
export function inexactNumberIssues(json: ReadDocument, rules: RuleCatalogue, entry?: number): readonly Issue[] {
  if (json.inexact.length === 0) return [];
  const numbers = entry === undefined ? json.inexact : inexactIn(json, entry);
  return (['form', 'value'] as const).flatMap((fate) => {
    const found = numbers.filter((number) => number.fate === fate);
    const [first] = found;
    if (first === undefined) return [];
    const path = json.places.pathAt(first.offset, entry === undefined ? '' : `entry[${entry}]`);
    const site = { place: json.places.place(first.offset), expression: `Bundle.${path}` };
    return [rules.issue(fate === 'form' ? 'LT-D068' : 'LT-D069', { ...site, with: { count: found.length } })];
  });
}

function inexactIn({ inexact, places }: ReadDocument, entry: number): ReadDocument['inexact'] {
  const start = places.offsetOf(`entry[${entry}]`);
  const next = places.offsetOf(`entry[${entry + 1}]`);
  // Past the last entry the innermost element that is there is the list itself, which begins before.
  const end = next > start ? next : Number.POSITIVE_INFINITY;
  return inexact.slice(firstAtOrAfter(inexact, start), firstAtOrAfter(inexact, end));
}

/** Index of the first number at or after an offset: they are in the order of the text. */
function firstAtOrAfter(inexact: ReadDocument['inexact'], offset: number): number {
  let low = 0;
  let high = inexact.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((inexact[middle]?.offset ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
