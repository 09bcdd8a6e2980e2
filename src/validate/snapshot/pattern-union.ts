import { isObject } from '../reference/json-object.ts';

/** Deeper values than any FHIR data type has are taken as they are. */
const MAX_DEPTH = 32;

/**
 * One pattern for values that must meet both: properties of both, and the items of both lists without those that another
 * item implies. Where the two contradict each other the second stands.
 * @source https://hl7.org/fhir/R4/elementdefinition-definitions.html#ElementDefinition.pattern_x_
 */
export function unitePatterns(first: unknown, second: unknown, depth = 0): unknown {
  if (depth > MAX_DEPTH) return second;
  if (Array.isArray(first) && Array.isArray(second)) {
    const further = first.filter((item) => !second.some((other) => implies(other, item, depth)));
    return [...second, ...further];
  }
  if (!isObject(first) || !isObject(second)) return second;
  const united: Record<string, unknown> = { ...first };
  for (const [name, value] of Object.entries(second)) {
    united[name] = name in first ? unitePatterns(first[name], value, depth + 1) : value;
  }
  return united;
}

/** Whether every value that meets the stricter pattern meets the other. */
function implies(stricter: unknown, pattern: unknown, depth: number): boolean {
  if (depth > MAX_DEPTH) return false;
  if (Array.isArray(pattern)) {
    return (
      Array.isArray(stricter) && pattern.every((item) => stricter.some((other) => implies(other, item, depth + 1)))
    );
  }
  if (!isObject(pattern)) return stricter === pattern;
  return isObject(stricter) && Object.keys(pattern).every((name) => implies(stricter[name], pattern[name], depth + 1));
}
