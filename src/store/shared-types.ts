/**
 * Types whose resources many records of a facility speak of. A record that no longer mentions one does not delete it,
 * and a delivery carries their newest content, so that a late delivery never takes them back in time.
 */
const SHARED_TYPES: ReadonlySet<string> = new Set([
  'Patient',
  'Practitioner',
  'PractitionerRole',
  'Organization',
  'Location',
  'Coverage',
  'Medication',
  'Device',
]);

/** True for a type whose resources belong to the facility, not to one record. */
export function isSharedType(type: string): boolean {
  return SHARED_TYPES.has(type);
}
