import type { Resource } from '@medplum/fhirtypes';
import type { EpochMs, FacilityCode } from './submission.ts';

/** A resource as it stands now. */
export interface CurrentResource {
  /** From 1. */
  readonly version: number;
  /** Instant of receipt of the record that brought this version. */
  readonly updatedAt: EpochMs;
  /** Null: this version deleted it. */
  readonly resource: Resource | null;
}

/** What the newest records of some patients hold now. */
export interface PatientRecords {
  /** In order of receipt, each once. May speak of other people too: whoever stands in these records. */
  readonly resources: readonly Resource[];
  /** False when there are older records. */
  readonly isComplete: boolean;
}

/** Reading resources of one facility. */
export interface ResourcePort {
  /** Those of the references (`Type/id`) under which this facility has a resource now. */
  known(facility: FacilityCode, references: readonly string[]): Promise<ReadonlySet<string>>;
  /** Current version of a resource of this facility. */
  resource(facility: FacilityCode, type: string, id: string): Promise<Resource | undefined>;
  /** The same with its version, also of a deleted one. */
  current(facility: FacilityCode, type: string, id: string): Promise<CurrentResource | undefined>;
  /**
   * Ids of this facility's Patients that are the same person: the id itself first, then those with the same personal number
   * and the same day of birth.
   */
  samePerson(facility: FacilityCode, patient: string): Promise<readonly string[]>;
  /** Current resources of the newest records of patients (by id) of this facility: at most `limit`, and 32 MiB of JSON. */
  ofPatients(facility: FacilityCode, patients: readonly string[], limit: number): Promise<PatientRecords>;
}
