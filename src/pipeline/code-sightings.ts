import { maskCode } from '../fhir/mask-code.ts';
import type { CodeSighting } from '../types/code-worklist.ts';
import type { UnmappedCode } from '../types/mapped-record.ts';

/** Different sightings of one record that are kept; a record with more is no record of codes. */
const MAX_SIGHTINGS = 500;

/** Codes of one record that no list holds, as they are kept: free of personal data, equal ones summed. */
export function toSightings(unmapped: readonly UnmappedCode[]): readonly CodeSighting[] {
  const sightings = new Map<string, CodeSighting>();
  for (const { list, code, form, field, reason, day = null } of unmapped) {
    const kept = maskCode(code);
    const key = JSON.stringify([list, kept, form, field]);
    const count = (sightings.get(key)?.count ?? 0) + 1;
    if (count > 1 || sightings.size < MAX_SIGHTINGS)
      sightings.set(key, { list, code: kept, form, field, reason, day, count });
  }
  return [...sightings.values()];
}
