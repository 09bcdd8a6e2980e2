import { isObject, type JsonObject } from '../reference/json-object.ts';
import type { AnswersIndex } from './answers-index.ts';
import { compareValues } from './compare-values.ts';
import { choiceOf, extensionsOf, objectsIn, type TypedValue, textOf } from './json-access.ts';
import type { QuestionnaireIndex } from './questionnaire-index.ts';

const ENABLE_WHEN_EXPRESSION = 'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-enableWhenExpression';
/** The Finnish one that came before it; its value is the expression itself. */
const OLDER_EXPRESSION = 'http://phr.kanta.fi/StructureDefinition/fiphr-ext-questionnaire-enablewhen';

/** An item of the response with the item of the questionnaire that it answers. */
export interface AnsweredItem {
  readonly question: JsonObject;
  readonly item: JsonObject;
}

/** What deciding needs to know of the response. */
export interface ResponseInView {
  readonly response: JsonObject;
  readonly index: QuestionnaireIndex;
  readonly answers: AnswersIndex;
  /** Evaluates FHIRPath on the response; undefined when it cannot be decided. */
  readonly evaluate: ((expression: string) => boolean | undefined) | undefined;
}

/**
 * Whether a question is enabled, seen from a place in the response. Answers count that stand in the innermost group
 * which holds both the question and the one it depends on. Undefined when it cannot be decided.
 *
 * @param around the items around the place, from the outermost
 * @source https://hl7.org/fhir/R4/questionnaire-definitions.html#Questionnaire.item.enableWhen
 */
export function isEnabled(
  question: JsonObject,
  around: readonly AnsweredItem[],
  view: ResponseInView,
): boolean | undefined {
  const [expression] = [...extensionsOf(question, OLDER_EXPRESSION), ...extensionsOf(question, ENABLE_WHEN_EXPRESSION)];
  if (expression !== undefined) return evaluate(expression, view);
  const conditions = objectsIn(question['enableWhen']);
  if (conditions.length === 0) return true;
  const isMet = (condition: JsonObject) => meets(condition, answersTo(condition, question, around, view));
  if (question['enableBehavior'] === 'any' || conditions.length === 1) return conditions.some(isMet);
  return question['enableBehavior'] === 'all' ? conditions.every(isMet) : true;
}

function evaluate({ value }: TypedValue, view: ResponseInView): boolean | undefined {
  const isFhirPath = isObject(value) && value['language'] === 'text/fhirpath';
  const expression = textOf(isFhirPath ? value['expression'] : value);
  return expression === undefined ? undefined : view.evaluate?.(expression);
}

function answersTo(
  condition: JsonObject,
  question: JsonObject,
  around: readonly AnsweredItem[],
  { response, index, answers }: ResponseInView,
): readonly JsonObject[] {
  const linkId = textOf(condition['question']) ?? '';
  const target = index.find(linkId);
  if (target === undefined) return [];
  const group = index.commonGroup(question, target);
  if (group === undefined) return answers.find(response, linkId);
  const part = around.findLast(({ question: each }) => each === group)?.item;
  return part === undefined ? [] : answers.find(part, linkId);
}

function meets(condition: JsonObject, answers: readonly JsonObject[]): boolean {
  const expected = choiceOf(condition, 'answer');
  if (condition['operator'] === 'exists') return (expected?.value === true) === answers.length > 0;
  if (expected === undefined) return false;
  return answers.some((answer) => {
    const actual = choiceOf(answer, 'value');
    return actual?.type === expected.type && holds(actual, condition['operator'], expected);
  });
}

function holds(actual: TypedValue, operator: unknown, expected: TypedValue): boolean {
  if (actual.type === 'Coding') {
    const isSame = isSameCoding(actual.value, expected.value);
    return operator === '=' ? isSame : operator === '!=' && !isSame;
  }
  const order = compareValues(actual, expected);
  if (order === undefined) return false;
  switch (operator) {
    case '=':
      return order === 0;
    case '!=':
      return order !== 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    default:
      return false;
  }
}

/** The expected coding may leave out the system. */
function isSameCoding(actual: unknown, expected: unknown): boolean {
  if (!isObject(actual) || !isObject(expected) || actual['code'] !== expected['code']) return false;
  return expected['system'] === undefined || actual['system'] === expected['system'];
}
