const ASCII = 128;

/** What one position of a pattern may match: code points, or everything but them. */
export interface CharacterSet {
  /** For each ASCII code point, whether it is in. */
  readonly ascii: readonly boolean[];
  readonly has: (codePoint: number) => boolean;
}

/** A part of a set: from one code point to another, or a class such as `\d`. */
export type SetPart = { readonly from: number; readonly to: number } | CharacterSet;

/** A set of parts. `isNegated`: everything else. `foldsCase`: a letter stands for both its cases. */
export function characterSet(parts: readonly SetPart[], isNegated = false, foldsCase = false): CharacterSet {
  const contains = (codePoint: number): boolean =>
    parts.some((part) => ('has' in part ? part.has(codePoint) : codePoint >= part.from && codePoint <= part.to));
  const folded = (codePoint: number): boolean => {
    if (contains(codePoint)) return true;
    const character = String.fromCodePoint(codePoint);
    return [character.toLowerCase(), character.toUpperCase()].some((other) => contains(other.codePointAt(0) ?? -1));
  };
  const decide = foldsCase ? folded : contains;
  return setOf((codePoint) => decide(codePoint) !== isNegated);
}

/** Everything, line ends too: FHIRPath matches in single line mode. */
export const ANY: CharacterSet = setOf(() => true);

const DIGIT = setOf((code) => code >= 0x30 && code <= 0x39);
const WORD = setOf(
  (code) =>
    (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a) || code === 0x5f,
);
const SPACE = setOf((code) => code === 0x20 || (code >= 0x09 && code <= 0x0d));

const CATEGORIES: Readonly<Record<string, RegExp>> = {
  L: /\p{L}/u,
  Lu: /\p{Lu}/u,
  Ll: /\p{Ll}/u,
  M: /\p{M}/u,
  N: /\p{N}/u,
  Nd: /\p{Nd}/u,
  P: /\p{P}/u,
  S: /\p{S}/u,
  Z: /\p{Z}/u,
  C: /\p{C}/u,
};

/** The set of `\d`, `\W`, …; undefined for a letter that stands for none. */
export function escapedClass(letter: string): CharacterSet | undefined {
  const set = { d: DIGIT, w: WORD, s: SPACE }[letter.toLowerCase()];
  return set === undefined || letter === letter.toLowerCase() ? set : characterSet([set], true);
}

/** The set of `\p{Lu}`: a general category of Unicode; undefined for another name. */
export function categoryClass(name: string, isNegated: boolean): CharacterSet | undefined {
  const category = CATEGORIES[name];
  return category && setOf((code) => category.test(String.fromCodePoint(code)) !== isNegated);
}

/** Whether a code point is a letter, digit or `_` of ASCII, as `\b` understands it. */
export function isWordCharacter(codePoint: number | undefined): boolean {
  return codePoint !== undefined && WORD.has(codePoint);
}

function setOf(decide: (codePoint: number) => boolean): CharacterSet {
  const ascii = Array.from({ length: ASCII }, (_, codePoint) => decide(codePoint));
  return { ascii, has: (codePoint) => ascii[codePoint] ?? decide(codePoint) };
}
