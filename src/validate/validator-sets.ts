import type { Resource } from '@medplum/fhirtypes';

/** Sets of further resources whose checks are kept. */
const KEPT_SETS = 32;

/** Validators by the conformance resources that calls bring along. */
export interface ValidatorSets<T> {
  of(resources: readonly Resource[]): T;
}

/**
 * Keeps the validators of the sets of resources that calls bring along: the same resources in the same order are
 * compiled once, in whatever array they come.
 */
export function createValidatorSets<T>(make: (resources: readonly Resource[]) => T): ValidatorSets<T> {
  const numbers = new WeakMap<Resource, number>();
  const kept = new Map<string, T>();
  let last = 0;

  const numberOf = (resource: Resource): number => {
    const known = numbers.get(resource);
    if (known !== undefined) return known;
    last += 1;
    numbers.set(resource, last);
    return last;
  };
  const own = make([]);

  return {
    of(resources) {
      if (resources.length === 0) return own;
      const key = resources.map(numberOf).join(' ');
      const found = kept.get(key) ?? make(resources);
      // The one used last stands last.
      kept.delete(key);
      kept.set(key, found);
      const [oldest] = kept.keys();
      if (kept.size > KEPT_SETS && oldest !== undefined) kept.delete(oldest);
      return found;
    },
  };
}
