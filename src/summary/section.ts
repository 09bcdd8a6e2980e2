import type { Resource } from '@medplum/fhirtypes';
import { newestOfEach } from './newest.ts';

/** What the sections look things up in. */
export interface Lookup {
  /** The resource behind a reference, in the document's own names. */
  readonly find: (reference: string | undefined) => Resource | undefined;
  /** When it was, as FHIR writes it. */
  readonly when: (resource: Resource) => string | undefined;
}

/** A section of the document: what stands in it, and how it is told to a reader. */
export interface Section {
  /** LOINC. */
  readonly code: string;
  readonly title: string;
  /** Stands in every summary, also empty. */
  readonly required?: true;
  readonly columns: readonly string[];
  /** Chosen from what speaks of the citizen, in the order of the narrative. */
  readonly choose: (resources: readonly Resource[], lookup: Lookup) => readonly Resource[];
  /** One cell for each column. */
  readonly cells: (resource: Resource, lookup: Lookup) => readonly string[];
}

/** A section over resources of one type. */
export interface SectionOf<T extends Resource> {
  readonly code: string;
  readonly title: string;
  readonly required?: true;
  readonly columns: readonly string[];
  readonly type: T['resourceType'];
  readonly belongs?: (resource: T) => boolean;
  /** Of resources with one meaning the newest stands for all; absent: every one stands. */
  readonly meaning?: (resource: T, lookup: Lookup) => string | undefined;
  readonly cells: (resource: T, lookup: Lookup) => readonly string[];
}

/** A section over resources of one type, newest first. */
export function sectionOf<T extends Resource>({
  type,
  belongs = () => true,
  meaning,
  cells,
  ...rest
}: SectionOf<T>): Section {
  const isOfType = (resource: Resource): resource is T => resource.resourceType === type;
  return {
    ...rest,
    choose: (resources, lookup) => {
      const all = resources.filter(isOfType).filter(belongs);
      return newestOfEach(all, (resource) => meaning?.(resource, lookup), lookup);
    },
    cells: (resource, lookup) => cells(resource as T, lookup),
  };
}
