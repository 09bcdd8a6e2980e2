import type { CodeLists } from '../../fhir/code-lists.ts';
import type { Form, Forms } from '../../fhir/forms.ts';
import { isCalendarDay } from '../../fhir/local-time.ts';
import type { FieldCodes, FormOverride, Override } from './override.ts';
import type { OverrideEntry, ReadOverrideFile } from './override-file.ts';

export interface OverrideVocabulary {
  readonly forms: Forms;
  readonly codeLists: CodeLists;
}

/** What a record is known by is read before any override; another text in its place would be another record. */
const KEYS: ReadonlySet<string> = new Set(['MA_LK', 'MA_CSKCB', 'MACSKCB', 'MA_GBT', 'MA_GCS', 'ma_don_thuoc']);

const FIRST_DAY = '';
const LAST_DAY = '9999';

type Path = readonly (string | number)[];
type Refuse = (path: Path, problem: string) => never;

/**
 * Compiles the overrides in a file of a facility.
 * Refuses (throws, one line: place, what is wrong) a day that is none, a form, field or list that does not exist, a
 * renaming of an element that the form has, a correction of what a record is known by, a national code that its list
 * certainly lacks, and what changes nothing.
 */
export function compileOverrides(
  { content, placeOf }: ReadOverrideFile,
  digest: string,
  vocabulary: OverrideVocabulary,
): readonly Override[] {
  const { facility, overrides } = content;
  const refuse: Refuse = (path, problem) => {
    throw new Error(`${placeOf(path)}: ${problem}`);
  };
  return overrides.map((entry, index) => ({
    facility,
    edition: `${facility}@${digest}`,
    reason: entry.reason,
    ...daysOf(entry, ['overrides', index], refuse),
    forms: compileForms(entry, ['overrides', index], vocabulary, refuse),
  }));
}

function daysOf({ from, to }: OverrideEntry, path: Path, refuse: Refuse): Pick<Override, 'from' | 'to'> {
  if (from !== undefined && !isCalendarDay(from)) refuse([...path, 'from'], 'is no day of the calendar');
  if (to !== undefined && !isCalendarDay(to)) refuse([...path, 'to'], 'is no day of the calendar');
  if (from !== undefined && to !== undefined && from > to) refuse([...path, 'to'], 'is before from');
  return { from: from ?? FIRST_DAY, to: to ?? LAST_DAY };
}

function compileForms(
  entry: OverrideEntry,
  path: Path,
  vocabulary: OverrideVocabulary,
  refuse: Refuse,
): ReadonlyMap<string, FormOverride> {
  const { forms } = vocabulary.forms;
  const { rename = {}, correct = {}, codes = {} } = entry;
  for (const kind of ['rename', 'correct'] as const) {
    for (const id of Object.keys(entry[kind] ?? {})) {
      if (!forms.some((form) => form.id === id)) refuse([...path, kind, id], 'there is no such form');
    }
  }
  checkCodes(codes, [...path, 'codes'], { ...vocabulary, entry }, refuse);
  const compiled = forms.map((form) => [
    form.id,
    {
      renames: compileRenames(form, rename[form.id] ?? {}, [...path, 'rename', form.id], refuse),
      corrections: compileCorrections(form, correct[form.id] ?? {}, [...path, 'correct', form.id], refuse),
      codes: compileCodes(form, codes),
    },
  ]) satisfies readonly (readonly [string, FormOverride])[];
  return new Map(
    compiled.filter(([, { renames, corrections, codes: own }]) => renames.size + corrections.size + own.size > 0),
  );
}

function compileRenames(form: Form, renames: Readonly<Record<string, string>>, path: Path, refuse: Refuse) {
  for (const [tag, field] of Object.entries(renames)) {
    if (hasField(form, tag)) refuse([...path, tag], `${form.id} has this element itself`);
    checkField(form, field, [...path, tag], refuse);
  }
  return new Map(Object.entries(renames));
}

function compileCorrections(
  form: Form,
  fields: Readonly<Record<string, Readonly<Record<string, string>>>>,
  path: Path,
  refuse: Refuse,
) {
  for (const [field, texts] of Object.entries(fields)) {
    checkField(form, field, [...path, field], refuse);
    const [idle] = Object.entries(texts).find(([text, instead]) => text === instead) ?? [];
    if (idle !== undefined) refuse([...path, field, idle], 'changes nothing');
  }
  return new Map(Object.entries(fields).map(([field, texts]) => [field, new Map(Object.entries(texts))] as const));
}

function checkField(form: Form, field: string, path: Path, refuse: Refuse): void {
  if (!hasField(form, field)) refuse(path, `${form.id} has no element ${field}`);
  if (isKey(form, field)) refuse(path, `${field} tells which record it is, and cannot be overridden`);
}

function isKey({ key = [] }: Form, field: string): boolean {
  return KEYS.has(field) || key.some((parts) => parts.split('+').includes(field));
}

function hasField(form: Form, name: string): boolean {
  return form.fields.some((field) => field.name === name);
}

function checkCodes(
  codes: NonNullable<OverrideEntry['codes']>,
  path: Path,
  { forms, codeLists, entry }: OverrideVocabulary & { readonly entry: OverrideEntry },
  refuse: Refuse,
): void {
  const used = new Set(forms.forms.flatMap((form) => form.fields.map((field) => field.codes)));
  for (const [list, own] of Object.entries(codes)) {
    if (!used.has(list)) refuse([...path, list], 'no field of a form is taken from such a list');
    for (const [code, national] of Object.entries(own)) {
      if (code === national) refuse([...path, list, code], 'changes nothing');
      const isMissing = codeLists.lookup(list, national, entry.to) === undefined;
      if (isMissing && codeLists.isCertain(list, entry.to))
        refuse([...path, list, code], `${list} has no code ${national}`);
    }
  }
}

function compileCodes(form: Form, codes: NonNullable<OverrideEntry['codes']>): ReadonlyMap<string, FieldCodes> {
  const fields = form.fields.filter(
    ({ name, codes: list }) => list !== undefined && list in codes && !isKey(form, name),
  );
  return new Map(
    fields.map(({ name, codes: list = '', list: several }) => [
      name,
      { national: new Map(Object.entries(codes[list] ?? {})), isList: several === true },
    ]),
  );
}
