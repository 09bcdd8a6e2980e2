import type { JsonObject } from '../reference/json-object.ts';
import { isObject } from '../reference/json-object.ts';
import { OptionsIndex } from './answer-options.ts';
import { AnswersIndex } from './answers-index.ts';
import { checkItems, type ResponseInCheck } from './check-items.ts';
import { startOf } from './compare-values.ts';
import { containedIn, textOf } from './json-access.ts';
import { QuestionnaireIndex } from './questionnaire-index.ts';
import { QUESTIONNAIRE_RULES, type ReportQuestionnaire } from './questionnaire-report.ts';
import type { ResponseContext } from './response-context.ts';

/** In these states a response has all answers that it must have. */
const COMPLETE = new Set(['completed', 'amended']);

/**
 * Checks a QuestionnaireResponse against its questionnaire, as the reference validator does: items known and in place,
 * required ones answered, answers of the right type and among those allowed, none to questions that are not enabled.
 *
 * @param questionnaire the one that the canonical in `questionnaire` names; a contained one (`#…`) is found in the
 *   response itself. Undefined when it is not known, which is a finding.
 * @source https://hl7.org/fhir/R4/questionnaireresponse.html
 */
export function checkQuestionnaireResponse(
  response: JsonObject,
  questionnaire: object | undefined,
  report: ReportQuestionnaire,
  context: ResponseContext = {},
): void {
  const canonical = textOf(response['questionnaire']);
  if (canonical === undefined) {
    report({ rule: QUESTIONNAIRE_RULES.noQuestionnaire, path: '' });
    return;
  }
  const isContained = canonical.startsWith('#');
  const found = isContained ? containedIn(response, canonical.slice(1), 'Questionnaire') : questionnaire;
  if (!isObject(found)) {
    const isExample = /^https?:\/\/example\.org/.test(canonical);
    const rule = isExample ? QUESTIONNAIRE_RULES.exampleNotFound : QUESTIONNAIRE_RULES.questionnaireNotFound;
    report({ rule, path: '.questionnaire' });
    return;
  }
  checkAuthored(response, found, report);
  const check: ResponseInCheck = {
    response,
    index: new QuestionnaireIndex(found),
    answers: new AnswersIndex(),
    evaluate: context.evaluate,
    options: new OptionsIndex(),
    container: isContained ? response : found,
    isComplete: COMPLETE.has(String(response['status'])),
    report,
    context,
  };
  checkItems({ holder: response, path: '', questions: found, around: [], depth: 0 }, check);
}

function checkAuthored(response: JsonObject, questionnaire: JsonObject, report: ReportQuestionnaire): void {
  const period = questionnaire['effectivePeriod'];
  const authored = momentOf(response['authored']);
  if (!isObject(period) || authored === undefined) return;
  const start = momentOf(period['start']) ?? authored;
  const end = momentOf(period['end']) ?? authored;
  if (authored < start || authored > end) report({ rule: QUESTIONNAIRE_RULES.outsidePeriod, path: '.authored' });
}

function momentOf(date: unknown): number | undefined {
  return typeof date === 'string' ? startOf(date) : undefined;
}
