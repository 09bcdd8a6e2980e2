import type { RequestHeaders } from '../types/principal.ts';

/** Every value of a header, in order; none when it is absent. */
export function valuesOf(headers: RequestHeaders, name: string): readonly string[] {
  const value = headers[name];
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}
