import type { FieldMeaning } from '../../src/fhir/field-meanings.ts';
import type { FormField } from '../../src/fhir/forms.ts';
import type { FieldSpec, TargetSpec } from '../../src/map/mapping-table.ts';
import { homesOf } from '../profiles/field-part.ts';
import { codeListLink } from './code-list-link.ts';
import { codecWords } from './codec-words.ts';
import { conditionsOf } from './conditions.ts';
import { placeOf } from './fhir-place.ts';
import { typeOf } from './field-type.ts';
import { type FormContext, isKey } from './form-context.ts';
import { both, cell, code, inline, lines } from './markdown.ts';

export const FIELD_HEAD: readonly string[] = [
  'Trường / Field',
  'Ý nghĩa / Meaning',
  'Kiểu / Type',
  'Chỗ trong FHIR / Home in FHIR',
  'Chuyển đổi, danh mục / Conversion, codes',
  'Ghi chú / Notes',
];

type Home = TargetSpec & { readonly pattern?: string };

/** One field of a form: what it means, what it must be, where it lives in FHIR, and how it gets there. */
export function fieldRow(field: FormField, context: FormContext): readonly string[] {
  const { form, mapping, nodeOf, keyPlace, sources } = context;
  const name = mapping.rename?.[field.name] ?? field.name;
  const spec = mapping.fields[name];
  const homes = homesOf(spec);
  const place = (to: string) => placeOf(to, name, mapping, nodeOf);
  return [
    code(field.name),
    meaningOf(sources.meanings.meaningOf(form.id, field.name)),
    typeOf(field),
    lines(isKey(spec) ? [KEY, keyPlace] : homes.map((home) => `${patternOf(home)}${place(home.to)}`)),
    lines([...new Set(homes.map(codecWords)), ...listsOf(field, homes).map((list) => codeListLink(list, sources))]),
    lines([
      name === field.name ? '' : inline({ vi: `đọc như ${code(name)}`, en: `read as ${code(name)}` }),
      ...copiesOf(spec).map((copy) => `${inline({ vi: 'bản sao', en: 'copy' })}: ${place(copy)}`),
      ...nodeNotes(name, homes, context),
    ]),
  ];
}

const KEY = inline({ vi: 'khóa của cả hồ sơ', en: 'the key of the whole record' });

function copiesOf(spec: FieldSpec | undefined): readonly string[] {
  if (typeof spec !== 'object' || !('also' in spec)) return [];
  return (spec.also ?? []).map((copy) => (typeof copy === 'string' ? copy : copy.to));
}

/** The lists of the homes; where they name none, the one that the form names, by which the value is checked. */
function listsOf({ codes }: FormField, homes: readonly Home[]): readonly string[] {
  const lists = homes.flatMap(({ list }) => (list === undefined ? [] : [list]));
  if (lists.length > 0) return [...new Set(lists)];
  return codes === undefined ? [] : [codes];
}

function meaningOf(meaning: FieldMeaning | undefined): string {
  if (meaning === undefined) return '?';
  if (meaning.inferred !== true) return both(meaning);
  return `${cell(meaning.vi)} (suy từ tên trường)<br>*${cell(meaning.en)} (inferred from the name)*`;
}

function patternOf({ pattern }: Home): string {
  return pattern === undefined ? '' : `${code(pattern)}: `;
}

/** When what the field stands on is made; that it is made for the field itself needs no word. */
function nodeNotes(field: string, homes: readonly Home[], { mapping, nameOf }: FormContext): readonly string[] {
  const nodes = new Set(homes.map(({ to }) => to.slice(0, to.indexOf('.'))));
  return [...nodes].flatMap((name) => {
    const { when = [], each, group } = mapping.nodes[name] ?? {};
    const others = when.filter((condition) => !('any' in condition && condition.any.includes(field)));
    return conditionsOf(
      { when: others, ...(each === undefined ? {} : { each }), ...(group === undefined ? {} : { group }) },
      nameOf,
    );
  });
}
