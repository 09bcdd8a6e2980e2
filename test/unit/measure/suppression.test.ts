import { describe, expect, it } from '@jest/globals';
import { type CountRow, type CountShape, hiddenInParts, hiddenInRow } from '../../../src/measure/suppression.ts';

type Name = 'whole' | 'part';
type Row = CountRow<Name>;

const SHAPE: CountShape<Name> = { names: ['whole', 'part'], within: [['part', 'whole']], differences: [] };
const ONE: CountShape<'whole'> = { names: ['whole'], within: [], differences: [] };
const sumOf = (rows: readonly Row[]): Row => ({
  whole: rows.reduce((sum, { whole }) => sum + whole, 0),
  part: rows.reduce((sum, { part }) => sum + part, 0),
});
/** Cells in the order of rows, the total first, whole before part. */
const cellsOf = (rows: readonly Row[]) => [sumOf(rows), ...rows].flatMap(({ whole, part }) => [whole, part]);

function isHiddenOf(rows: readonly Row[]): readonly boolean[] {
  const total = sumOf(rows);
  return [hiddenInRow(total, SHAPE), ...hiddenInParts(rows, total, SHAPE)].flatMap((hidden) =>
    SHAPE.names.map((name) => hidden.has(name)),
  );
}

/** Every table of so many rows whose wholes are at most `most`. */
function* tables(rows: number, most: number): Generator<readonly Row[]> {
  if (rows === 0) return yield [];
  for (const rest of tables(rows - 1, most)) {
    for (let whole = 0; whole <= most; whole++) {
      for (let part = 0; part <= whole; part++) yield [...rest, { whole, part }];
    }
  }
}

describe('hidden counts', () => {
  it.each([
    [[5, 20, 7], []],
    [
      [3, 20, 7],
      [0, 2],
    ],
    [
      [3, 4, 20, 7],
      [0, 1],
    ],
    [
      [1, 1, 20, 7],
      [0, 1, 3],
    ],
    [
      [4, 5, 5, 20],
      [0, 1, 2],
    ],
    [[0, 0, 20], []],
    [
      [3, 0, 20],
      [0, 2],
    ],
    [
      [3, 10],
      [0, 1],
    ],
    [[2], [0]],
  ])('of %j are those at %j', (counts, places) => {
    const rows = counts.map((whole) => ({ whole }));
    const hidden = hiddenInParts(rows, { whole: counts.reduce((sum, count) => sum + count) }, ONE);
    expect([...hidden.keys()].filter((place) => hidden[place]?.has('whole'))).toEqual(places);
  });

  it('leave no small count, and no small difference, within a row', () => {
    expect([...hiddenInRow({ whole: 20, part: 17 }, SHAPE)]).toEqual(['part']);
    expect([...hiddenInRow({ whole: 20, part: 20 }, SHAPE)]).toEqual([]);
    expect([...hiddenInRow({ whole: 20, part: 0 }, SHAPE)]).toEqual([]);
    expect([...hiddenInRow({ whole: 3, part: 0 }, SHAPE)]).toEqual(['whole', 'part']);
  });

  it.each([
    [1, 30],
    [2, 15],
    [3, 8],
  ])('could each be something else, of %i rows, for one who knows how they are chosen', (count, most) => {
    const pictures = new Map<string, Set<number>[]>();
    const seen: (readonly [picture: string, isInner: boolean])[] = [];
    for (const rows of tables(count, most)) {
      const cells = cellsOf(rows);
      const isHidden = isHiddenOf(rows);
      const picture = cells.map((cell, at) => (isHidden[at] ? '?' : cell)).join(' ');
      const values = pictures.get(picture) ?? cells.map(() => new Set<number>());
      for (const [at, cell] of cells.entries()) values[at]?.add(cell);
      pictures.set(picture, values);
      // Tables of larger counts than were enumerated may give the same picture: those at the edge are not judged.
      seen.push([picture, rows.every(({ whole }) => whole <= most - 4)]);
    }
    const judged = new Set(seen.filter(([, isInner]) => isInner).map(([picture]) => picture));
    const told = [...judged].filter((picture) =>
      picture.split(' ').some((cell, at) => cell === '?' && (pictures.get(picture)?.[at]?.size ?? 0) < 2),
    );
    expect(told).toEqual([]);
  });
});
