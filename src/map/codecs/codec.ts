import type { Slot } from '../element-path.ts';
import type { Episode, RowScope } from '../episode.ts';

export interface CodecScope {
  readonly episode: Episode;
  readonly row: RowScope;
}

/** An invertible pair between one text of a form and one place in FHIR. */
export interface Codec {
  /**
   * Writes the text to its place. `exact`: `read` gives it again from what was written, to the letter. `verbatim`: it
   * does not, so the table keeps the text itself beside it.
   */
  write(slot: Slot, text: string, scope: CodecScope): 'exact' | 'verbatim';
  /** The text behind what stands at the place; undefined when nothing does. */
  read(slot: Slot): string | undefined;
}

/** A primitive as an invertible pair: `render(parse(text)) === text`, or the source text is kept at the element. */
export interface PrimitivePair {
  /** Undefined: the text is no such value. */
  parse(text: string): string | number | boolean | undefined;
  /** The one canonical text of a value. */
  render(value: string | number | boolean): string;
}
