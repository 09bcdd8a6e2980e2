import type { CoveragePolicy } from './compute-coverage.ts';

/** Goes up whenever the same facts would come to other tallies or figures: what is kept is counted anew then. */
const VERSION = 1;

/** By which definitions days are counted: version and the policy's level, `1/level-1`. */
export function definitionsOf({ emrLevel }: CoveragePolicy): string {
  return `${VERSION}/level-${emrLevel}`;
}
