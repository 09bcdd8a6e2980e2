/** A canonical reference in its parts. @source https://hl7.org/fhir/R4/references.html#canonical */
export interface Canonical {
  readonly url: string;
  /** What stands after `|`; may be only the beginning of a version, `4.0`. */
  readonly version?: string;
}

/** Splits `url|version#fragment`; the fragment is left out. An empty version counts as none. */
export function parseCanonical(canonical: string): Canonical {
  const hash = canonical.indexOf('#');
  const whole = hash < 0 ? canonical : canonical.slice(0, hash);
  const bar = whole.indexOf('|');
  if (bar < 0) return { url: whole };
  const version = whole.slice(bar + 1);
  return version === '' ? { url: whole.slice(0, bar) } : { url: whole.slice(0, bar), version };
}
