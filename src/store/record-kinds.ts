import type { RecordKind } from '../types/submission.ts';

/** Every kind of record there is. */
export const RECORD_KINDS: readonly RecordKind[] = Object.keys({
  claim: true,
  'check-in': true,
  'health-check': true,
  document: true,
  'death-notice': true,
  'birth-certificate': true,
  'health-book': true,
  prescription: true,
  'emr-export': true,
  fhir: true,
} satisfies Record<RecordKind, true>) as readonly RecordKind[];
