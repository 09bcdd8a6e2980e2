import { parseCanonical } from './canonical.ts';
import { compareVersions, matchesVersion } from './version-order.ts';

/** A resource that can be found by its canonical; `load` makes it, once, when it is first asked for. */
export interface IndexedResource<T> {
  readonly url: string;
  /** Empty for none. */
  readonly version: string;
  load(): T;
}

/** Resources of one type by canonical. */
export interface CanonicalIndex<T> {
  find(canonical: string): IndexedResource<T> | undefined;
}

/**
 * Finds resources by `url` (the newest version), `url|version` (that version, else the newest that begins with it). Of two
 * with the same url and version, the later in `resources` is given.
 */
export function createCanonicalIndex<T>(resources: Iterable<IndexedResource<T>>): CanonicalIndex<T> {
  const byUrl = new Map<string, IndexedResource<T>[]>();
  for (const resource of resources) {
    const versions = byUrl.get(resource.url);
    if (versions === undefined) byUrl.set(resource.url, [resource]);
    else versions.push(resource);
  }
  // Sorting is stable: of equal versions the one loaded later stays later, and the search begins at the end.
  for (const versions of byUrl.values()) versions.sort((one, other) => compareVersions(one.version, other.version));
  return {
    find(canonical) {
      const { url, version } = parseCanonical(canonical);
      const versions = byUrl.get(url);
      if (version === undefined || versions === undefined) return versions?.at(-1);
      return (
        versions.findLast((resource) => resource.version === version) ??
        versions.findLast((resource) => matchesVersion(version, resource.version))
      );
    },
  };
}
