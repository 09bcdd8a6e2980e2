import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElementDefinition, StructureDefinition } from '@medplum/fhirtypes';
import { parse } from 'yaml';
import { PATHS } from '../../src/config/paths.ts';
import { loadBaseDefinitions } from '../../src/validate/definitions/base-definitions.ts';
import type { Definitions } from '../../src/validate/definitions/definitions.ts';

/** R4 as it ships. */
export const R4 = loadBaseDefinitions();

/** A profile as the tables write it. */
export interface ProfileSketch {
  readonly name?: string;
  readonly type: string;
  readonly base?: string;
  readonly kind?: StructureDefinition['kind'];
  readonly derivation?: StructureDefinition['derivation'];
  readonly differential?: readonly Partial<ElementDefinition>[];
  readonly snapshot?: readonly Partial<ElementDefinition>[];
}

/** One row of a table of snapshots. */
export interface SnapshotCase extends ProfileSketch {
  readonly name: string;
  readonly definitions?: readonly ProfileSketch[];
  readonly under?: string;
  readonly ids?: readonly string[];
  readonly expected?: readonly (Partial<ElementDefinition> & { readonly id: string })[];
  readonly absent?: readonly string[];
  readonly lacking?: Readonly<Record<string, readonly string[]>>;
  readonly keys?: Readonly<Record<string, readonly string[]>>;
  readonly refuses?: string;
  readonly profile?: string;
  readonly faults?: readonly string[];
}

/** The rows of a table, by name. */
export function readSnapshotCases(file: string): readonly (readonly [string, SnapshotCase])[] {
  const text = readFileSync(join(PATHS.root, 'test', 'cases', 'validate', 'snapshot', file), 'utf8');
  return (parse(text) as SnapshotCase[]).map((each) => [each.name, each]);
}

/** The StructureDefinition of a sketch, http://example.org/{name}. */
export function sketched({ type, base, kind, derivation, differential, snapshot }: ProfileSketch, name: string) {
  const structure = {
    resourceType: 'StructureDefinition',
    url: `http://example.org/${name}`,
    name,
    status: 'draft',
    kind: kind ?? R4.structure(type)?.kind ?? 'resource',
    abstract: false,
    type,
    derivation: derivation ?? 'constraint',
    ...(base !== '' && { baseDefinition: base ?? `http://hl7.org/fhir/StructureDefinition/${type}` }),
    ...(differential && { differential: { element: differential } }),
    ...(snapshot && { snapshot: { element: snapshot } }),
  };
  return structure as StructureDefinition;
}

/** R4 with further structures. */
export function definitionsWith(...structures: readonly StructureDefinition[]): Definitions {
  const byUrl = new Map(structures.map((structure) => [structure.url, structure]));
  return { ...R4, structure: (canonical) => byUrl.get(canonical) ?? R4.structure(canonical) };
}
