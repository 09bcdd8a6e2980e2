import type { Slot } from '../element-path.ts';
import type { Episode, RowScope } from '../episode.ts';

export interface CodecScope {
  readonly episode: Episode;
  readonly row: RowScope;
}

/**
 * Writes one source text to its place. `exact`: the text can be told again from what was written, to the letter.
 * `verbatim`: it cannot, so the table keeps the text itself beside it.
 */
export type Codec = (slot: Slot, text: string, scope: CodecScope) => 'exact' | 'verbatim';

/** A primitive as an invertible pair: `render(parse(text)) === text`, or the source text is kept at the element. */
export interface PrimitivePair {
  /** Undefined: the text is no such value. */
  parse(text: string): string | number | undefined;
  /** The one canonical text of a value. */
  render(value: string | number): string;
}
