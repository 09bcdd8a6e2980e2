import type { JsonObject } from '../reference/json-object.ts';
import type { OptionsIndex } from './answer-options.ts';
import { checkAnswer } from './check-answer.ts';
import { type AnsweredItem, isEnabled, type ResponseInView } from './enable-when.ts';
import { extensionsOf, indexed, objectsIn, textOf } from './json-access.ts';
import { MAX_ITEM_DEPTH } from './questionnaire-index.ts';
import { QUESTIONNAIRE_RULES, type QuestionnaireRule, type ReportQuestionnaire } from './questionnaire-report.ts';
import type { ResponseContext } from './response-context.ts';

const MIN_OCCURS = 'http://hl7.org/fhir/StructureDefinition/questionnaire-minOccurs';
const MAX_OCCURS = 'http://hl7.org/fhir/StructureDefinition/questionnaire-maxOccurs';

/** One check of a response. */
export interface ResponseInCheck extends ResponseInView {
  /** The resource that holds what the questionnaire refers to with `#…`. */
  readonly container: JsonObject;
  readonly options: OptionsIndex;
  readonly isComplete: boolean;
  readonly report: ReportQuestionnaire;
  readonly context: ResponseContext;
}

/** A part of the response whose items are checked: the response, an item, or an answer. */
interface Part {
  readonly holder: JsonObject;
  readonly path: string;
  /** What its items answer: the questionnaire or one item of it. */
  readonly questions: JsonObject;
  readonly around: readonly AnsweredItem[];
  readonly depth: number;
}

/** An item of the response and its place. */
interface PlacedItem {
  readonly item: JsonObject;
  readonly path: string;
}

/** Checks the items of a part: each known and in its place, in order, and each question answered as it asks. */
export function checkItems(part: Part, check: ResponseInCheck): void {
  if (part.depth > MAX_ITEM_DEPTH) return;
  const known = sortItems(part, check);
  for (const question of objectsIn(part.questions['item'])) {
    const items = known.get(textOf(question['linkId']) ?? '');
    if (items === undefined) checkMissing(question, part, check);
    else checkGiven(question, items, part, check);
  }
}

/** Items by linkId; what does not belong here is reported, and checked for itself when the questionnaire has it elsewhere. */
function sortItems(part: Part, check: ResponseInCheck): ReadonlyMap<string, readonly PlacedItem[]> {
  const sorted = new Map<string, PlacedItem[]>();
  const positions = check.index.positionsIn(part.questions);
  let last = -1;
  for (const [at, item] of indexed(part.holder['item'])) {
    const linkId = textOf(item['linkId']);
    if (linkId === undefined) continue;
    const placed = { item, path: `${part.path}.item[${at}]` };
    const position = positions.get(linkId);
    if (position === undefined) checkStray(linkId, placed, part, check);
    else {
      if (position < last) check.report({ rule: QUESTIONNAIRE_RULES.itemOrder, path: placed.path });
      last = position;
      const others = sorted.get(linkId);
      if (others === undefined) sorted.set(linkId, [placed]);
      else others.push(placed);
    }
  }
  return sorted;
}

function checkStray(linkId: string, placed: PlacedItem, part: Part, check: ResponseInCheck): void {
  const question = check.index.find(linkId);
  const rule = question === undefined ? QUESTIONNAIRE_RULES.unknownItem : QUESTIONNAIRE_RULES.misplacedItem;
  check.report({ rule, path: placed.path });
  if (question !== undefined) checkItem(question, placed, part, check);
}

function checkMissing(question: JsonObject, { path, around }: Part, check: ResponseInCheck): void {
  if (question['required'] !== true || isEnabled(question, around, check) !== true) return;
  check.report({ rule: ruleOfMissing(check), path });
}

function ruleOfMissing({ isComplete }: ResponseInCheck): QuestionnaireRule {
  return isComplete ? QUESTIONNAIRE_RULES.missing : QUESTIONNAIRE_RULES.missingSoFar;
}

