/** @source https://hl7.org/fhir/R4/extension-data-absent-reason.html */
export const DATA_ABSENT_REASON_URL = 'http://hl7.org/fhir/StructureDefinition/data-absent-reason';

/** An element of which only this is known: that its value is not known. */
export function unknownElement(): object {
  return { extension: [{ url: DATA_ABSENT_REASON_URL, valueCode: 'unknown' }] };
}
