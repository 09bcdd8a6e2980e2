import { NarrativeReader } from './narrative-reader.ts';

/**
 * Languages of the parts of a narrative: of each `div` with `xml:lang` directly inside its root.
 * @source https://hl7.org/fhir/R4/languages.html
 */
export function languagesOf(div: string): ReadonlySet<string> {
  const reader = new NarrativeReader(div, () => undefined);
  reader.read();
  return reader.parts.languages;
}
