import { usualPlace } from '../fhir/envelope-place.ts';
import { ElementTexts } from './element-texts.ts';

/**
 * What stands around the records of a document. Each record is told what stood before it and up to the next one, and
 * by an empty text under the path of the records where they stand, if that is not the usual place.
 */
export class EnvelopeTexts extends ElementTexts {
  readonly #usualPath: string;
  #place: { readonly path: string; readonly at: number } | null = null;
  #told: ReadonlyMap<string, string> | null = null;
  #toldEntries: unknown = null;

  /** @param usualPath of the records, from the root. */
  constructor(usualPath: string) {
    super();
    this.#usualPath = usualPath;
  }

  recordStarts(path: string): void {
    this.#place ??= { path, at: this.size };
  }

  /** Texts as far as they were read, for the record that was read last. */
  soFar(): ReadonlyMap<string, string> {
    const entries = this.entries();
    if (this.#told === null || this.#toldEntries !== entries) {
      this.#told = this.#withPlace(entries);
      this.#toldEntries = entries;
    }
    return this.#told;
  }

  #withPlace(entries: readonly (readonly [path: string, text: string])[]): ReadonlyMap<string, string> {
    const place = this.#place;
    const usual = usualPlace(entries.map(([path]) => path));
    if (place === null || (place.at === usual && place.path === this.#usualPath)) return new Map(entries);
    return new Map([...entries.slice(0, place.at), [place.path, ''], ...entries.slice(place.at)]);
  }
}
