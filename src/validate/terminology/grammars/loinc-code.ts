import type { CodeGrammar } from './code-grammar.ts';

const OBSERVATION = /^([0-9]{1,7})-([0-9])$/;
/** Parts, answers, lists, groups: other numbers with other check digits. */
const OTHER = /^(?:LP|LA|LL|LG)[0-9]{1,8}-[0-9]$/;

/**
 * LOINC: a code of wrong form or check digit is out; whether a code exists is not known here.
 * @source https://loinc.org/kb/users-guide/introduction/
 */
export const LOINC_CODES: CodeGrammar = {
  system: 'http://loinc.org',
  has: (code) => {
    const [, digits, check] = OBSERVATION.exec(code) ?? [];
    if (digits === undefined) return OTHER.test(code) ? 'undecided' : 'out';
    return checkDigit(digits) === Number(check) ? 'undecided' : 'out';
  },
};

/** Modulus 10: every second digit from the right is doubled. */
function checkDigit(digits: string): number {
  let sum = 0;
  for (let place = 0; place < digits.length; place += 1) {
    const digit = Number(digits[digits.length - 1 - place]);
    const weighted = place % 2 === 0 ? digit * 2 : digit;
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return (10 - (sum % 10)) % 10;
}
