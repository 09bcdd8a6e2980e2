import { COUNTRY_CODES } from '../grammars/country.ts';

const IDENTIFIER_TYPES = 'http://terminology.hl7.org/CodeSystem/v2-0203';

/**
 * Whether a code is a national identifier of some country, `NNVNM`. HL7 version 2 gives the pattern `NNxxx` (xxx: ISO 3166)
 * instead of a code for each.
 * @source https://terminology.hl7.org/CodeSystem-v2-0203.html
 */
export function isNationalIdentifierType(system: string, code: string): boolean {
  return system === IDENTIFIER_TYPES && code.startsWith('NN') && COUNTRY_CODES.has(code.slice(2)) === 'in';
}
