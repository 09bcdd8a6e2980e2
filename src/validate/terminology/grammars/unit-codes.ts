import { isUnit, UCUM_SYSTEM } from '../../ucum/is-unit.ts';
import type { CodeGrammar } from './code-grammar.ts';

/** Units of measure (UCUM). @source https://hl7.org/fhir/R4/ucum.html */
export const UNIT_CODES: CodeGrammar = {
  system: UCUM_SYSTEM,
  has: (code) => (isUnit(code) ? 'in' : 'out'),
};
