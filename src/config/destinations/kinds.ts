import type { DestinationConfig, FacilityAccount } from '../../types/destination-config.ts';
import type { FacilityCode, RecordKind } from '../../types/submission.ts';
import type { KindOfDestination } from './base-schema.ts';
import { CLAIM_PORTAL } from './claim-portal.ts';
import { E_PRESCRIPTION } from './e-prescription.ts';
import { FHIR } from './fhir.ts';
import { FILE } from './file.ts';
import { MOH_HUB } from './moh-hub.ts';
import { PROVINCE_WAREHOUSE } from './province-warehouse.ts';

/** Every kind of destination: what it can take, its deadlines, the schema of its configuration. */
export const KINDS_OF_DESTINATION: Readonly<Record<DestinationConfig['kind'], KindOfDestination>> = {
  fhir: FHIR,
  'province-warehouse': PROVINCE_WAREHOUSE,
  'moh-hub': MOH_HUB,
  'claim-portal': CLAIM_PORTAL,
  'e-prescription': E_PRESCRIPTION,
  file: FILE,
};

/** Accounts that facilities have of their own at a destination, by facility. */
export function accountsOf(destination: DestinationConfig): Readonly<Record<FacilityCode, FacilityAccount>> {
  return ('accounts' in destination && destination.accounts) || {};
}

/** Kinds of record that are owed to a destination: those of its filter, else all that its kind can take. */
export function recordsOwedTo(destination: DestinationConfig): readonly RecordKind[] {
  const { records } = KINDS_OF_DESTINATION[destination.kind];
  return (destination.filter.records ?? records).filter((record) => canTake(destination, record));
}

/**
 * True when records of a facility may go to a destination: by its filter, and at the claim portal, where one account is one
 * facility's, only of those that have one.
 */
export function takesFacility(destination: DestinationConfig, facility: FacilityCode): boolean {
  const { facilities, exceptFacilities } = destination.filter;
  if (exceptFacilities.includes(facility)) return false;
  if (facilities !== null) return facilities.includes(facility);
  return destination.kind !== 'claim-portal' || Object.hasOwn(accountsOf(destination), facility);
}

/** What came as FHIR has no national form to write. */
function canTake(destination: DestinationConfig, record: RecordKind): boolean {
  return destination.kind !== 'file' || destination.form !== 'national' || record !== 'fhir';
}
