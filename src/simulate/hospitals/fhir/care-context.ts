import type { Encounter as EncounterResource, Patient, Practitioner, Reference } from '@medplum/fhirtypes';
import type { Encounter } from '../encounter.ts';
import type { BundleBuilder } from './bundle-builder.ts';

/** What every clinical resource of an encounter refers to. */
export interface CareContext {
  readonly encounter: Encounter;
  readonly bundle: BundleBuilder;
  readonly subject: Reference<Patient>;
  readonly doctor: Reference<Practitioner>;
  /** Known beforehand: the encounter itself is added last, when its diagnoses are there. */
  readonly visit: Reference<EncounterResource>;
}
