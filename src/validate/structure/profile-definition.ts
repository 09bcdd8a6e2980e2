import type { StructureDefinition } from '@medplum/fhirtypes';
import type { TypeTables } from './element-table.ts';
import type { JsonSchema } from './fhir-schema.ts';
import { readProfileElement } from './profile-element.ts';
import { profileSchema } from './profile-schema.ts';
import { constrainElements } from './profile-tree.ts';

const STRUCTURE_DEFINITION = 'http://hl7.org/fhir/StructureDefinition/';

/** A profile, read. */
export interface Profile {
  readonly url: string;
  readonly version: string | undefined;
  /** The resource type that it constrains. */
  readonly type: string;
  /** What it asks beyond R4, with what the profiles ask that it builds on. */
  readonly schema: JsonSchema;
}

/** Canonical URL of an R4 type itself, which `meta.profile` may name. */
export function canonicalOfType(type: string): string {
  return `${STRUCTURE_DEFINITION}${type}`;
}

/**
 * Reads profiles from their differentials. Refuses (throws, naming the profile) one that is no constraint on a resource
 * type of R4, that builds on a profile which is not there, or that has a rule which is not supported.
 */
export function readProfiles(
  definitions: readonly StructureDefinition[],
  tables: TypeTables,
  enumerable: ReadonlySet<string>,
): Profile[] {
  const byUrl = new Map(definitions.map((definition) => [definition.url, definition]));
  return definitions.map((definition) => {
    const { url, version, type } = definition;
    try {
      const elements = baseChain(definition, byUrl).flatMap(({ differential }) => differential?.element ?? []);
      const tree = constrainElements(tables, type, elements.map(readProfileElement), enumerable);
      return { url, version, type, schema: profileSchema(tree) };
    } catch (error) {
      throw new Error(`profile ${url}: ${(error as Error).message}`, { cause: error });
    }
  });
}

/** The profiles that it builds on, from the one on the type itself, and last the profile. */
function baseChain(definition: StructureDefinition, byUrl: ReadonlyMap<string, StructureDefinition>) {
  const chain = [definition];
  for (let current = definition; current.baseDefinition !== canonicalOfType(current.type); ) {
    const base = byUrl.get(current.baseDefinition ?? '');
    if (base === undefined) throw new Error(`builds on ${current.baseDefinition}, which is not there`);
    if (chain.includes(base)) throw new Error('builds on itself');
    chain.unshift(base);
    current = base;
  }
  if (definition.kind !== 'resource' || definition.derivation !== 'constraint') {
    throw new Error('is not a constraint on a resource type');
  }
  return chain;
}
