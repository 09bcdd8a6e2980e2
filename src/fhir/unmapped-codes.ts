import type { Issue, RuleCatalogue } from '../types/issue.ts';
import type { UnmappedCode } from '../types/mapped-record.ts';
import type { FormRecord, SourceRow } from '../types/source-record.ts';
import type { CodeLists } from './code-lists.ts';
import type { Form, Forms } from './forms.ts';
import { maskCode } from './mask-code.ts';

/** Finds the codes of a record that no list here holds on a day (`YYYY-MM-DD`, the record's own). */
export type FindUnmappedCodes = (record: FormRecord, day: string | undefined) => readonly UnmappedCode[];

/** A field that is taken from a list. */
interface CodedField {
  readonly form: string;
  readonly field: string;
  readonly list: string;
  /** Several codes, separated by `;`. */
  readonly isList: boolean;
}

/**
 * Compiles which fields of the forms are taken from which list. A text that stands for a code is known; the code of the
 * facility itself needs no list.
 */
export function createUnmappedCodeFinder({ forms }: Forms, codeLists: CodeLists): FindUnmappedCodes {
  const fieldsOf = new Map(forms.map((form) => [form.id, codedFields(form)]));
  return (record, day) => {
    const isKnown = (list: string, code: string) =>
      code === record.facility ||
      codeLists.lookup(list, code, day) !== undefined ||
      codeLists.synonym(list, code) !== undefined;
    const unmapped: UnmappedCode[] = [];
    for (const { name, rows } of record.tables.values()) {
      for (const coded of fieldsOf.get(name) ?? []) {
        const { form, field, list } = coded;
        const reason = codeLists.isLoaded(list, day) ? 'not-in-list' : 'list-not-loaded';
        for (const [row, code] of codesOf(coded, rows)) {
          if (!isKnown(list, code)) {
            unmapped.push({ list, code, form, field, reason, day, place: `${form}[${row}].${field}` });
          }
        }
      }
    }
    return unmapped;
  };
}

function codedFields({ id, fields }: Form): readonly CodedField[] {
  return fields.flatMap(({ name, codes, list }) =>
    codes === undefined ? [] : [{ form: id, field: name, list: codes, isList: list === true }],
  );
}

/** The codes of a field, each with the number of its row. */
function codesOf({ field, isList }: CodedField, rows: readonly SourceRow[]): [row: number, code: string][] {
  const codes: [row: number, code: string][] = [];
  for (const { number, fields } of rows) {
    const text = fields.get(field) ?? '';
    for (const code of isList ? text.split(';') : [text]) if (code.trim() !== '') codes.push([number, code.trim()]);
  }
  return codes;
}

/** So many different codes of a field are named. */
const MAX_NAMED = 5;

/**
 * What the sender is told of codes that no list here holds: LT-M020 (warning) once for each field, with the first codes. Of
 * lists that are not loaded only the worklist tells: that is nothing the sender could mend.
 * @param isToldElsewhere true for codes that another rule names already: those of complete lists by LT-B011 to LT-B014
 */
export function describeUnmapped(
  unmapped: readonly UnmappedCode[],
  rules: RuleCatalogue,
  isToldElsewhere: (code: UnmappedCode) => boolean = () => false,
): readonly Issue[] {
  const missing = unmapped.filter((code) => code.reason === 'not-in-list' && !isToldElsewhere(code));
  return groupsOf(missing, ({ list, form, field }) => `${form}.${field} ${list}`).map(([first, codes]) => {
    const { list, form, field } = first;
    const words = { list, form, field, count: codes.length, codes: nameSome(codes) };
    return rules.issue('LT-M020', { place: placeOf(first), with: words });
  });
}

function groupsOf(
  codes: readonly UnmappedCode[],
  keyOf: (code: UnmappedCode) => string,
): readonly (readonly [first: UnmappedCode, codes: readonly UnmappedCode[]])[] {
  return [...Map.groupBy(codes, keyOf).values()].map((group) => [group[0] as UnmappedCode, group]);
}

function placeOf({ place, form, field }: UnmappedCode): string {
  return place ?? `${form}.${field}`;
}

function nameSome(codes: readonly UnmappedCode[]): string {
  const different = [...new Set(codes.map(({ code }) => maskCode(code)))];
  return [...different.slice(0, MAX_NAMED), ...(different.length > MAX_NAMED ? ['…'] : [])].join(', ');
}
