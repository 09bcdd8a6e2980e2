import type { IdentifierSystems } from '../../fhir/identifier-systems.ts';
import type { JsonNode } from '../json-node.ts';
import { fieldExtensionUrl } from '../kept-texts.ts';
import { objectsAt, textAt } from '../unchecked-element.ts';

/** The resources of one encounter, while they are brought into the shape that the claim forms are read from. */
export interface Adoption {
  readonly systems: IdentifierSystems;
  /** Code of the facility; '' when nothing tells it. */
  readonly facility: string;
  readonly encounter: JsonNode;
  /** The one Claim of the encounter; made when there was none. */
  readonly claim: JsonNode;
  follow(reference: unknown): JsonNode | undefined;
  ofType(type: string): readonly JsonNode[];
  /** Adds a resource. */
  add(resource: JsonNode): void;
}

/** The extension by which a row of a form is known, with its number as STT. */
export function rowMark(
  { systems }: Adoption,
  form: string,
  number: number,
  parts: readonly JsonNode[] = [],
): JsonNode {
  return {
    url: fieldExtensionUrl(systems.base, form),
    extension: [{ url: 'STT', valueString: String(number) }, ...parts],
  };
}

/** What a concept says in words: its text, else the display of a coding, else nothing. */
export function wordsOf(concept: unknown): string | undefined {
  const displays = objectsAt(concept, 'coding').map((coding) => textAt(coding, 'display'));
  return textAt(concept, 'text') ?? displays.find((display) => display !== undefined);
}

/** Code of a concept in a system. */
export function codeIn(concept: unknown, system: string): string | undefined {
  return textAt(
    objectsAt(concept, 'coding').find((coding) => coding['system'] === system),
    'code',
  );
}
