/** JSON as it is stored. */
type Json = unknown;

/**
 * True when everything that one version of a resource says is said by another as well: a claim names a facility by its code,
 * a health check by its GLN too. What it only says to be unknown counts as nothing.
 */
export function tellsNoMore(next: Json, current: Json): boolean {
  if (Array.isArray(next)) {
    return Array.isArray(current) && next.every((item) => current.some((known) => tellsNoMore(item, known)));
  }
  if (typeof next !== 'object' || next === null) return next === current;
  if (typeof current !== 'object' || current === null || Array.isArray(current)) return false;
  const known = current as Readonly<Record<string, Json>>;
  return Object.entries(next).every(
    ([name, value]) => tellsNoMore(value, known[name]) || (name.startsWith('_') && known[name.slice(1)] !== undefined),
  );
}
