import { NarrativeReader } from './narrative-reader.ts';

/**
 * Whether all content of a narrative stands in parts that say where it comes from: elements directly inside the root
 * with the class `generated`, `boilerplate` or `original`.
 * @source https://hl7.org/fhir/narrative.html#class
 */
export function tellsSources(div: string): boolean {
  const reader = new NarrativeReader(div, () => undefined);
  return reader.read() && !reader.parts.hasContentWithoutSource;
}
