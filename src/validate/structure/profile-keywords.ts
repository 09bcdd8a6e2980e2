import type { FuncKeywordDefinition } from 'ajv';
import { compareValues, matchesPattern } from './value-rules.ts';

/** Keywords that only profiles use, beside those of fhir-keywords.ts and JSON Schema's own `const` and `maxLength`. */
export const PROFILE_KEYWORDS: readonly FuncKeywordDefinition[] = [
  { keyword: 'matches', errors: false, validate: (pattern: unknown, value: unknown) => matchesPattern(value, pattern) },
  {
    keyword: 'notBelow',
    errors: false,
    validate: (limit: unknown, value: unknown) => (compareValues(value, limit) ?? 0) >= 0,
  },
  {
    keyword: 'notAbove',
    errors: false,
    validate: (limit: unknown, value: unknown) => (compareValues(value, limit) ?? 0) <= 0,
  },
];
