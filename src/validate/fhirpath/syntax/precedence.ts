/** How strongly an operator binds: the greater, the more. @source http://hl7.org/fhirpath/N1/#operator-precedence */
const PRECEDENCE: ReadonlyMap<string, number> = new Map([
  ['implies', 1],
  ['or', 2],
  ['xor', 2],
  ['and', 3],
  ['in', 4],
  ['contains', 4],
  ['=', 5],
  ['~', 5],
  ['!=', 5],
  ['!~', 5],
  ['<', 6],
  ['>', 6],
  ['<=', 6],
  ['>=', 6],
  ['|', 7],
  ['is', 8],
  ['as', 8],
  ['+', 9],
  ['-', 9],
  ['&', 9],
  ['*', 10],
  ['/', 10],
  ['div', 10],
  ['mod', 10],
]);

/** A sign before an operand binds more than any operator, and less than a dot. */
export const SIGN_PRECEDENCE = 11;

/** Precedence of an operator between two operands; undefined for what is none. */
export function precedenceOf(text: string): number | undefined {
  return PRECEDENCE.get(text);
}
