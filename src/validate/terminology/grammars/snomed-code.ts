import type { CodeGrammar } from './code-grammar.ts';

const IDENTIFIER = /^[1-9][0-9]{5,17}$/;
/** `T-15460`: codes of the SNOMED before SNOMED CT, still met under its system. */
const FORMER_CODE = /^[A-Z][0-9]?-[0-9A-F]{3,8}$/;
/** Characters of expressions, which combine concepts. */
const EXPRESSION = /[\s:+=|,(){}#<>!]/;

/**
 * SNOMED CT: what does not have the form of an identifier is out; whether a concept exists is not known here. Expressions
 * are left open, and so are check digits, which even examples of the standard get wrong.
 * @source https://confluence.ihtsdotools.org/display/DOCRELFMT/6.2+SCTID+Representation
 */
export const SNOMED_CODES: CodeGrammar = {
  system: 'http://snomed.info/sct',
  has: (code) => (IDENTIFIER.test(code) || FORMER_CODE.test(code) || EXPRESSION.test(code) ? 'undecided' : 'out'),
};
