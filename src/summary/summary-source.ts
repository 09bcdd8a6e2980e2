import type { Patient, Resource } from '@medplum/fhirtypes';
import type { EpochMs, FacilityCode } from '../types/submission.ts';

/** What a summary is made from: resources as they are kept, references between them `Type/id`. */
export interface SummarySource {
  /** The citizen, as the caller named her. */
  readonly patient: Patient;
  /** Ids of Patients that are the same citizen, the named one among them. */
  readonly samePerson: readonly string[];
  /** Everything received of these patients, in order of receipt, and what it refers to. */
  readonly resources: readonly Resource[];
  /** False when these are the newest records only. */
  readonly isComplete: boolean;
  /** Who answers for the document. */
  readonly custodian: { readonly code: FacilityCode; readonly name: string };
  readonly at: EpochMs;
}

/** `Type/id` of a resource. */
export function referenceOf({ resourceType, id }: Resource): string {
  return `${resourceType}/${id}`;
}
