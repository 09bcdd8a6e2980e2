import type { Compiler } from '../element/compiler.ts';
import type { Visit } from '../element/visit.ts';
import { compileInvariant } from '../fhirpath/compile-invariant.ts';
import { compilePattern } from '../fhirpath/pattern/pattern.ts';
import type { Finding } from '../finding.ts';
import { checkQuestionnaire } from '../questionnaire/check-questionnaire.ts';
import { checkQuestionnaireResponse } from '../questionnaire/check-questionnaire-response.ts';
import { type JsonObject, textOf } from '../reference/json-object.ts';

/** The conditions of a Questionnaire. */
export function checkQuestions(questionnaire: JsonObject, visit: Visit): void {
  checkQuestionnaire(questionnaire, reportTo(visit));
}

/** The answers of a QuestionnaireResponse, by the questionnaire that it names where that is known. */
export function checkAnswers(response: JsonObject, visit: Visit, compiler: Compiler): void {
  const canonical = textOf(response['questionnaire']);
  const questionnaire = canonical === '' ? undefined : compiler.definitions.questionnaire(canonical);
  checkQuestionnaireResponse(response, questionnaire, reportTo(visit), {
    terminology: compiler.terminology,
    evaluate: (expression) => decided(() => holds(expression, response, visit, compiler)),
    matches: (text, pattern) => decided(() => compilePattern(pattern).matchesWhole(text)),
  });
}

function reportTo(visit: Visit): (finding: Finding) => void {
  return ({ rule, path, with: words }) => visit.report(rule, words, path);
}

function holds(expression: string, response: JsonObject, visit: Visit, { model }: Compiler): boolean {
  return compileInvariant(expression, model, 'QuestionnaireResponse')(
    response,
    undefined,
    'QuestionnaireResponse',
    visit.environment,
  );
}

/** Expressions and patterns of questionnaires may be faulty: then nothing is decided. */
function decided(decide: () => boolean): boolean | undefined {
  try {
    return decide();
  } catch {
    return undefined;
  }
}
