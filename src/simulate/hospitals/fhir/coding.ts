import type { CodeableConcept, Quantity } from '@medplum/fhirtypes';

export const LOINC = 'http://loinc.org';
export const ICD10 = 'http://hl7.org/fhir/sid/icd-10';
export const ICD9CM = 'http://hl7.org/fhir/sid/icd-9-cm';
const TERMINOLOGY = 'http://terminology.hl7.org/CodeSystem';

/** A concept with one coding and the words that the hospital shows. */
export function concept(system: string, code: string, text?: string): CodeableConcept {
  return { coding: [{ system, code }], ...(text === undefined ? {} : { text }) };
}

/** A code of HL7's own terminology, by the last part of its code system. */
export function hl7Concept(codeSystem: string, code: string): CodeableConcept {
  return concept(`${TERMINOLOGY}/${codeSystem}`, code);
}

/** A UCUM quantity; `unit` is what people read. */
export function quantity(value: number, unit: string, ucum: string): Quantity {
  return { value, unit, system: 'http://unitsofmeasure.org', code: ucum };
}
