/** Repeatable choices: the same seed gives the same choices on every machine. */
export interface Random {
  /** At least 0, less than 1. */
  next(): number;
  /** Whole number from `least` to `most`, both included. */
  integer(least: number, most: number): number;
  /** True in `share` of the cases, 0 to 1. */
  chance(share: number): boolean;
  /** Refuses (throws) an empty list. */
  pick<T>(choices: readonly T[]): T;
  /** One of the choices by weight. */
  weighted<T>(choices: readonly (readonly [weight: number, choice: T])[]): T;
  /** Digits, the first one may be 0. */
  digits(length: number): string;
}

/**
 * A generator for a seed: mulberry32 over an FNV-1a hash of the text. Good enough to make records look different,
 * useless for secrets.
 */
export function createRandom(seed: string): Random {
  let state = hash(seed);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const integer = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1));
  const pick = <T>(choices: readonly T[]): T => {
    const choice = choices[integer(0, choices.length - 1)];
    if (choice === undefined) throw new RangeError('nothing to pick from');
    return choice;
  };
  return {
    next,
    integer,
    pick,
    chance: (share) => next() < share,
    weighted(choices) {
      let left = next() * choices.reduce((sum, [weight]) => sum + weight, 0);
      const found = choices.find(([weight]) => {
        left -= weight;
        return left < 0;
      });
      if (found === undefined) throw new RangeError('nothing to weigh');
      return found[1];
    },
    digits: (length) => Array.from({ length }, () => integer(0, 9)).join(''),
  };
}

function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return value >>> 0;
}
