import type { JsonNode } from '../json-node.ts';
import { isObject, objectsAt, textAt } from '../unchecked-element.ts';
import { withWords, wordsOf } from './adoption.ts';

const isValue = (name: string) => name.startsWith('value');
const hasValue = (element: JsonNode) => Object.keys(element).some(isValue);
const hasWords = (element: JsonNode) => ['note', 'interpretation'].some((name) => objectsAt(element, name).length > 0);

/** What of an observation makes rows: itself when it says something, and each component that does. */
export function partsOfResult(observation: JsonNode): JsonNode[] {
  const { component: _, hasMember: __, ...own } = observation;
  const common = Object.fromEntries(
    Object.entries(own).filter(([name]) => !isValue(name) && name !== 'interpretation' && name !== 'note'),
  );
  const components = objectsAt(observation, 'component').filter((component) => hasValue(component));
  return [
    ...(hasValue(own) || hasWords(own) ? [own] : []),
    ...components.map((component): JsonNode => ({ ...common, ...component })),
  ];
}

/** A row: an Observation in words, whose time is when the result was there, with what its report says of it. */
export function resultOf(
  observation: JsonNode,
  report: JsonNode | undefined,
  conclusion: string | undefined,
): JsonNode {
  const interpretation = objectsAt(observation, 'interpretation').map(withWords);
  const when = timeOf(observation) ?? timeOf(report);
  const readers = [report?.['resultsInterpreter'], observation['performer'], report?.['performer']];
  const performer = readers.find((people) => Array.isArray(people) && people.length > 0);
  const [note] = objectsAt(observation, 'note');
  return {
    ...observation,
    ...formValueOf(observation),
    code: withWords(observation['code']),
    ...(when === undefined ? {} : { effectiveDateTime: when }),
    ...(performer === undefined ? {} : { performer }),
    ...(note === undefined ? {} : { note: [note] }),
    interpretation: conclusion === undefined ? interpretation : [{ text: conclusion }],
  };
}

/** NGAY_KQ: when the result was given out, else the time that it is of. @source QĐ 130/QĐ-BYT, NGAY_KQ */
function timeOf(resource: JsonNode | undefined): string | undefined {
  const period = resource?.['effectivePeriod'];
  return (
    textAt(resource, 'issued') ??
    textAt(resource, 'effectiveDateTime') ??
    textAt(resource, 'effectiveInstant') ??
    textAt(period, 'end') ??
    textAt(period, 'start')
  );
}

/** A value as GIA_TRI and DON_VI_DO are read: a quantity with its unit, else a text. */
function formValueOf(observation: JsonNode): JsonNode {
  const { valueQuantity: quantity, valueInteger: integer, valueRange: range, valueRatio: ratio } = observation;
  if (isObject(quantity)) return { valueQuantity: { ...quantity, unit: quantity['unit'] ?? quantity['code'] } };
  if (typeof integer === 'number') return { valueString: String(integer) };
  const ends = isObject(range) ? [range['low'], range['high']] : [];
  if (ends.length > 0) return { valueString: ends.map(quantityText).join('-') };
  const parts = isObject(ratio) ? [ratio['numerator'], ratio['denominator']] : [];
  if (parts.length > 0) return { valueString: parts.map(quantityText).join(':') };
  const words = wordsOf(observation['valueCodeableConcept']);
  return words === undefined ? {} : { valueString: words };
}

function quantityText(quantity: unknown): string {
  if (!isObject(quantity) || quantity['value'] === undefined) return '';
  return [quantity['comparator'], quantity['value']].filter((part) => part !== undefined).join('');
}
