import type { Condition, NodeSpec } from '../../src/map/mapping-table.ts';
import type { Bilingual } from '../../src/types/issue.ts';
import { code, inline } from './markdown.ts';

/** When a row makes a node, in both languages; nothing where it always does. */
export function conditionsOf({ when = [], each, group, onDemand }: NodeSpec): readonly string[] {
  return [
    ...when.map((condition) => inline(conditionWords(condition))),
    ...(each === undefined ? [] : [inline(words(each, 'mỗi mục của', 'for each item of'))]),
    ...(group === undefined ? [] : [inline(words(group, 'chung cho các dòng cùng', 'one for the rows with the same'))]),
    ...(onDemand === true ? [inline({ vi: 'khi có người được nêu', en: 'for each person told' })] : []),
  ];
}

function conditionWords(condition: Condition): Bilingual {
  if ('any' in condition) return words(condition.any, 'khi có', 'when there is', [' hoặc ', ' or ']);
  if ('episode' in condition) return oneOf(`XML1.${condition.episode}`, condition.in);
  if ('in' in condition) return oneOf(condition.field, condition.in);
  const { vi, en } = words(condition.notIn.filter(isFilled), 'khác', 'is not', [', ', ', ']);
  return { vi: `khi ${code(condition.field)} ${vi}`, en: `when ${code(condition.field)} ${en}` };
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
