import { isObject, type JsonObject } from '../reference/json-object.ts';
import type { GivenValue } from './check-answer.ts';
import type { ResponseInCheck } from './check-items.ts';
import { compareValues } from './compare-values.ts';
import { extensionsOf, type TypedValue, textOf } from './json-access.ts';
import { QUESTIONNAIRE_RULES } from './questionnaire-report.ts';

const EXTENSION = 'http://hl7.org/fhir/StructureDefinition/';
/** Types whose values have an order. */
const ORDERED = new Set(['decimal', 'integer', 'date', 'dateTime', 'time']);

/**
 * Checks an answer against the limits that its question sets: smallest and largest value, length, decimal places,
 * format, kind and size of an attachment, type of the resource that is referred to.
 * @source https://hl7.org/fhir/R4/questionnaire-profiles.html#extensions
 */
export function checkConstraints(value: GivenValue, check: ResponseInCheck): void {
  const { question, given } = value;
  const report = reporter(value, check);
  if (ORDERED.has(given.type)) checkRange(question, given, report);
  if (given.type === 'decimal') checkDecimalPlaces(question, given.value, report);
  else if (given.type === 'string' && typeof given.value === 'string') checkText(value, given.value, report, check);
  else if (given.type === 'Attachment' && isObject(given.value)) checkAttachment(question, given.value, report);
  else if (given.type === 'Reference' && isObject(given.value)) checkReference(question, given.value, report);
}

/** Reports a limit that is not kept. */
type ReportConstraint = (constraint: string, limit: string | number) => void;

function reporter({ path }: GivenValue, check: ResponseInCheck): ReportConstraint {
  return (constraint, limit) =>
    check.report({ rule: QUESTIONNAIRE_RULES.constraint, path, with: { constraint, limit } });
}

function checkRange(question: JsonObject, given: TypedValue, report: ReportConstraint): void {
  for (const limit of extensionsOf(question, `${EXTENSION}minValue`)) {
    if ((compareLimit(given, limit) ?? 0) < 0) report('minValue', String(limit.value));
  }
  for (const limit of extensionsOf(question, `${EXTENSION}maxValue`)) {
    if ((compareLimit(given, limit) ?? 0) > 0) report('maxValue', String(limit.value));
  }
}

/** A limit may be a date for a dateTime, or an integer for a decimal. */
function compareLimit(given: TypedValue, limit: TypedValue): number | undefined {
  return compareValues(given, { type: given.type, value: limit.value });
}

/** Checks how many digits stand after the point. */
export function checkDecimalPlaces(question: JsonObject, value: unknown, report: ReportConstraint): void {
  const limit = extensionsOf(question, `${EXTENSION}maxDecimalPlaces`)[0]?.value;
  if (typeof limit !== 'number' || typeof value !== 'number') return;
  const [, fraction = ''] = String(value).split('.');
  if (fraction.length > limit) report('maxDecimalPlaces', limit);
}

function checkText(
  { question, path }: GivenValue,
  text: string,
  report: ReportConstraint,
  check: ResponseInCheck,
): void {
  const { maxLength } = question;
  const minLength = extensionsOf(question, `${EXTENSION}minLength`)[0]?.value;
  if (typeof maxLength === 'number' && text.length > maxLength) report('maxLength', maxLength);
  if (question['type'] !== 'string') return;
  if (typeof minLength === 'number' && text.length < minLength) report('minLength', minLength);
  if (/[\r\n]/.test(text)) check.report({ rule: QUESTIONNAIRE_RULES.lineBreak, path });
  const pattern = textOf(extensionsOf(question, `${EXTENSION}regex`)[0]?.value);
  if (pattern === undefined) return;
  const isMatch = check.context.matches?.(text, pattern);
  if (isMatch === false)
    report('regex', textOf(extensionsOf(question, `${EXTENSION}entryFormat`)[0]?.value) ?? pattern);
  if (isMatch === undefined) check.report({ rule: QUESTIONNAIRE_RULES.undecided, path, with: { element: 'regex' } });
}

function checkAttachment(question: JsonObject, attachment: JsonObject, report: ReportConstraint): void {
  const types = extensionsOf(question, `${EXTENSION}mimeType`).map(({ value }) => String(value));
  const contentType = textOf(attachment['contentType']) ?? '';
  if (types.length > 0 && !types.some((type) => contentType.startsWith(type))) report('mimeType', types.join(', '));
  const maxSize = extensionsOf(question, `${EXTENSION}maxSize`)[0]?.value;
  const data = textOf(attachment['data']);
  if (typeof maxSize === 'number' && data !== undefined && sizeOf(data) > maxSize) report('maxSize', maxSize);
}

/** Bytes that base64 stands for. */
function sizeOf(base64: string): number {
  const characters = base64.replace(/[^A-Za-z0-9+/]/g, '').length;
  return Math.floor((characters * 3) / 4);
}

function checkReference(question: JsonObject, reference: JsonObject, report: ReportConstraint): void {
  const allowed = extensionsOf(question, `${EXTENSION}questionnaire-referenceResource`).map(({ value }) =>
    String(value),
  );
  const type = /(?:^|\/)([A-Z][A-Za-z]{1,63})\/[A-Za-z0-9\-.]{1,64}(?:\/_history\/[A-Za-z0-9\-.]{1,64})?$/.exec(
    textOf(reference['reference']) ?? '',
  )?.[1];
  if (allowed.length > 0 && type !== undefined && !allowed.includes(type))
    report('referenceResource', allowed.join(', '));
}
