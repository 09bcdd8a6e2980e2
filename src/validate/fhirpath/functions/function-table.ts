import type { FhirPathFunction } from '../engine/fhirpath-function.ts';
import { BOUNDARY_FUNCTIONS } from './boundaries.ts';
import { CONVERSION_FUNCTIONS } from './conversion.ts';
import { ENCODING_FUNCTIONS } from './encodings.ts';
import { EXISTENCE_FUNCTIONS } from './existence.ts';
import { FHIR_FUNCTIONS } from './fhir.ts';
import { FILTERING_FUNCTIONS } from './filtering.ts';
import { MATH_FUNCTIONS } from './math.ts';
import { PATTERN_FUNCTIONS } from './patterns.ts';
import { SORTING_FUNCTIONS } from './sorting.ts';
import { STRING_FUNCTIONS } from './strings.ts';
import { SUBSETTING_FUNCTIONS } from './subsetting.ts';
import { TREE_FUNCTIONS } from './tree.ts';
import { TYPE_FUNCTIONS } from './types.ts';
import { UTILITY_FUNCTIONS } from './utility.ts';

/** Every function by name. */
export const FUNCTIONS: ReadonlyMap<string, FhirPathFunction> = new Map(
  [
    BOUNDARY_FUNCTIONS,
    CONVERSION_FUNCTIONS,
    ENCODING_FUNCTIONS,
    EXISTENCE_FUNCTIONS,
    FHIR_FUNCTIONS,
    FILTERING_FUNCTIONS,
    MATH_FUNCTIONS,
    PATTERN_FUNCTIONS,
    SORTING_FUNCTIONS,
    STRING_FUNCTIONS,
    SUBSETTING_FUNCTIONS,
    TREE_FUNCTIONS,
    TYPE_FUNCTIONS,
    UTILITY_FUNCTIONS,
  ].flatMap((table) => Object.entries(table)),
);
