import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type IdentifierSystems, loadIdentifierSystems } from '../../src/fhir/identifier-systems.ts';

/** What all definitions of the package share. */
export interface PackageFacts {
  readonly systems: IdentifierSystems;
  readonly name: string;
  readonly version: string;
  readonly publisher: string;
  readonly license: string;
}

/** Reads package.json and identifiers.json of a profiles folder. */
export function readPackageFacts(profiles: string): PackageFacts {
  const { name, version, author, license } = JSON.parse(readFileSync(join(profiles, 'package.json'), 'utf8')) as Record<
    'name' | 'version' | 'author' | 'license',
    string
  >;
  return {
    systems: loadIdentifierSystems(join(profiles, 'identifiers.json')),
    name,
    version,
    publisher: author,
    license,
  };
}

/** @source https://hl7.org/fhir/R4/valueset-jurisdiction.html */
export const JURISDICTION = [{ coding: [{ system: 'urn:iso:std:iso:3166', code: 'VN' }] }];
