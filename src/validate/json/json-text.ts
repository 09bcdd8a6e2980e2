import { JsonPlaces } from '../../fhir/json/json-places.ts';

/** Line and column from 1, in characters. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

/** A JSON text that was read: its value, and where things stand in it. Places are looked for only when asked for. */
export class JsonText {
  /** As JSON.parse gives it; of a name that stands twice the last value. */
  readonly value: unknown;
  readonly #text: string;
  readonly #wholeFractions: readonly number[];
  #bytes: Buffer | undefined;
  #places: JsonPlaces | undefined;

  /** @param wholeFractions offsets of numbers that are whole and have a point or an exponent */
  constructor(text: string, value: unknown, wholeFractions: readonly number[]) {
    this.#text = text;
    this.value = value;
    this.#wholeFractions = wholeFractions;
  }

  /**
   * Where the element stands that a path from the root names, by the names of JSON properties: `entry[3].resource.status`
   * or `name[0]._given[1]`. Of the innermost element that is there, when the rest is not.
   */
  placeOf(path: string): TextPlace {
    return this.#found().position(this.#found().offsetOf(path));
  }

  /** A number as it is written: `1.50`, `1e400`. Undefined when no number stands there. */
  numberAt(path: string): string | undefined {
    const offset = this.#found().offsetOf(path);
    const around = this.#written().toString('latin1', offset, offset + MAX_NUMBER_LENGTH);
    return /^-?\d[\d.eE+-]*/.exec(around)?.[0];
  }

  /**
   * Paths of numbers that are whole, and written with a point or an exponent (`1.0`, `1e2`): JavaScript does not tell
   * them from integers, FHIR does. The first thousand of them.
   */
  wholeFractions(): readonly string[] {
    if (this.#wholeFractions.length === 0) return [];
    return this.#found().pathsAt(byteOffsets(this.#text, this.#wholeFractions));
  }

  #written(): Buffer {
    this.#bytes ??= Buffer.from(this.#text, 'utf8');
    return this.#bytes;
  }

  #found(): JsonPlaces {
    this.#places ??= new JsonPlaces(this.#written());
    return this.#places;
  }
}

/** Digits of a number that are told; FHIR asks for 18 of a decimal. */
const MAX_NUMBER_LENGTH = 1_024;

/** Offsets in UTF-8 for ascending offsets in a text. */
function byteOffsets(text: string, offsets: readonly number[]): readonly number[] {
  let bytes = 0;
  let from = 0;
  return offsets.map((offset) => {
    bytes += Buffer.byteLength(text.slice(from, offset), 'utf8');
    from = offset;
    return bytes;
  });
}
