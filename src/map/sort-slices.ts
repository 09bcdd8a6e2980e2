import type { Instance } from './episode.ts';
import type { NodeSpec } from './mapping-table.ts';

/**
 * Puts the elements of a list in the order in which the node declares its slices, whatever the order of the sender's
 * elements was: the answers of a QuestionnaireResponse must stand as the questions do. What another table wrote stays first.
 * @source https://hl7.org/fhir/R4/questionnaireresponse.html#link
 */
export function sortSlices({ object, slices }: Instance, list: string, declared: NodeSpec['slices'] = {}): void {
  const elements = object[list];
  if (!Array.isArray(elements)) return;
  const places = new Map<unknown, number>();
  for (const [place, prefix] of Object.keys(declared).entries()) {
    const element = slices.get(prefix);
    if (element !== undefined) places.set(element, place);
  }
  const placeOf = (element: unknown) => places.get(element) ?? -1;
  elements.sort((left, right) => placeOf(left) - placeOf(right));
}
