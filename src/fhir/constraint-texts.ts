import type { Bilingual, ConstraintText, RuleCatalogue } from '../types/issue.ts';

/**
 * Finds what a constraint of FHIR says, for people, by its key and the English text that HL7 publishes: keys alone are
 * used by others too, and by HL7 for several things (`inv-1`). White space in the text does not count.
 */
export function createConstraintTexts(entries: readonly ConstraintText[]): RuleCatalogue['constraintText'] {
  const texts = new Map<string, Bilingual>();
  for (const { keys, published, vi, en = published } of entries) {
    for (const key of keys) texts.set(nameOf(key, published), { vi, en });
  }
  return (key, published) => texts.get(nameOf(key, published));
}

function nameOf(key: string, published: string): string {
  return `${key} ${published.split(/\s+/).join(' ').trim()}`;
}
