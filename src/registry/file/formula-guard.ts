/**
 * What a spreadsheet would take for a formula, with the apostrophes of texts that look like guarded ones.
 * @source https://owasp.org/www-community/attacks/CSV_Injection
 */
const FORMULA = /^'*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/;

/** A text of a CSV file that no spreadsheet runs: with an apostrophe before what looks like a formula. */
export function guardFormula(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** The text without that apostrophe. */
export function unguardFormula(text: string): string {
  return text.startsWith("'") && FORMULA.test(text) ? text.slice(1) : text;
}
