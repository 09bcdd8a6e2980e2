import type { CodeableConcept, Resource } from '@medplum/fhirtypes';
import { referenceOf } from './summary-source.ts';

/** Milliseconds of a FHIR date; what has none is older than anything. */
function timeOf(when: string | undefined): number {
  const time = Date.parse(when ?? '');
  return Number.isNaN(time) ? Number.MIN_SAFE_INTEGER : time;
}

/** Newest first; what is equally new in the order of its reference, so that the same data gives the same document. */
function newestFirst<T extends Resource>(resources: readonly T[], when: (resource: T) => string | undefined): T[] {
  const dated = resources.map((resource) => ({ resource, time: timeOf(when(resource)), name: referenceOf(resource) }));
  dated.sort((a, b) => b.time - a.time || (a.name < b.name ? -1 : 1));
  return dated.map(({ resource }) => resource);
}

/** The first of those that have one key. */
function firstOfEach<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const key = keyOf(item);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** What two resources have in common that speak of one thing: the first whole code, else the words. Undefined without any. */
export function meaningOf(concept: CodeableConcept | undefined): string | undefined {
  const coding = (concept?.coding ?? []).find(({ system, code }) => system !== undefined && code !== undefined);
  if (coding !== undefined) return `${coding.system}|${coding.code}`;
  const words = concept?.text?.trim().toLowerCase();
  return words === '' ? undefined : words;
}

/** Newest first; of those with one meaning the newest, and all of those without. */
export function newestOfEach<T extends Resource>(
  resources: readonly T[],
  meaning: (resource: T) => string | undefined,
  { when }: { readonly when: (resource: Resource) => string | undefined },
): T[] {
  return firstOfEach(newestFirst(resources, when), (resource) => meaning(resource) ?? referenceOf(resource));
}
