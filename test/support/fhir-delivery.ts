import type { LeasedDelivery } from '../../src/types/delivery.ts';
import { careRecord } from './care-record.ts';
import { leasedDelivery } from './leased-delivery.ts';

/** The id of the record version of `fhirDelivery`. */
export const RECORD_ID = '019ab000-0000-7000-8000-000000000001';

/** A delivery of record LK1 as three FHIR resources: first version, first attempt. */
export function fhirDelivery(changes: Partial<LeasedDelivery> = {}): LeasedDelivery {
  return leasedDelivery({ kind: 'fhir', recordId: RECORD_ID, resources: careRecord('P1', 'LK1'), ...changes });
}
