import { readCode } from './read-code.ts';

/** UCUM, as `Quantity.system` names it. @source https://hl7.org/fhir/R4/ucum.html */
export const UCUM_SYSTEM = 'http://unitsofmeasure.org';

/** Whether a text is a code of UCUM: see `readCode()`. */
export function isUnit(code: string): boolean {
  return readCode(code);
}
