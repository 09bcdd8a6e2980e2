import type { TargetSpec } from '../../src/map/mapping-table.ts';
import type { Bilingual } from '../../src/types/issue.ts';
import { code, decimalsOf, inline } from './markdown.ts';

const VERBATIM: Bilingual = { vi: 'nguyên văn', en: 'as it is' };
const INSTANT: Bilingual = { vi: 'yyyymmddHHMM → thời điểm, giờ +07:00', en: 'to a date-time, +07:00' };
const CODING: Bilingual = { vi: 'mã → Coding, kèm tên trong danh mục', en: 'code to a Coding, with its display' };
const PEOPLE: Bilingual = { vi: 'số giấy phép hành nghề → Practitioner', en: 'licence number to a Practitioner' };
const PEOPLE_LIST: Bilingual = {
  vi: 'các số giấy phép hành nghề → nhiều Practitioner',
  en: 'licence numbers to Practitioners',
};

/** Codecs, and types of extension parts that no codec is named for, in plain words. */
const WORDS: Readonly<Record<string, Bilingual>> = {
  string: VERBATIM,
  code: { vi: 'mã, nguyên văn', en: 'a code, as it is' },
  boolean: { vi: '1/0 → true/false', en: '1/0 to true/false' },
  integer: { vi: 'số nguyên', en: 'whole number' },
  decimal: { vi: 'số thập phân', en: 'decimal' },
  money: { vi: 'số tiền VND', en: 'Money in VND' },
  quantity: { vi: 'số đo kèm đơn vị', en: 'Quantity with its unit' },
  instant: INSTANT,
  dateTime: INSTANT,
  'instant-dmy': { vi: 'dd/mm/yyyy HH:MM:SS → thời điểm, giờ +07:00', en: 'to a date-time, +07:00' },
  'instant-ymd': { vi: 'yyyy-mm-dd HH:MM:SS → thời điểm, giờ +07:00', en: 'to a date-time, +07:00' },
  date: { vi: 'yyyymmdd → ngày', en: 'to a date' },
  'date-dmy': { vi: 'dd/mm/yyyy → ngày', en: 'to a date' },
  'birth-12': {
    vi: 'ngày sinh; phần ghi 0 là không biết, giờ sinh ở birthTime',
    en: 'birth date; zeros are unknown, the hour goes to birthTime',
  },
  coding: CODING,
  concept: {
    vi: 'mã → CodeableConcept, kèm tên trong danh mục',
    en: 'code to a CodeableConcept, with its display',
  },
  translate: { vi: 'đổi mã', en: 'translated' },
  'translate-coding': { vi: 'đổi sang Coding', en: 'translated to a Coding' },
  'translate-concept': { vi: 'thêm một Coding', en: 'a further Coding' },
  'translate-list': { vi: 'thêm một phần tử', en: 'a further element' },
  identifier: { vi: 'số → Identifier', en: 'number to an Identifier' },
  'personal-identifier': {
    vi: 'giấy tờ tùy thân → Identifier; loại giấy tờ theo độ dài của số',
    en: 'identity paper to an Identifier; its kind by the length of the number',
  },
  practitioner: PEOPLE,
  reference: PEOPLE,
  practitioners: PEOPLE_LIST,
  'practitioner-actors': PEOPLE_LIST,
  'reference-identifier': { vi: 'số → Reference.identifier', en: 'number to Reference.identifier' },
  display: { vi: 'tên của mã theo danh mục', en: 'the words of the list for the code' },
  'order-category': {
    vi: 'loại kết quả theo nhóm chi phí của chỉ định',
    en: 'kind of result by the cost group of its order',
  },
  narrative: { vi: 'văn bản → Narrative (XHTML)', en: 'text to a Narrative' },
  'result-value': {
    vi: 'số (có thể kèm <, >) → valueQuantity, còn lại → valueString',
    en: 'a number to valueQuantity, else valueString',
  },
  'result-unit': { vi: 'đơn vị của kết quả', en: 'unit of the result' },
  'blood-pressure': {
    vi: '120/80 → thành phần tâm thu và tâm trương',
    en: 'a component each for systolic and diastolic',
  },
  disease: { vi: 'mã ICD-10 → mã, nếu không là chữ', en: 'an ICD-10 code to its coding, else its text' },
};

/** How a target is converted, in both languages. Throws on a codec that has no words: they are to be written here. */
export function codecWords(spec: TargetSpec): string {
  const name = spec.as ?? (spec.to.includes('@') ? spec.to.slice(spec.to.lastIndexOf('@') + 1) : 'string');
  const words = WORDS[name];
  if (words === undefined) throw new Error(`scripts/forms/codec-words.ts has no words for the codec ${name}`);
  return [inline(words), ...details(spec)].join('; ');
}

function details({ digits = 0, unit, system, translate }: TargetSpec): readonly string[] {
  const pairs = Object.entries(translate ?? {}).map(([from, to]) => `${code(from)} → ${code(to)}`);
  return [
    ...(digits === 0 ? [] : [decimalsOf(digits)]),
    ...(unit === undefined ? [] : [code(unit['unit'] ?? unit['code'] ?? '')]),
    ...(system === undefined ? [] : [code(system)]),
    ...(pairs.length === 0 ? [] : [pairs.join(', ')]),
  ];
}
