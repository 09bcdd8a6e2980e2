import type { Visit } from '../element/visit.ts';
import { isObject, type JsonObject, textOf } from '../reference/json-object.ts';
import { objectsIn } from './bundle-entries.ts';

/** What a part of a report is, and what it may do without. */
interface PartKind {
  readonly part: 'group' | 'population' | 'stratifier';
  /** Whether a report may leave out a part of the measure. */
  readonly mayBeMissing: (asked: JsonObject) => boolean;
}

/** A part of a report with the part of the measure that it is about. */
interface MatchedPart {
  readonly own: JsonObject;
  readonly asked: JsonObject;
  readonly place: string;
}

/**
 * Finds the parts of a measure that the parts of a report are about, by their codes; reports what has no counterpart. An
 * only group or stratifier of both needs no code.
 */
export function matchParts(
  report: JsonObject,
  measure: JsonObject,
  kind: PartKind,
  holder: string,
  visit: Visit,
): MatchedPart[] {
  const { part } = kind;
  const asked = objectsIn(measure[part]).map(({ item }) => item);
  const left = new Set(asked);
  const [only] = objectsIn(report[part]).length === 1 && asked.length === 1 && part !== 'population' ? asked : [];
  const matched: MatchedPart[] = [];
  for (const { index, item: own } of objectsIn(report[part])) {
    const place = `${holder}.${part}[${index}]`;
    const isAnonymous = only !== undefined && (codesOf(own).size === 0 || codesOf(only).size === 0);
    const found = isAnonymous ? only : asked.find((each) => left.has(each) && sharesCode(own, each));
    if (found === undefined) visit.report('LT-V086', { element: part }, place);
    else {
      left.delete(found);
      matched.push({ own, asked: found, place });
    }
  }
  for (const each of left) if (!kind.mayBeMissing(each)) visit.report('LT-V087', { element: part }, holder);
  return matched;
}

function sharesCode(one: JsonObject, other: JsonObject): boolean {
  const codes = codesOf(other);
  return [...codesOf(one)].some((code) => codes.has(code));
}

/** `system|code` of all codings; a stratifier of a report has a list of concepts. */
function codesOf({ code }: JsonObject): ReadonlySet<string> {
  const concepts = isObject(code) ? [code] : objectsIn(code).map(({ item }) => item);
  const codings = concepts.flatMap(({ coding }) => objectsIn(coding));
  return new Set(codings.map(({ item }) => `${textOf(item['system'])}|${textOf(item['code'])}`));
}
