import type { Forms } from '../../fhir/forms.ts';
import { writeJsonTree } from '../../fhir/json/write-json-tree.ts';
import { type NestedForm, nestForms } from '../../fhir/nested-forms.ts';
import type { FormTree } from '../../types/form-tree.ts';
import type { FormRecord } from '../../types/source-record.ts';
import type { FormFormat } from '../../types/submission.ts';
import { createHealthCheckTree } from './health-check-tree.ts';
import { buildFormTree } from './row-tree.ts';

const INDENT = 2;

/** Writes one record of a national form as JSON text. */
export type EncodeJsonForm = (record: FormRecord) => string;

/**
 * Encoder of prescriptions (QĐ 808), exported medical records (CV 365) and health checks (QĐ 2062) in JSON: the same
 * members in the same order, numbers with their digits, empty and missing as they were. One record is one document.
 * Throws on a record of another format: that is a bug.
 */
export function createJsonFormEncoder(forms: Forms): EncodeJsonForm {
  const nested = new Map<FormFormat, NestedForm>();
  for (const format of ['prescription-json', 'emr-export'] as const) {
    const whole = nestForms(forms, format).get('');
    if (whole !== undefined) nested.set(format, whole);
  }
  const healthCheckTree = createHealthCheckTree(forms);
  return (record) => {
    if (record.format === 'health-check-xml') return writeJsonTree(healthCheckTree(record), INDENT);
    const form = nested.get(record.format);
    if (form === undefined) throw new Error(`${record.format} has no form of the whole document`);
    const body = buildFormTree(form, record.tables);
    // What stood under no name of its own is told by the id of its form.
    return writeJsonTree(record.envelope.root === form.form.id ? body : underRoot(body, record.envelope.root), INDENT);
  };
}

function underRoot(body: FormTree, root: string): FormTree {
  return { name: '', text: null, children: [{ ...body, name: root }] };
}
