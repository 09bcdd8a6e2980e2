import type { Form, FormField } from '../fhir/forms.ts';
import type { FormRecord, SourceRow } from '../types/source-record.ts';

/** A field that its form asks for, and that the record does not tell. */
export interface MissingField {
  /** `XML1[1].MA_LOAI_KCB` */
  readonly place: string;
  readonly form: string;
  readonly field: string;
}

/** The mandatory fields of the forms that a record leaves empty, in the order of the forms. */
export function missingFields({ tables }: FormRecord, forms: readonly Form[]): MissingField[] {
  return forms.flatMap((form) =>
    (tables.get(form.id)?.rows ?? []).flatMap((row) =>
      form.fields
        .filter((field) => isAskedFor(field, row) && (row.fields.get(field.name) ?? '') === '')
        .map(({ name }) => ({ place: `${form.id}[${row.number}].${name}`, form: form.id, field: name })),
    ),
  );
}

function isAskedFor({ required, requiredWhen }: FormField, { fields }: SourceRow): boolean {
  if (required === true) return true;
  if (requiredWhen === undefined) return false;
  const other = fields.get(requiredWhen.field) ?? '';
  return requiredWhen.in === undefined ? other !== '' : requiredWhen.in.includes(other);
}
