import type { Forms } from '../../fhir/forms.ts';
import { writeJsonTree } from '../../fhir/json/write-json-tree.ts';
import { type NestedForm, nestForms } from '../../fhir/nested-forms.ts';
import type { FormTree } from '../../types/form-tree.ts';
import type { FormRecord } from '../../types/source-record.ts';
import type { FormFormat } from '../../types/submission.ts';
import { createHealthCheckTree } from './health-check-tree.ts';
import { buildFormTree } from './row-tree.ts';

const INDENT = 2;

/** Writes records of a national form as JSON text: one as a document, several as a list of documents. */
export type EncodeJsonForm = (...records: readonly FormRecord[]) => string;

/**
 * Encoder of prescriptions (QĐ 808), exported medical records (CV 365) and health checks (QĐ 2062) in JSON: the same
 * members in the same order, numbers with their digits, empty and missing as they were.
 * Throws on a record of another format: that is a bug.
 */
export function createJsonFormEncoder(forms: Forms): EncodeJsonForm {
  const nested = new Map<FormFormat, NestedForm>();
  for (const format of ['prescription-json', 'emr-export'] as const) {
    const whole = nestForms(forms, format).get('');
    if (whole !== undefined) nested.set(format, whole);
  }
  const healthCheckTree = createHealthCheckTree(forms);
  const treeOf = (record: FormRecord): FormTree => {
    if (record.format === 'health-check-xml') return healthCheckTree(record);
    const form = nested.get(record.format);
    if (form === undefined) throw new Error(`${record.format} has no form of the whole document`);
    const body = buildFormTree(form, record.tables);
    // What stood under no name of its own is told by the id of its form.
    return record.envelope.root === form.form.id ? body : underRoot(body, record.envelope.root);
  };
  return (...records) => {
    const [first, ...others] = records.map((record) => writeJsonTree(treeOf(record), INDENT));
    return others.length === 0 ? String(first) : `[${[first, ...others].join(',\n')}]`;
  };
}

function underRoot(body: FormTree, root: string): FormTree {
  return { name: '', text: null, children: [{ ...body, name: root }] };
}
