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
}

/** Reads profiles/identifiers.json; `{base}` in an entry stands for the canonical base. */
export function loadIdentifierSystems(file: string): IdentifierSystems {
  const { base, systems } = JSON.parse(readFileSync(file, 'utf8')) as IdentifierSystems;
  const filled = Object.entries(systems).map(([name, uri]) => [name, uri.replace('{base}', base)]);
  return Object.freeze({ base, systems: Object.freeze(Object.fromEntries(filled)) });
}

/** URI of the rule catalogue, as written in OperationOutcome.issue.details.coding. */
export function ruleSystemOf({ base }: IdentifierSystems): string {
  return `${base}/CodeSystem/rule`;
}
