import { isObject, type JsonObject } from '../reference/json-object.ts';
import type { GivenValue } from './check-answer.ts';
import type { ResponseInCheck } from './check-items.ts';
import { choiceOf, extensionsOf, objectsIn, type TypedValue } from './json-access.ts';
import { QUESTIONNAIRE_RULES } from './questionnaire-report.ts';

const EXCLUSIVE = 'http://hl7.org/fhir/StructureDefinition/questionnaire-optionExclusive';

/** Questions whose answers may be limited to options. */
const WITH_OPTIONS = new Set(['choice', 'open-choice', 'integer', 'decimal', 'date', 'dateTime', 'time', 'string']);
/** The type that options have for a question which has other answers. */
const TYPE_OF_OPTIONS: Readonly<Record<string, string>> = { dateTime: 'date' };

interface Option extends TypedValue {
  readonly isExclusive: boolean;
}

/**
 * Checks that an answer is one of the options of its question. In an open choice any string will do, but not one that
 * says what an option says.
 * @source https://hl7.org/fhir/R4/questionnaire-definitions.html#Questionnaire.item.answerOption
 */
export function checkOptions(value: GivenValue, check: ResponseInCheck): void {
  const { question, given, path } = value;
  const questionType = String(question['type']);
  if (!WITH_OPTIONS.has(questionType)) return;
  const options = objectsIn(question['answerOption']).flatMap(readOption);
  if (options.length === 0) {
    const isChoice = questionType === 'choice' || questionType === 'open-choice';
    const isOpen = isChoice && question['answerValueSet'] === undefined;
    if (isOpen) check.report({ rule: QUESTIONNAIRE_RULES.undecided, path, with: { element: 'answerOption' } });
  } else if (questionType === 'open-choice' && given.type === 'string') checkFreeText(given, options, path, check);
  else checkListed(value, options, check);
}

function readOption(option: JsonObject): readonly Option[] {
  const value = choiceOf(option, 'value');
  if (value === undefined) return [];
  return [{ ...value, isExclusive: extensionsOf(option, EXCLUSIVE)[0]?.value === true }];
}

function checkListed({ given, path, count }: GivenValue, options: readonly Option[], check: ResponseInCheck): void {
  const type = TYPE_OF_OPTIONS[given.type] ?? given.type;
  const ofType = options.filter((option) => option.type === type);
  const isNumber = given.type === 'decimal' || given.type === 'integer';
  const found = (isNumber ? options : ofType).find((option) => isSame(given, option));
  if (found === undefined) {
    const rule = ofType.length === 0 ? QUESTIONNAIRE_RULES.noOptionOfType : QUESTIONNAIRE_RULES.option;
    check.report({ rule, path, with: { type: given.type } });
  } else if (found.isExclusive && count > 1) check.report({ rule: QUESTIONNAIRE_RULES.exclusiveOption, path });
}

function isSame(given: TypedValue, option: TypedValue): boolean {
  if (given.type !== 'Coding') return given.value === option.value;
  const [one, other] = [given.value, option.value];
  return isObject(one) && isObject(other) && one['system'] === other['system'] && one['code'] === other['code'];
}

function checkFreeText(given: TypedValue, options: readonly Option[], path: string, check: ResponseInCheck): void {
  const text = String(given.value).toLowerCase();
  const says = (word: unknown) => typeof word === 'string' && word.toLowerCase() === text;
  const isOption = options.some(({ value }) => isObject(value) && (says(value['display']) || says(value['code'])));
  if (isOption) check.report({ rule: QUESTIONNAIRE_RULES.saysOption, path });
}
