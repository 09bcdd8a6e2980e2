import type { JsonObject } from '../reference/json-object.ts';
import { indexed, textOf } from './json-access.ts';
import { MAX_ITEM_DEPTH, QuestionnaireIndex } from './questionnaire-index.ts';
import { QUESTIONNAIRE_RULES, type QuestionnaireRule, type ReportQuestionnaire } from './questionnaire-report.ts';

/**
 * Checks what invariants cannot say of a Questionnaire: each enableWhen refers to a question that is there, that is not
 * the item itself nor inside it, and comes before it.
 * @source https://hl7.org/fhir/R4/questionnaire-definitions.html#Questionnaire.item.enableWhen
 */
export function checkQuestionnaire(questionnaire: JsonObject, report: ReportQuestionnaire): void {
  const index = new QuestionnaireIndex(questionnaire);
  checkItems(questionnaire, '', index, report, 0);
}

function checkItems(
  holder: JsonObject,
  path: string,
  index: QuestionnaireIndex,
  report: ReportQuestionnaire,
  depth: number,
): void {
  if (depth >= MAX_ITEM_DEPTH) return;
  for (const [at, item] of indexed(holder['item'])) {
    const itemPath = `${path}.item[${at}]`;
    for (const [which, condition] of indexed(item['enableWhen'])) {
      const rule = ruleBroken(item, condition, index);
      if (rule !== undefined) report({ rule, path: `${itemPath}.enableWhen[${which}]` });
    }
    checkItems(item, itemPath, index, report, depth + 1);
  }
}

function ruleBroken(item: JsonObject, condition: JsonObject, index: QuestionnaireIndex): QuestionnaireRule | undefined {
  const linkId = textOf(condition['question']);
  if (linkId === undefined) return undefined;
  const target = index.find(linkId);
  if (target === undefined) return QUESTIONNAIRE_RULES.enableWhenUnknown;
  if (target === item) return QUESTIONNAIRE_RULES.enableWhenItself;
  if (index.isInside(target, item)) return QUESTIONNAIRE_RULES.enableWhenInside;
  return index.isAfter(target, item) ? QUESTIONNAIRE_RULES.enableWhenLater : undefined;
}
