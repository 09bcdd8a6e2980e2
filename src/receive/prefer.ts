import type { RequestHeaders } from '../types/principal.ts';

/**
 * True when the sender prefers 202 to 201: `Prefer: respond-async`, alone or among others. Every other preference is
 * ignored, as the standard wants it.
 * @source https://www.rfc-editor.org/rfc/rfc7240#section-4.1
 */
export function prefersAsync({ prefer = [] }: RequestHeaders): boolean {
  const preferences = [prefer].flat().flatMap((field) => field.split(','));
  return preferences.some((preference) => /^\s*respond-async\s*(?:;|$)/i.test(preference));
}
