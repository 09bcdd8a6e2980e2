import { FhirPathError } from '../../fhirpath/fhirpath-error.ts';
import { compilePattern } from '../../fhirpath/pattern/pattern.ts';

/** Whether a text matches as a whole; undefined when the text is too long for the pattern. */
export type WholeMatch = (text: string) => boolean | undefined;

/**
 * Makes the regular expression of a value set filter, which stands for the whole value, decidable in linear time.
 * Undefined for one that cannot be.
 * @source https://hl7.org/fhir/R4/valueset-filter-operator.html
 */
export function createWholeMatch(source: string): WholeMatch | undefined {
  const pattern = orUndefined(() => compilePattern(source));
  return pattern && ((text) => orUndefined(() => pattern.matchesWhole(text)));
}

function orUndefined<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof FhirPathError) return undefined;
    throw error;
  }
}
