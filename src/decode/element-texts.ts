import { isSignature } from '../fhir/envelope-place.ts';
import { innerMarkup, type XmlElement } from './xml-element.ts';

/** Far more than any envelope has, with far longer names; what comes after is not kept (LT-D080). */
const MAX_TEXTS = 200;
const MAX_PATH_CHARACTERS = 2_000;

/** Declared by the writers themselves. */
const USUAL_NAMESPACES: ReadonlySet<string> = new Set(['xmlns:xsi', 'xmlns:xsd']);

/** Texts of the elements around the records, by path, in the order of the document. */
export class ElementTexts {
  /** True when there were more than can be kept. */
  isFull = false;
  readonly #texts = new Map<string, string>();
  /** How often elements of a path were added. */
  readonly #counts = new Map<string, number>();
  #entries: readonly (readonly [path: string, text: string])[] | null = null;

  get size(): number {
    return this.#texts.size;
  }

  /** In order; the same list as long as nothing was added. */
  entries(): readonly (readonly [path: string, text: string])[] {
    this.#entries ??= [...this.#texts];
    return this.#entries;
  }

  /**
   * Adds an element: a text by its path; of a group each leaf by its own path; of a signature the markup inside.
   * Attributes stand under `path/@name`, text beside elements under `path/#text`, a further element of the same path
   * under `path#2`.
   */
  add(path: string, element: XmlElement): void {
    if (this.isFull) return;
    this.#add(numbered(path, this.#counts), element);
  }

  /** Those of a group that comes in pieces are only kept once. */
  addAttributes(path: string, attributes: Readonly<Record<string, string>>): void {
    for (const name in attributes) {
      if (!USUAL_NAMESPACES.has(name)) this.#set(path === '' ? `@${name}` : `${path}/@${name}`, attributes[name] ?? '');
    }
  }

  #add(path: string, element: XmlElement): void {
    if (path.length > MAX_PATH_CHARACTERS) this.isFull = true;
    if (this.isFull) return;
    this.addAttributes(path, element.attributes);
    if (isSignature(element.name)) this.#set(path, innerMarkup(element));
    else if (element.content === null) this.#set(path, element.text);
    else {
      const seen = new Map<string, number>();
      for (const part of element.content) {
        if (typeof part !== 'string') this.#add(`${path}/${numbered(part.name, seen)}`, part);
        else if (part.trim() !== '') this.#set(`${path}/${numbered('#text', seen)}`, part.trim());
      }
    }
  }

  #set(path: string, text: string): void {
    if (path.length > MAX_PATH_CHARACTERS || this.#texts.size >= MAX_TEXTS) this.isFull = true;
    else if (this.#texts.has(path)) return;
    else {
      this.#texts.set(path, text);
      this.#entries = null;
    }
  }
}

function numbered(name: string, seen: Map<string, number>): string {
  const count = (seen.get(name) ?? 0) + 1;
  seen.set(name, count);
  return count === 1 ? name : `${name}#${count}`;
}
