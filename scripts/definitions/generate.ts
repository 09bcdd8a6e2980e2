import type { CodeSystem, CodeSystemConcept, StructureDefinition, ValueSet } from '@medplum/fhirtypes';
import type { CompactStructure } from '../../src/validate/definitions/compact-structure.ts';
import { correctInvariants } from '../../src/validate/definitions/corrected-invariants.ts';
import { addedExtensions } from './add-extensions.ts';
import { compactStructures } from './compact-structures.ts';
import { correctBinding } from './corrected-bindings.ts';
import { correctParts } from './corrected-parts.ts';
import { correctTargets } from './corrected-targets.ts';
import { correctionsPage } from './corrections-page.ts';
import { applyOverlay, type Overlay, readOverlay } from './overlay.ts';
import { type Published, readPublished } from './read-published.ts';
import { trimStructure } from './trim-structure.ts';
import { trimTerminology } from './trim-terminology.ts';

const GENERATED = 'src/validate/generated';

/** R4 as published, with only what decides about instances. */
export function verbatimDefinitions(): Published {
  const overlay = readOverlay();
  const { types, profiles, terminology } = readPublished();
  const structures = (all: readonly StructureDefinition[]) =>
    kept(all, overlay).map((one) => trimStructure(applyOverlay(one, overlay)));
  return {
    types: structures(types),
    profiles: structures([...profiles, ...addedExtensions(overlay.addExtensions, profiles)]),
    terminology: kept(terminology, overlay).map((one) => trimTerminology(withoutConcepts(one, overlay))),
  };
}

/** All generated files, by path below the project's root. The same input gives the same text, byte for byte. */
export function generateDefinitions(): ReadonlyMap<string, string> {
  const { types, profiles, terminology } = verbatimDefinitions();
  const { structures, constraints } = compactStructures([...types, ...profiles].map(corrected));
  return new Map([
    [`${GENERATED}/r4-types.tsv`, table(structures.slice(0, types.length))],
    [`${GENERATED}/r4-profiles.tsv`, table(structures.slice(types.length))],
    [`${GENERATED}/r4-terminology.tsv`, table(terminology)],
    [`${GENERATED}/r4-constraints.json`, lines(constraints)],
    ['docs/validator/corrected-invariants.md', correctionsPage([...types, ...profiles])],
  ]);
}

function corrected(structure: StructureDefinition): StructureDefinition {
  const elements = correctInvariants(structure.snapshot?.element ?? []);
  const corrected = correctParts(structure, elements).map(correctBinding).map(correctTargets);
  return { ...structure, snapshot: { element: corrected } };
}

function kept<T extends StructureDefinition | CodeSystem | ValueSet>(all: readonly T[], overlay: Overlay): T[] {
  return all.filter(({ url = '' }) => !overlay.removeResources.includes(url));
}

function withoutConcepts(resource: CodeSystem | ValueSet, overlay: Overlay): CodeSystem | ValueSet {
  const codes = overlay.removeConcepts[resource.url ?? ''];
  if (codes === undefined || resource.resourceType !== 'CodeSystem') return resource;
  const without = (concepts: readonly CodeSystemConcept[]): CodeSystemConcept[] =>
    concepts
      .filter(({ code }) => !codes.includes(code))
      .map((one) => (one.concept === undefined ? one : { ...one, concept: without(one.concept) }));
  return { ...resource, concept: without(resource.concept ?? []) };
}

/** One resource a line: resourceType, url, version, JSON. */
function table(resources: readonly (CompactStructure | CodeSystem | ValueSet)[]): string {
  const lines = resources.map((resource) => {
    const { resourceType, url, version = '' } = resource;
    return `${[resourceType, url, version, JSON.stringify(resource)].join('\t')}\n`;
  });
  return lines.sort((one, other) => (one < other ? -1 : 1)).join('');
}

/** A JSON array with one thing a line, so that a change can be read. */
function lines(things: readonly unknown[]): string {
  return `[\n${things.map((one) => JSON.stringify(one)).join(',\n')}\n]\n`;
}