function checkGiven(question: JsonObject, items: readonly PlacedItem[], part: Part, check: ResponseInCheck): void {
  if (isEnabled(question, part.around, check) === false) {
    const answered = items.filter(({ item }) => hasContent(item));
    for (const { path } of answered) check.report({ rule: QUESTIONNAIRE_RULES.notEnabled, path });
  }
  const [, second] = items;
  if (second !== undefined && question['repeats'] !== true) {
    check.report({ rule: QUESTIONNAIRE_RULES.repeated, path: second.path, with: { element: 'item' } });
  }
  for (const item of items) checkItem(question, item, part, check);
}

function hasContent(item: JsonObject): boolean {
  return objectsIn(item['answer']).length > 0 || objectsIn(item['item']).length > 0;
}

function checkItem(question: JsonObject, { item, path }: PlacedItem, part: Part, check: ResponseInCheck): void {
  const around = [...part.around, { question, item }];
  const inner: Part = { holder: item, path, questions: question, around, depth: part.depth + 1 };
  const text = textOf(item['text']);
  const isSameText = text === undefined || text === question['text'];
  if (!isSameText) check.report({ rule: QUESTIONNAIRE_RULES.text, path: `${path}.text` });
  checkCount(question, inner, check);
  const type = String(question['type']);
  // `question` is abstract: the reference validator takes it for a group.
  if (type === 'group' || type === 'question') checkGroup(question, inner, check);
  else if (type === 'display') reportWhen(hasContent(item), type, path, check);
  else checkAnswers(question, inner, check);
}

/** Groups and texts have no answers, texts no items either. */
function reportWhen(isWrong: boolean, type: string, path: string, check: ResponseInCheck): void {
  if (isWrong) check.report({ rule: QUESTIONNAIRE_RULES.unanswerable, path, with: { type } });
}

function checkAnswers(question: JsonObject, inner: Part, check: ResponseInCheck): void {
  const answers = indexed(inner.holder['answer']);
  for (const [at, answer] of answers) {
    const path = `${inner.path}.answer[${at}]`;
    checkAnswer({ question, answer, path, count: answers.length }, check);
    checkItems({ ...inner, holder: answer, path }, check);
  }
  const hasItems = objectsIn(inner.holder['item']).length > 0;
  if (hasItems) check.report({ rule: QUESTIONNAIRE_RULES.itemInQuestion, path: inner.path });
}

function checkGroup(question: JsonObject, inner: Part, check: ResponseInCheck): void {
  const { holder, path } = inner;
  reportWhen(objectsIn(holder['answer']).length > 0, 'group', path, check);
  const isEmpty = objectsIn(holder['item']).length === 0;
  if (question['required'] === true && isEmpty) check.report({ rule: QUESTIONNAIRE_RULES.emptyGroup, path });
  checkItems(inner, check);
}

function checkCount(question: JsonObject, { holder, path, around }: Part, check: ResponseInCheck): void {
  const count = objectsIn(holder['answer']).length;
  const isMissing = count === 0 && question['required'] === true && question['type'] !== 'group';
  if (isMissing && (!check.isComplete || isEnabled(question, around, check) === true)) {
    check.report({ rule: ruleOfMissing(check), path });
  }
  if (count > 1 && question['repeats'] !== true) {
    check.report({ rule: QUESTIONNAIRE_RULES.repeated, path, with: { element: 'answer' } });
  }
  const min = integerOf(question, MIN_OCCURS);
  const max = integerOf(question, MAX_OCCURS);
  const broken = { rule: QUESTIONNAIRE_RULES.constraint, path };
  if (min !== undefined && count < min) check.report({ ...broken, with: { constraint: 'minOccurs', limit: min } });
  if (max !== undefined && count > max) check.report({ ...broken, with: { constraint: 'maxOccurs', limit: max } });
}

function integerOf(question: JsonObject, url: string): number | undefined {
  const value = extensionsOf(question, url)[0]?.value;
  return typeof value === 'number' ? value : undefined;
}
