import { isObject, type JsonObject } from '../reference/json-object.ts';
import type { Membership, Terminology } from '../terminology/terminology.ts';
import type { ResponseInCheck } from './check-items.ts';
import { isInContainedSet } from './contained-value-set.ts';
import { containedIn, textOf } from './json-access.ts';
import { QUESTIONNAIRE_RULES } from './questionnaire-report.ts';

/** Asks whether a code is in a value set. */
export type CodeQuestion = (system: string | undefined, code: string) => Membership;

/** Checks that a coding is in the value set of its question; of what cannot be decided the reader is told. */
export function checkCodingInSet(canonical: string, coding: unknown, path: string, check: ResponseInCheck): void {
  const system = isObject(coding) ? textOf(coding['system']) : undefined;
  const code = isObject(coding) ? textOf(coding['code']) : undefined;
  if (code === undefined) return;
  checkMembership(canonical, path, check, (has) => {
    const membership = has(system, code);
    return system === undefined && membership === 'out' ? 'undecided' : membership;
  });
}

/** Checks that a text is a code of the value set of its question. */
export function checkTextInSet(canonical: string, text: unknown, path: string, check: ResponseInCheck): void {
  if (typeof text === 'string') checkMembership(canonical, path, check, (has) => has(undefined, text));
}

function checkMembership(
  canonical: string,
  path: string,
  check: ResponseInCheck,
  ask: (has: CodeQuestion) => Membership,
): void {
  const has = questionFor(canonical, check);
  const membership = has === undefined ? undefined : ask(has);
  if (membership === 'in') return;
  if (membership === undefined) check.report({ rule: QUESTIONNAIRE_RULES.valueSetNotFound, path });
  else if (membership === 'out') check.report({ rule: QUESTIONNAIRE_RULES.valueSet, path });
  else check.report({ rule: QUESTIONNAIRE_RULES.undecided, path, with: { element: 'answerValueSet' } });
}

/** Undefined for a value set that is not known. */
export function questionFor(canonical: string, { container, context }: ResponseInCheck): CodeQuestion | undefined {
  const { terminology } = context;
  if (canonical.startsWith('#')) {
    const contained = containedIn(container, canonical.slice(1), 'ValueSet');
    return contained === undefined ? undefined : containedQuestion(contained, terminology);
  }
  const valueSet = terminology?.valueSet(canonical);
  return valueSet === undefined ? undefined : (system, code) => valueSet.has(system, code);
}

function containedQuestion(valueSet: JsonObject, terminology: Terminology | undefined): CodeQuestion {
  return (system, code) => isInContainedSet(valueSet, system, code, terminology);
}
