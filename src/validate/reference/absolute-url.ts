const ABSOLUTE = /^[a-z][a-z0-9+.-]{0,30}:[^\s]/;

/** Whether a URL stands for itself (`https://…`, `urn:uuid:…`), and needs no base. @source https://www.rfc-editor.org/rfc/rfc3986#section-4.3 */
export function isAbsoluteUrl(url: string): boolean {
  return ABSOLUTE.test(url);
}
