import type { Form, FormField } from '../../fhir/forms.ts';
import type { SourceRow, SourceTable } from '../../types/source-record.ts';
import type { CodeCheck } from './code-check.ts';
import type { Findings } from './findings.ts';
import { formCheckOf, type ValueCheck } from './form-checks.ts';
import { isTooLongForList } from './list-values.ts';
import { decimalsOf, isBirthInstant, isDate, isInstant, isInteger } from './value-forms.ts';

interface CompiledField {
  readonly field: FormField;
  readonly checkType: ValueCheck | null;
  readonly checkForm: ValueCheck | null;
  readonly codes: string | null;
  /** Values of this field are codes, numbers or times, where white space around them is a fault. */
  readonly isExact: boolean;
}

/** Checks every field of one table; `day` is the day whose code lists hold. */
export type TableCheck = (table: SourceTable, findings: Findings, day: string | undefined) => void;

/**
 * Compiles the checks of one form, field by field: presence (LT-B001, LT-B002), spaces (LT-B015), the way values are
 * written (LT-B003 to LT-B009, LT-B017 to LT-B027), length (LT-B010), code membership (LT-B011 to LT-B014).
 */
export function compileFieldChecks(form: Form, checkCode: CodeCheck): TableCheck {
  const fields = form.fields.map(compileField);
  return ({ name, rows }, findings, day) => {
    for (const row of rows) {
      for (const compiled of fields) {
        const value = row.fields.get(compiled.field.name) ?? '';
        const faults = value === '' ? missing(compiled.field, row) : faultsOf(compiled, value, checkCode, day);
        for (const ruleId of faults) findings.add(ruleId, name, row.number, compiled.field.name);
      }
    }
  };
}

const NONE: readonly string[] = Object.freeze([]);

function compileField(field: FormField): CompiledField {
  const checkType = typeCheckOf(field);
  const checkForm = formCheckOf(field);
  const codes = field.codes ?? null;
  return { field, checkType, checkForm, codes, isExact: checkType !== null || checkForm !== null || codes !== null };
}

function missing({ required, requiredWhen: when }: FormField, row: SourceRow): readonly string[] {
  if (required === true) return ['LT-B001'];
  if (when === undefined) return NONE;
  const other = row.fields.get(when.field) ?? '';
  const due = when.in === undefined ? other !== '' : when.in.includes(other);
  return due ? ['LT-B002'] : NONE;
}

/** Rules that a value breaks; its length is only looked at when nothing else is wrong. */
function faultsOf(
  compiled: CompiledField,
  value: string,
  checkCode: CodeCheck,
  day: string | undefined,
): readonly string[] {
  const { field, isExact } = compiled;
  if (isExact && isTooLongForList(value)) return ['LT-B010'];
  let faults = NONE;
  if (isExact && field.list === true && value.includes(';')) {
    faults = value.split(';').flatMap((part) => faultsOfPart(compiled, part, checkCode, day));
  } else if (isExact) faults = faultsOfPart(compiled, value, checkCode, day);
  const isTooLong = field.maxLength !== undefined && value.length > field.maxLength;
  return faults.length === 0 && isTooLong ? ['LT-B010'] : faults;
}

function faultsOfPart(
  { checkType, checkForm, codes }: CompiledField,
  sent: string,
  checkCode: CodeCheck,
  day: string | undefined,
): readonly string[] {
  const part = sent.trim();
  if (part === '') return NONE;
  const fault = (codes === null ? null : checkCode(codes, part, day)) ?? checkType?.(part) ?? checkForm?.(part) ?? null;
  const spaces = part.length < sent.length ? ['LT-B015'] : NONE;
  return fault === null ? spaces : [...spaces, fault];
}

function typeCheckOf({ type, decimals = 0 }: FormField): ValueCheck | null {
  switch (type) {
    case 'instant':
      return (value) => (isInstant(value) ? null : 'LT-B003');
    case 'date':
      return (value) => (isDate(value) ? null : 'LT-B004');
    case 'date-or-instant':
      return (value) => (isDate(value) || isInstant(value) ? null : 'LT-B003');
    case 'birth':
      return (value) => (isBirthInstant(value) ? null : 'LT-B005');
    case 'date-or-birth':
      return (value) => (isDate(value) || isBirthInstant(value) ? null : 'LT-B005');
    case 'decimal':
      return (value) => checkDecimal(value, decimals);
    case 'integer':
      return (value) => (isInteger(value) ? null : 'LT-B006');
    case 'string':
      return null;
  }
}

function checkDecimal(value: string, most: number): string | null {
  const decimals = decimalsOf(value);
  if (decimals === -1) return value.includes(',') ? 'LT-B008' : 'LT-B007';
  return decimals > most ? 'LT-B009' : null;
}
