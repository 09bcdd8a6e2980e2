import type { IdentifierSystems } from '../../fhir/identifier-systems.ts';
import type { JsonNode } from '../json-node.ts';
import { fieldExtensionUrl } from '../kept-texts.ts';
import { isObject, objectsAt, textAt } from '../unchecked-element.ts';
import type { LeftOutReason } from './left-out.ts';

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
  /** Tells that a resource becomes no row. */
  leaveOut(resource: JsonNode, reason: LeftOutReason): void;
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

/** A concept whose words stand in its text, where the forms read them. */
export function withWords(concept: unknown): JsonNode {
  const words = wordsOf(concept);
  const known = isObject(concept) ? concept : {};
  return words === undefined ? known : { ...known, text: words };
}

/** True for concepts with a code in common, or with the same words. */
export function isSameConcept(one: unknown, other: unknown): boolean {
  const [words, otherWords] = [wordsOf(one), wordsOf(other)].map((text) => text?.trim().toLowerCase());
  if (words !== undefined && words === otherWords) return true;
  const codes = new Set(objectsAt(one, 'coding').map(keyOf));
  return objectsAt(other, 'coding').some((coding) => coding['code'] !== undefined && codes.has(keyOf(coding)));
}

const keyOf = ({ system, code }: JsonNode) => `${system}|${code}`;

/** The number by which the forms know the person that a reference leads to (see `adoptPeople`). */
export function numberOfPerson(reference: unknown): string | undefined {
  return isObject(reference) ? textAt(reference['identifier'], 'value') : undefined;
}

/** True for the system of a number that the forms know: of a person, a card, a document, a facility. */
export function isKnownSystem({ systems }: IdentifierSystems, system: unknown): boolean {
  const sent = String(system);
  return Object.values(systems).some((uri) => {
    const [beginning = '', ...rest] = uri.split('{facility}');
    return rest.length === 0 ? uri === sent : sent.startsWith(beginning);
  });
}
