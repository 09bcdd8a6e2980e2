import type { ReportDifference } from '../types/report.ts';

/** By which of its members an element of a list is known, in this order. */
const KEYS = ['code', 'facility', 'commune', 'id', 'day', 'month', 'name'] as const;

/**
 * Where two values of JSON differ, in the order of names; at most so many places. Elements of lists that carry a key are
 * compared by it, so that one more facility is one difference; the others by their position.
 */
export function findDifferences(from: unknown, to: unknown, limit: number): readonly ReportDifference[] {
  const found: ReportDifference[] = [];
  const visit = (one: unknown, other: unknown, path: readonly string[]): void => {
    if (found.length >= limit || one === other) return;
    const [before, after] = [membersOf(one), membersOf(other)];
    if (before === undefined || after === undefined) {
      found.push({ path, from: one, to: other });
      return;
    }
    for (const name of [...new Set([...before.keys(), ...after.keys()])].sort()) {
      visit(before.get(name), after.get(name), [...path, name]);
    }
  };
  visit(from, to, []);
  return found;
}

function membersOf(value: unknown): ReadonlyMap<string, unknown> | undefined {
  if (Array.isArray(value)) return new Map(value.map((element, index) => [keyOf(element) ?? String(index), element]));
  if (typeof value === 'object' && value !== null) return new Map(Object.entries(value));
  return undefined;
}

/** A list of words is a set of them; what changes twice in a list of changes is told by its kind. */
function keyOf(element: unknown): string | undefined {
  if (typeof element === 'string') return element;
  if (typeof element !== 'object' || element === null) return undefined;
  const members: Readonly<Record<string, unknown>> = { ...element };
  const name = KEYS.find((key) => typeof members[key] === 'string');
  if (name === undefined) return undefined;
  const what = members['what'];
  return typeof what === 'string' ? `${String(members[name])} ${what}` : String(members[name]);
}
