import type { Bundle } from '@medplum/fhirtypes';
import type { FacilityPrincipal } from './principal.ts';
import type { CurrentResource } from './resources.ts';

/** What a facility reads back of its own part; every answer that tells something is in the audit log first. */
export interface HealthBook {
  /** Own facility only: another facility's resource is undefined, like one that does not exist. */
  read(principal: FacilityPrincipal, type: string, id: string): Promise<CurrentResource | undefined>;
  /** The citizen's summary from everything that this facility sent for her. */
  summary(principal: FacilityPrincipal, patient: string): Promise<SummaryAnswer>;
}

export type SummaryAnswer =
  | { readonly kind: 'summary'; readonly document: Bundle }
  | { readonly kind: 'deleted' }
  /** No such patient, or one that is specially protected: nobody is told which. */
  | { readonly kind: 'unknown' };
