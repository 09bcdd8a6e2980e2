import type { CodeSystem, CodeSystemConcept, ValueSet, ValueSetComposeInclude } from '@medplum/fhirtypes';
import { withoutUndefined } from './without-undefined.ts';

/** A code system or value set with what decides about codes: no definitions, comments and publishing details. */
export function trimTerminology(resource: CodeSystem | ValueSet): CodeSystem | ValueSet {
  return resource.resourceType === 'CodeSystem' ? trimCodeSystem(resource) : trimValueSet(resource);
}

function trimCodeSystem(system: CodeSystem): CodeSystem {
  const { resourceType, status, content, supplements, caseSensitive, hierarchyMeaning, compositional } = system;
  const { versionNeeded, valueSet, property, concept } = system;
  const [url, version] = urlAndVersion(system.url, system.version);
  return withoutUndefined({
    ...{ resourceType, url, version, status, content, supplements, caseSensitive, hierarchyMeaning, compositional },
    ...{ versionNeeded, valueSet },
    property: property?.map(({ code, uri, type }) => withoutUndefined({ code, uri, type })),
    concept: concept?.map(trimConcept),
  });
}

function trimConcept({ code, display, designation, property, concept }: CodeSystemConcept): CodeSystemConcept {
  return withoutUndefined({
    ...{ code, display },
    designation: designation?.map(({ language, value }) => withoutUndefined({ language, value })),
    ...{ property, concept: concept?.map(trimConcept) },
  });
}

function trimValueSet({ resourceType, url, version, status, compose, expansion, contained }: ValueSet): ValueSet {
  const trimmed = compose && {
    ...compose,
    include: compose.include.map(trimInclude),
    ...(compose.exclude && { exclude: compose.exclude.map(trimInclude) }),
  };
  return withoutUndefined({ resourceType, url, version, status, contained, compose: trimmed, expansion });
}

function trimInclude(include: ValueSetComposeInclude): ValueSetComposeInclude {
  const { concept, filter, valueSet } = include;
  const [system, version] = urlAndVersion(include.system, include.version);
  return withoutUndefined({
    ...{ system, version },
    concept: concept?.map(({ code, display }) => withoutUndefined({ code, display })),
    ...{ filter, valueSet },
  });
}

/** Some v2 tables write their version into the url, `…/v2-0360|2.7`, where no canonical can have it. */
function urlAndVersion(url: string | undefined, version: string | undefined): [string | undefined, string | undefined] {
  const [plain, versionOfUrl = version] = url?.split('|') ?? [];
  return [plain, versionOfUrl];
}
