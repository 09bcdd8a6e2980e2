/** `[base/]Type/id`, with the version that may follow. @source https://hl7.org/fhir/R4/references.html#literal */
const RESTFUL_URL =
  /^(https?:\/\/[^?#]{1,2000}\/)?([A-Z][A-Za-z]{1,63})\/([A-Za-z0-9.-]{1,64})(?:\/_history\/([A-Za-z0-9.-]{1,64}))?$/;

/** Parts of the URL of a resource on a RESTful server. */
export interface RestfulUrl {
  /** With its slash; undefined for a relative URL. */
  readonly base: string | undefined;
  readonly type: string;
  readonly id: string;
  readonly version: string | undefined;
}

/** Reads the URL of a resource on a RESTful server; undefined when it has another form. */
export function readRestfulUrl(url: string): RestfulUrl | undefined {
  const [, base, type, id, version] = RESTFUL_URL.exec(url) ?? [];
  return type === undefined || id === undefined ? undefined : { base, type, id, version };
}

/** Resource type that the URL of a resource names. */
export function typeOfUrl(url: string): string | undefined {
  return RESTFUL_URL.exec(url)?.[2];
}
