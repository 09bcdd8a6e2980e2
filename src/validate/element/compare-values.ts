/**
 * Compares two numbers, or two values of one date or time type: negative, 0 or positive as `one` is before, at or after
 * `other`. Undefined when it cannot be said: partial dates that overlap, a form that is wrong and reported as such.
 */
export function compareValues(one: unknown, other: unknown): number | undefined {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  if (typeof one !== 'string' || typeof other !== 'string') return undefined;
  if (one.includes('T') && other.includes('T')) {
    const difference = Date.parse(one) - Date.parse(other);
    return Number.isNaN(difference) ? undefined : difference;
  }
  // Dates and times of the day stand in the order of their letters, as far as both are known.
  const known = Math.min(dayPart(one).length, dayPart(other).length);
  const [first, second] = [one.slice(0, known), other.slice(0, known)];
  if (first === second) return one === other ? 0 : undefined;
  return first < second ? -1 : 1;
}

function dayPart(text: string): string {
  return text.split('T', 1)[0] ?? '';
}
