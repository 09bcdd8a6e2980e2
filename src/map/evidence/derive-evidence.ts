import type { RecordEvidence } from '../../types/mapped-record.ts';
import type { FormRecord } from '../../types/source-record.ts';
import { buildClaimEvidence } from './claim-evidence.ts';
import { buildEmrExportEvidence } from './emr-export-evidence.ts';
import type { DecideSections } from './emr-sections.ts';

/** What a record of a form tells about coverage; null for forms that tell nothing of a care episode. */
export function deriveEvidence(record: FormRecord, decideSections: DecideSections): RecordEvidence | null {
  if (record.format === 'claim-xml') return buildClaimEvidence(record, decideSections);
  return record.format === 'emr-export' ? buildEmrExportEvidence(record, decideSections) : null;
}
