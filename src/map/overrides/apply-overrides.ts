import type { RuleCatalogue } from '../../types/issue.ts';
import type { FormRecord, SourceRow, SourceTable } from '../../types/source-record.ts';
import type { FieldCodes, FormOverride, Override } from './override.ts';
import { OverrideTally, type TallyRow } from './override-tally.ts';
import { renameFields } from './rename-fields.ts';

/**
 * A record as the overrides of its facility make it: elements under their right names, texts corrected, own codes
 * translated, in this order, one override after the other. What was sent stays beside it, in `sentNames` and `corrected`,
 * so the form is rebuilt to the letter. Every field that was changed is an issue (LT-M030); where the right element
 * stands already, a renaming is left undone (LT-M031). A record that nothing fits is given back as it is.
 */
export function applyOverrides(record: FormRecord, overrides: readonly Override[], rules: RuleCatalogue): FormRecord {
  return overrides.reduce((current, override) => applyOverride(current, override, rules), record);
}

function applyOverride(record: FormRecord, { edition, forms }: Override, rules: RuleCatalogue): FormRecord {
  const tally = new OverrideTally();
  const tables = new Map<string, SourceTable>();
  for (const [id, table] of record.tables) {
    const form = forms.get(id);
    tables.set(id, form === undefined ? table : applyToTable(table, form, tally));
  }
  const issues = tally.issues(edition, rules);
  return issues.length === 0 ? record : { ...record, tables, issues: [...record.issues, ...issues] };
}

function applyToTable(table: SourceTable, form: FormOverride, tally: OverrideTally): SourceTable {
  const rows = table.rows.map((row) => {
    const counted = tally.row(table.name, row.number);
    const renamed = form.renames.size === 0 ? row : renameFields(row, form.renames, counted);
    return correctTexts(renamed, form, counted);
  });
  return { ...table, rows };
}

function correctTexts(row: SourceRow, { corrections, codes }: FormOverride, tally: TallyRow): SourceRow {
  const instead = new Map<string, string>();
  for (const [field, texts] of corrections) {
    const text = texts.get(row.fields.get(field) ?? MISSING);
    if (text === undefined) continue;
    instead.set(field, text);
    tally.add('corrected', field);
  }
  for (const [field, own] of codes) {
    const text = instead.get(field) ?? row.fields.get(field);
    const national = text === undefined ? undefined : translate(text, own);
    if (national === undefined || national === text) continue;
    instead.set(field, national);
    tally.add('translated', field);
  }
  return instead.size === 0 ? row : { ...row, ...replace(row, instead) };
}

/** No text in a file: a field that is not there is none that could be corrected. */
const MISSING = '\0';

function translate(text: string, { national, isList }: FieldCodes): string {
  const toNational = (code: string) => national.get(code) ?? code;
  return isList ? text.split(';').map(toNational).join(';') : toNational(text);
}

/** Each field keeps its place in the row; the first text, as it was sent, is the one that is kept beside it. */
function replace(
  { fields, corrected }: SourceRow,
  instead: ReadonlyMap<string, string>,
): Required<Pick<SourceRow, 'fields' | 'corrected'>> {
  const sent = new Map(corrected);
  for (const field of instead.keys()) if (!sent.has(field)) sent.set(field, fields.get(field) ?? '');
  return { fields: new Map([...fields, ...instead]), corrected: sent };
}
