/** Counts from 1 up to below this are not published: they could tell of single ones. 0 tells of nobody. */
const SMALLEST_CELL = 5;

/** Counts of one row by their names. */
export type CountRow<Name extends string> = Readonly<Record<Name, number>>;

/** Which counts count what others count, too: `[part, whole]`, and parts of parts as well. */
export interface CountShape<Name extends string> {
  /** Every whole before its parts. */
  readonly names: readonly Name[];
  readonly within: readonly (readonly [part: Name, whole: Name])[];
  /** Further differences that a reader can make of a row, each with the count that is hidden for it. */
  readonly differences: readonly { readonly hides: Name; readonly of: (row: CountRow<Name>) => number }[];
}

/** A count, or a difference of counts, that could tell of single ones. */
function isSmall(count: number): boolean {
  return count !== 0 && Math.abs(count) < SMALLEST_CELL;
}

/**
 * What must not be published of a row by itself: its small counts, and the part of every part and whole that differ by a small number.
 * Below a whole that is hidden nothing is told: its parts would bound it.
 */
export function hiddenInRow<Name extends string>(row: CountRow<Name>, shape: CountShape<Name>): ReadonlySet<Name> {
  const small = shape.names.filter((name) => isSmall(row[name]));
  const parts = shape.within.filter(([part, whole]) => isSmall(row[whole] - row[part])).map(([part]) => part);
  const further = shape.differences.filter(({ of }) => isSmall(of(row))).map(({ hides }) => hides);
  return withParts(new Set([...small, ...parts, ...further]), shape);
}

/**
 * What must not be published of rows that stand beside their total: of each row what is hidden in it, and of each count as many of the
 * smallest others as it takes that the hidden ones are at least two and together not small, so that the total less the rest tells none
 * of them. Equal counts are hidden together: which of them was taken would tell how large the hidden ones are not.
 */
export function hiddenInParts<Name extends string>(
  rows: readonly CountRow<Name>[],
  total: CountRow<Name>,
  shape: CountShape<Name>,
): readonly ReadonlySet<Name>[] {
  const ofTotal = hiddenInRow(total, shape);
  let hidden = rows.map((row) => hiddenInRow(row, shape));
  for (const name of shape.names) {
    if (total[name] === 0 && !ofTotal.has(name)) {
      // Everybody knows them by their total.
      hidden = hidden.map((names) => new Set([...names].filter((one) => one !== name)));
      continue;
    }
    const places = new Set([...rows.keys()].filter((place) => hidden[place]?.has(name)));
    const wholes = shape.within.filter(([part]) => part === name).map(([, whole]) => whole);
    const isTold = (): boolean => {
      if (ofTotal.has(name)) return places.size === 0;
      if (places.size === 0) return false;
      const sum = (of: (row: CountRow<Name>) => number) =>
        [...places].reduce((all, place) => all + of(rows[place] as CountRow<Name>), 0);
      const sums = [
        sum((row) => row[name]),
        ...wholes.map((whole) => sum((row) => row[whole] - row[name])),
        ...shape.differences.filter(({ hides }) => hides === name).map(({ of }) => sum(of)),
      ];
      return places.size === 1 || sums.some(isSmall);
    };
    while (places.size < rows.length && isTold()) {
      const others = [...rows.keys()].filter((place) => !places.has(place));
      const counts = others.map((place) => (rows[place] as CountRow<Name>)[name]);
      const next = Math.min(...(counts.some((count) => count > 0) ? counts.filter((count) => count > 0) : counts));
      for (const [at, place] of others.entries()) if (counts[at] === next) places.add(place);
    }
    hidden = hidden.map((names, place) => (places.has(place) ? withParts(new Set([...names, name]), shape) : names));
  }
  return hidden;
}

function withParts<Name extends string>(hidden: ReadonlySet<Name>, { within }: CountShape<Name>): ReadonlySet<Name> {
  return new Set([...hidden, ...within.filter(([, whole]) => hidden.has(whole)).map(([part]) => part)]);
}
