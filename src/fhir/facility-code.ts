/** A facility code fit for a message: what has neither the 5 characters of a mã CSKCB nor the 13 digits of a GLN is not repeated. */
export function shownFacility(code: string): string {
  return /^(?:[0-9A-Za-z]{5}|\d{13})$/.test(code) ? code : '?';
}
