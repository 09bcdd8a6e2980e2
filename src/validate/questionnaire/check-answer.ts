import type { JsonObject } from '../reference/json-object.ts';
import { checkOptions } from './answer-options.ts';
import { checkCodingInSet, checkTextInSet } from './answer-value-set.ts';
import type { ResponseInCheck } from './check-items.ts';
import { choiceOf, type TypedValue, textOf } from './json-access.ts';
import { checkQuantity } from './quantity-constraints.ts';
import { QUESTIONNAIRE_RULES } from './questionnaire-report.ts';
import { checkConstraints } from './value-constraints.ts';

/** One answer of an item. */
export interface AnswerInCheck {
  readonly question: JsonObject;
  readonly answer: JsonObject;
  readonly path: string;
  /** How many answers the item has. */
  readonly count: number;
}

/** An answer whose value has a type that the question asks for. */
export interface GivenValue extends AnswerInCheck {
  readonly given: TypedValue;
  /** Place of the value. */
  readonly path: string;
}

const CHOICE = ['Coding', 'date', 'time', 'integer', 'string'];

/** Types of answers by the type of the question. @source https://hl7.org/fhir/R4/valueset-item-type.html */
const ANSWER_TYPES: ReadonlyMap<unknown, readonly string[]> = new Map([
  ['boolean', ['boolean']],
  ['decimal', ['decimal']],
  ['integer', ['integer']],
  ['date', ['date']],
  ['dateTime', ['dateTime']],
  ['time', ['time']],
  ['string', ['string']],
  ['text', ['string']],
  ['url', ['uri']],
  ['attachment', ['Attachment']],
  ['reference', ['Reference']],
  ['quantity', ['Quantity']],
  ['choice', CHOICE],
  ['open-choice', CHOICE],
]);

/** Checks the value of an answer: its type, then whether it is one that the question allows. */
export function checkAnswer(answer: AnswerInCheck, check: ResponseInCheck): void {
  const given = choiceOf(answer.answer, 'value');
  const types = ANSWER_TYPES.get(answer.question['type']);
  if (given === undefined || types === undefined) return;
  const value: GivenValue = { ...answer, given, path: `${answer.path}.value` };
  if (!types.includes(given.type)) {
    check.report({
      rule: QUESTIONNAIRE_RULES.answerType,
      path: value.path,
      with: { types: types.join(', '), type: given.type },
    });
  } else if (given.value !== undefined) checkValue(value, check);
}

function checkValue(value: GivenValue, check: ResponseInCheck): void {
  const { question, given } = value;
  checkConstraints(value, check);
  if (given.type === 'Quantity') checkQuantity(value, check);
  else checkOptions(value, check);
  const valueSet = textOf(question['answerValueSet']);
  if (valueSet === undefined) return;
  if (given.type === 'Coding') checkCodingInSet(valueSet, given.value, value.path, check);
  else if (question['type'] === 'string') checkTextInSet(valueSet, given.value, value.path, check);
}
