import { isObject, type JsonObject } from '../reference/json-object.ts';
import type { GivenValue } from './check-answer.ts';
import type { ResponseInCheck } from './check-items.ts';
import { choiceOf, extensionsOf, objectsIn, type TypedValue } from './json-access.ts';
import { QUESTIONNAIRE_RULES } from './questionnaire-report.ts';

const EXCLUSIVE = 'http://hl7.org/fhir/StructureDefinition/questionnaire-optionExclusive';

/** Questions whose answers may be limited to options. */
const WITH_OPTIONS = new Set(['choice', 'open-choice', 'integer', 'decimal', 'date', 'dateTime', 'time', 'string']);
/** The type of the options for answers that have another one. */
const TYPE_OF_OPTIONS: Readonly<Record<string, string>> = { dateTime: 'date', decimal: 'integer' };

/** The options of one question. */
interface Options {
  readonly types: ReadonlySet<string>;
  /** By type and value: whether the option excludes all others. */
  readonly byValue: ReadonlyMap<string, boolean>;
  /** Codes and displays of the options, in lower case. */
  readonly wordings: ReadonlySet<string>;
}

/** Options of questions, each question looked at once. */
export class OptionsIndex {
  readonly #known = new Map<JsonObject, Options>();

  of(question: JsonObject): Options {
    let options = this.#known.get(question);
    if (options === undefined) {
      options = readOptions(question);
      this.#known.set(question, options);
    }
    return options;
  }
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
  const options = check.options.of(question);
  if (options.types.size === 0) {
    const isChoice = questionType === 'choice' || questionType === 'open-choice';
    const isOpen = isChoice && question['answerValueSet'] === undefined;
    if (isOpen) check.report({ rule: QUESTIONNAIRE_RULES.undecided, path, with: { element: 'answerOption' } });
  } else if (questionType === 'open-choice' && given.type === 'string') {
    const isOption = options.wordings.has(String(given.value).toLowerCase());
    if (isOption) check.report({ rule: QUESTIONNAIRE_RULES.saysOption, path });
  } else checkListed(value, options, check);
}

function checkListed({ given, path, count }: GivenValue, options: Options, check: ResponseInCheck): void {
  const type = options.types.has(given.type) ? given.type : (TYPE_OF_OPTIONS[given.type] ?? given.type);
  const isExclusive = options.byValue.get(keyOf({ type, value: given.value }));
  if (isExclusive === undefined) {
    const rule = options.types.has(type) ? QUESTIONNAIRE_RULES.option : QUESTIONNAIRE_RULES.noOptionOfType;
    check.report({ rule, path, with: { type: given.type } });
  } else if (isExclusive && count > 1) check.report({ rule: QUESTIONNAIRE_RULES.exclusiveOption, path });
}

function readOptions(question: JsonObject): Options {
  const types = new Set<string>();
  const byValue = new Map<string, boolean>();
  const wordings = new Set<string>();
  for (const option of objectsIn(question['answerOption'])) {
    const value = choiceOf(option, 'value');
    if (value === undefined) continue;
    types.add(value.type);
    byValue.set(keyOf(value), extensionsOf(option, EXCLUSIVE)[0]?.value === true);
    if (isObject(value.value))
      for (const word of [value.value['display'], value.value['code']]) wordings.add(String(word).toLowerCase());
  }
  return { types, byValue, wordings };
}

/** Codings are the same when system and code are. */
function keyOf({ type, value }: TypedValue): string {
  return isObject(value) ? JSON.stringify([type, value['system'], value['code']]) : `${type} ${String(value)}`;
}
