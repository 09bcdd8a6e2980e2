/** Headers by lower-case name. Pass `IncomingMessage.headersDistinct`: `headers` hides a second Authorization or Host. */
export type RequestHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Every value of a header, in order; none when it is absent. */
export function valuesOf(headers: RequestHeaders, name: string): readonly string[] {
  const value = headers[name];
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}
