import type { Compiler } from '../element/compiler.ts';
import type { Visit } from '../element/visit.ts';
import { isObject, type JsonObject, textOf } from '../reference/json-object.ts';
import { objectsIn } from './bundle-entries.ts';
import { matchParts } from './measure-parts.ts';
import { checkScore, checkSubjects } from './measure-results.ts';

/**
 * A MeasureReport has the groups, populations and stratifiers of its measure, and a score where the measure is scored.
 * Nothing is decided while the measure is not known.
 * @source https://hl7.org/fhir/R4/measurereport.html
 */
export function checkMeasureReport(report: JsonObject, visit: Visit, { definitions }: Compiler): void {
  const canonical = textOf(report['measure']);
  const measure = canonical.startsWith('#') ? visit.scope.resolve(canonical) : definitions.measure(canonical);
  if (!isObject(measure)) return;
  if (objectsIn(measure['group']).length === 0) return;
  const type = textOf(report['type']);
  const matched = matchParts(
    report,
    measure,
    { part: 'group', mayBeMissing: () => type === 'data-collection' },
    '',
    visit,
  );
  for (const { own, asked, place } of matched) {
    const populations = { part: 'population', mayBeMissing: isObservation } as const;
    for (const population of matchParts(own, asked, populations, place, visit)) {
      checkSubjects(population.own, type, population.place, visit);
    }
    checkScore(own, scoringOf(measure), type, place, visit);
    matchParts(own, asked, { part: 'stratifier', mayBeMissing: () => false }, place, visit);
  }
}

function scoringOf({ scoring }: JsonObject): string {
  const [coding] = isObject(scoring) ? objectsIn(scoring['coding']) : [];
  return textOf(coding?.item['code']);
}

/** Observations of a measure are steps of its calculation, not results. */
function isObservation({ code }: JsonObject): boolean {
  const codings = isObject(code) ? objectsIn(code['coding']) : [];
  return codings.some(({ item }) => item['code'] === 'measure-observation');
}
