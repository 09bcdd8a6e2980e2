import { isObject, type JsonObject } from '../reference/json-object.ts';
import { UCUM_SYSTEM } from '../ucum/is-unit.ts';
import { unitRatio } from '../ucum/unit-ratio.ts';
import { questionFor } from './answer-value-set.ts';
import type { GivenValue } from './check-answer.ts';
import type { ResponseInCheck } from './check-items.ts';
import { extensionsOf, textOf } from './json-access.ts';
import { QUESTIONNAIRE_RULES } from './questionnaire-report.ts';
import { checkDecimalPlaces } from './value-constraints.ts';

const SDC = 'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-';
const UNIT_OPTION = 'http://hl7.org/fhir/StructureDefinition/questionnaire-unitOption';
const UNIT_VALUE_SET = 'http://hl7.org/fhir/StructureDefinition/questionnaire-unitValueSet';

/**
 * Checks a quantity: between the smallest and the largest, not more decimal places than allowed, in an allowed unit.
 * @source http://hl7.org/fhir/uv/sdc/behavior.html
 */
export function checkQuantity(value: GivenValue, check: ResponseInCheck): void {
  const { question, given, path } = value;
  if (!isObject(given.value)) return;
  const quantity = given.value;
  const isAboveMin = keepsLimit(quantity, 'minQuantity', value, check);
  const isBelowMax = keepsLimit(quantity, 'maxQuantity', value, check);
  checkDecimalPlaces(question, quantity['value'], (constraint, limit) => {
    check.report({ rule: QUESTIONNAIRE_RULES.constraint, path, with: { constraint, limit } });
  });
  const options = extensionsOf(question, UNIT_OPTION).flatMap(({ value: unit }) => (isObject(unit) ? [unit] : []));
  const isComparable = isAboveMin !== undefined && isBelowMax !== undefined;
  const isOption = options.length === 0 || options.some((option) => isOfUnit(quantity, option));
  const isUnitAllowed = isComparable && isOption && !isOutOfValueSet(quantity, question, path, check);
  if (!isUnitAllowed) check.report({ rule: QUESTIONNAIRE_RULES.unit, path });
}

/** Reports a limit that is not kept. Undefined when the quantity cannot be compared with it. */
function keepsLimit(
  quantity: JsonObject,
  constraint: string,
  { question, path }: GivenValue,
  check: ResponseInCheck,
): boolean | undefined {
  const limit = extensionsOf(question, SDC + constraint)[0]?.value;
  if (!isObject(limit)) return true;
  const ratio = ratioOf(quantity, limit);
  if (ratio === undefined) return undefined;
  const [value, bound] = [quantity['value'], limit['value']];
  if (typeof value !== 'number' || typeof bound !== 'number') return true;
  const difference = value * ratio - bound;
  const isKept = constraint === 'minQuantity' ? difference >= 0 : difference <= 0;
  if (!isKept) {
    const words = { constraint, limit: `${bound} ${String(limit['code'])}` };
    check.report({ rule: QUESTIONNAIRE_RULES.constraint, path, with: words });
  }
  return isKept;
}

/** How many of the unit of a limit one of the unit of a quantity is; undefined when they cannot be compared. */
function ratioOf(quantity: JsonObject, limit: JsonObject): number | undefined {
  const [from, to] = [textOf(quantity['code']), textOf(limit['code'])];
  const system = textOf(quantity['system']);
  if (from === undefined || to === undefined || system === undefined || system !== limit['system']) return undefined;
  if (from === to) return 1;
  return system === UCUM_SYSTEM ? unitRatio(from, to) : undefined;
}

/** What the option leaves out does not count. */
function isOfUnit(quantity: JsonObject, option: JsonObject): boolean {
  const { system = quantity['system'], code = quantity['code'], display = quantity['unit'] } = option;
  return system === quantity['system'] && code === quantity['code'] && display === quantity['unit'];
}

function isOutOfValueSet(quantity: JsonObject, question: JsonObject, path: string, check: ResponseInCheck): boolean {
  const canonical = textOf(extensionsOf(question, UNIT_VALUE_SET)[0]?.value);
  if (canonical === undefined) return false;
  const has = questionFor(canonical, check);
  if (has === undefined) check.report({ rule: QUESTIONNAIRE_RULES.valueSetNotFound, path });
  const code = textOf(quantity['code']);
  return has !== undefined && (code === undefined || has(textOf(quantity['system']), code) === 'out');
}
