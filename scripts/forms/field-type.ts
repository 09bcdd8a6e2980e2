import type { FieldType, FormField } from '../../src/fhir/forms.ts';
import type { Bilingual } from '../../src/types/issue.ts';
import { code, decimalsOf, inline, lines } from './markdown.ts';

const TYPES: Readonly<Record<FieldType, Bilingual>> = {
  string: { vi: 'chuỗi', en: 'text' },
  integer: { vi: 'số nguyên', en: 'integer' },
  decimal: { vi: 'số thập phân', en: 'decimal' },
  instant: { vi: 'yyyymmddHHMM', en: 'yyyymmddHHMM' },
  date: { vi: 'yyyymmdd', en: 'yyyymmdd' },
  'date-or-birth': {
    vi: 'yyyymmdd hoặc yyyymmddHHMM, số 0 cho phần không biết',
    en: 'yyyymmdd or yyyymmddHHMM, zeros for what is not known',
  },
  'date-or-instant': { vi: 'yyyymmdd hoặc yyyymmddHHMM', en: 'yyyymmdd or yyyymmddHHMM' },
  birth: { vi: 'yyyymmddHHMM, phần không biết ghi 0', en: 'yyyymmddHHMM, zeros where not known' },
};

/** Mandatory or not, type, length and list of a field. */
export function typeOf(field: FormField): string {
  const { type, decimals, maxLength, list } = field;
  const words: readonly string[] = [
    inline(TYPES[type]),
    ...(decimals === undefined ? [] : [decimalsOf(decimals)]),
    ...(maxLength === undefined ? [] : [`≤ ${maxLength}`]),
    ...(list === undefined ? [] : [inline({ vi: 'danh sách ";"', en: '";" list' })]),
  ];
  return lines([mandatory(field), words.join('; ')]);
}

function mandatory({ required, requiredWhen }: FormField): string {
  if (required === true) return '**bắt buộc / mandatory**';
  if (requiredWhen === undefined) return '';
  const { field, in: values } = requiredWhen;
  const [vi, en] = values === undefined ? ['có', 'is there'] : equalTo(values);
  return `**bắt buộc khi** ${code(field)} ${vi} / ***mandatory when*** ${code(field)} ${en}`;
}

function equalTo(values: readonly string[]): readonly [vi: string, en: string] {
  const filled = values.filter((value) => value !== '').map(code);
  const [vi, en] = [filled.join(', '), filled.join(', ')];
  if (filled.length === values.length) return [`= ${vi}`, `= ${en}`];
  return filled.length === 0 ? ['trống', 'is empty'] : [`= ${vi} hoặc trống`, `= ${en} or empty`];
}
