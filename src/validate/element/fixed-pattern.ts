/* Rules of a profile on a value: fixed[x] and pattern[x]. */

/**
 * The value of a choice element of an ElementDefinition by its first word: `fixedUri`, `patternCoding`, `minValueDate`;
 * `_fixedUri` has its extensions.
 */
export function choiceValue(element: object, first: 'fixed' | '_fixed' | 'pattern' | 'minValue' | 'maxValue'): unknown {
  for (const name in element) {
    if (name.startsWith(first) && name.length > first.length)
      return (element as Readonly<Record<string, unknown>>)[name];
  }
  return undefined;
}

/**
 * Whether a value is exactly the fixed one: the same properties with the same values, arrays in the same order.
 * @source https://hl7.org/fhir/R4/elementdefinition-definitions.html#ElementDefinition.fixed_x_
 */
export function equalsFixed(value: unknown, fixed: unknown): boolean {
  if (typeof fixed !== 'object' || fixed === null) return value === fixed;
  if (typeof value !== 'object' || value === null || Array.isArray(value) !== Array.isArray(fixed)) return false;
  const one = value as Readonly<Record<string, unknown>>;
  const other = fixed as Readonly<Record<string, unknown>>;
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => equalsFixed(one[name], other[name]));
}

/**
 * Whether a value has everything that a pattern has: each property of an object, each item of an array in some item.
 * @source https://hl7.org/fhir/R4/elementdefinition-definitions.html#ElementDefinition.pattern_x_
 */
export function matchesPattern(value: unknown, pattern: unknown): boolean {
  if (Array.isArray(pattern)) {
    return Array.isArray(value) && pattern.every((part) => value.some((item) => matchesPattern(item, part)));
  }
  if (typeof pattern !== 'object' || pattern === null) return value === pattern;
  if (typeof value !== 'object' || value === null) return false;
  const object = value as Readonly<Record<string, unknown>>;
  return Object.entries(pattern).every(([name, part]) => matchesPattern(object[name], part));
}
