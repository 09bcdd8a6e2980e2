import { readFileSync } from 'node:fs';

/**
 * URIs of the identifiers and code systems that the gateway writes, from profiles/identifiers.json.
 * VN Core's URIs where it has them (http://fhir.hl7.org.vn/core), the province's own base elsewhere.
 */
export interface IdentifierSystems {
  /** Canonical base of the province's own profiles, without a trailing slash. */
  readonly base: string;
  /** By short name: `cccd`, `bhyt`, `maLk`… An entry may hold `{facility}`. */
  readonly systems: Readonly<Record<string, string>>;
  /** Code systems of national lists that have a URI of their own; the others are `{base}/CodeSystem/{list}`. */
  readonly codeSystems: Readonly<Record<string, string>>;
}

/** Reads profiles/identifiers.json; `{base}` in an entry stands for the canonical base. */
export function loadIdentifierSystems(file: string): IdentifierSystems {
  const { base, systems, codeSystems } = JSON.parse(readFileSync(file, 'utf8')) as IdentifierSystems;
  const fill = (entries: Readonly<Record<string, string>>) =>
    Object.freeze(
      Object.fromEntries(Object.entries(entries).map(([name, uri]) => [name, uri.replace('{base}', base)])),
    );
  return Object.freeze({ base, systems: fill(systems), codeSystems: fill(codeSystems) });
}

/** URI of a national code list, e.g. `MA_NHOM` -> `{base}/CodeSystem/ma-nhom`. */
export function codeSystemOf({ base, codeSystems }: IdentifierSystems, list: string): string {
  return codeSystems[list] ?? `${base}/CodeSystem/${list.toLowerCase().replaceAll('_', '-')}`;
}

/** URI of the rule catalogue, as written in OperationOutcome.issue.details.coding. */
export function ruleSystemOf({ base }: IdentifierSystems): string {
  return `${base}/CodeSystem/rule`;
}
