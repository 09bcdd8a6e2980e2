import type { NestedForm } from '../../fhir/nested-forms.ts';
import type { RuleCatalogue } from '../../types/issue.ts';

/** What a record of a JSON document is read with. */
export interface RecordContext {
  readonly rules: RuleCatalogue;
  readonly forms: ReadonlyMap<string, NestedForm>;
  /** Position in the document, from 1. */
  readonly position: number;
  /** Keys of the records before this one. */
  readonly earlierKeys: ReadonlySet<string>;
}

/** The form whose row is the whole document. Throws when mappings/forms has none. */
export function wholeForm(forms: RecordContext['forms']): NestedForm {
  const form = forms.get('');
  if (form === undefined) throw new Error('mappings/forms describes no form of the whole document');
  return form;
}
