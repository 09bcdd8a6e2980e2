import type { Visit } from '../element/visit.ts';
import { isObject, type JsonObject } from '../reference/json-object.ts';
import { objectsIn } from './bundle-entries.ts';

const SCORED: ReadonlySet<string> = new Set(['proportion', 'ratio', 'continuous-variable']);

/** A group has a score by the scoring of its measure; that of a proportion is a number from 0 to 1 without a unit. */
export function checkScore(group: JsonObject, scoring: string, type: string, place: string, visit: Visit): void {
  const { measureScore: score } = group;
  const isScored = SCORED.has(scoring) && type !== 'data-collection';
  const isUnscored = scoring === 'cohort' || type === 'data-collection';
  if ((isScored && score === undefined) || (isUnscored && score !== undefined)) {
    visit.report('LT-V088', { element: 'measureScore' }, `${place}.measureScore`);
  }
  if (!isScored || scoring !== 'proportion' || !isObject(score)) return;
  const { value, unit, code } = score;
  const isProportion =
    unit === undefined && code === undefined && (typeof value !== 'number' || (value >= 0 && value <= 1));
  if (!isProportion) visit.report('LT-V088', { element: 'measureScore' }, `${place}.measureScore`);
}

/** Subjects are listed in a report of type `subject-list` only, as many as are counted. */
export function checkSubjects(population: JsonObject, type: string, place: string, visit: Visit): void {
  const { subjectResults, count } = population;
  if (type !== 'subject-list') {
    if (subjectResults !== undefined) visit.report('LT-V088', { element: 'subjectResults' }, `${place}.subjectResults`);
    return;
  }
  if (!isObject(subjectResults) || typeof subjectResults['reference'] !== 'string') return;
  const list = visit.scope.resolve(subjectResults['reference']);
  const subjects = list?.['resourceType'] === 'List' ? objectsIn(list['entry']).length : undefined;
  if (subjects !== undefined && count !== subjects) visit.report('LT-V088', { element: 'count' }, `${place}.count`);
}
