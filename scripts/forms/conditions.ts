import type { Condition, NodeSpec } from '../../src/map/mapping-table.ts';
import type { Bilingual } from '../../src/types/issue.ts';
import { code, inline } from './markdown.ts';

/** Name that a form has for a field of its table; undefined for a field that only other forms of the table have. */
export type NameOf = (field: string) => string | undefined;

/** More names than that are told by their number. */
const MOST_NAMES = 4;

/** When a row makes a node, in both languages; nothing where it always does. */
export function conditionsOf({ when = [], each, group, onDemand }: NodeSpec, nameOf: NameOf): readonly string[] {
  const own = (names: readonly string[]) => names.flatMap((name) => nameOf(name) ?? []);
  return [
    ...when.flatMap((condition) => conditionWords(condition, nameOf)).map(inline),
    ...(each === undefined ? [] : [inline(words(own(each), 'mỗi mục của', 'for each item of'))]),
    ...(group === undefined
      ? []
      : [inline(words(own(group), 'chung cho các dòng cùng', 'one for the rows with the same'))]),
    ...(onDemand === true ? [inline({ vi: 'khi có người được nêu', en: 'for each person told' })] : []),
  ];
}

function conditionWords(condition: Condition, nameOf: NameOf): readonly Bilingual[] {
  if ('any' in condition) return [anyOf(condition.any.flatMap((name) => nameOf(name) ?? []))];
  if ('episode' in condition) return [oneOf(`XML1.${condition.episode}`, condition.in)];
  const field = nameOf(condition.field);
  // A field that the form does not have is empty: the condition is met by every row.
  if ('in' in condition) return field === undefined ? [] : [oneOf(field, condition.in)];
  return field === undefined ? [] : [noneOf(field, condition.notIn)];
}

function anyOf(fields: readonly string[]): Bilingual {
  if (fields.length <= MOST_NAMES) return words(fields, 'khi có', 'when there is', [' hoặc ', ' or ']);
  return {
    vi: `khi có một trong ${fields.length} trường của nó`,
    en: `when there is any of its ${fields.length} fields`,
  };
}

function noneOf(field: string, values: readonly string[]): Bilingual {
  const filled = values.filter(isFilled);
  const list = filled.map(code).join(', ');
  const [vi, en] = filled.length < values.length ? ['có và ', 'is there and '] : ['', ''];
  if (filled.length === 0) return { vi: `khi có ${code(field)}`, en: `when there is ${code(field)}` };
  return { vi: `khi ${code(field)} ${vi}khác ${list}`, en: `when ${code(field)} ${en}is not ${list}` };
}

/** An empty text stands for a field that is empty or not there. */
function oneOf(field: string, values: readonly string[]): Bilingual {
  const filled = values.filter(isFilled);
  if (filled.length === 0) return { vi: `khi ${code(field)} trống`, en: `when ${code(field)} is empty` };
  const list = filled.map(code).join(', ');
  const [vi, en] = filled.length < values.length ? [' hoặc trống', ' or empty'] : ['', ''];
  return { vi: `khi ${code(field)} là ${list}${vi}`, en: `when ${code(field)} is ${list}${en}` };
}

function words(
  names: readonly string[],
  vi: string,
  en: string,
  [viJoint, enJoint]: readonly [vi: string, en: string] = [', ', ', '],
): Bilingual {
  const spans = names.map(code);
  return { vi: `${vi} ${spans.join(viJoint)}`, en: `${en} ${spans.join(enJoint)}` };
}

const isFilled = (value: string) => value !== '';
