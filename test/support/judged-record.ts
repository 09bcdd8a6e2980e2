import type { Resource } from '@medplum/fhirtypes';
import type { JudgedRecord } from '../../src/pipeline/judge-records.ts';
import type { RecordEvidence } from '../../src/types/mapped-record.ts';
import type { FormFormat } from '../../src/types/submission.ts';

interface Told {
  readonly format?: FormFormat;
  readonly tables?: readonly string[];
  readonly resources?: readonly Resource[];
  readonly patient?: string | null;
  readonly endOfCare?: number | null;
}

/** An accepted record of a form, of which only what is given is told. */
export function judgedRecord(told: Told = {}): JudgedRecord {
  const { format = 'claim-xml', tables = ['XML1'], resources = [], patient = 'Patient/p', endOfCare = null } = told;
  const evidence = endOfCare === null ? null : ({ endOfCare } as RecordEvidence);
  return {
    source: { format, tables: new Map(tables.map((name) => [name, { name, rows: [] }])) },
    mapped: { resources, patient, evidence },
    verdict: { state: 'accepted', issues: [] },
  } as unknown as JudgedRecord;
}
