import { isObject, type JsonObject } from '../reference/json-object.ts';
import type { Membership, Terminology } from '../terminology/terminology.ts';
import { objectsIn } from './json-access.ts';

/**
 * Whether a code is in a value set that came with the questionnaire, as far as it is a list of codes, whole systems, or
 * other value sets that are known. A filter leaves it undecided.
 * @source https://hl7.org/fhir/R4/valueset.html#compositions
 */
export function isInContainedSet(
  valueSet: JsonObject,
  system: string | undefined,
  code: string,
  terminology: Terminology | undefined,
): Membership {
  const { compose, expansion } = valueSet;
  if (!isObject(compose)) return isObject(expansion) ? isListed(expansion['contains'], system, code) : 'undecided';
  const ask = (part: JsonObject) => isIncluded(part, system, code, terminology);
  const included = anyOf(objectsIn(compose['include']).map(ask));
  const excluded = anyOf(objectsIn(compose['exclude']).map(ask));
  if (included === 'out' || excluded === 'in') return 'out';
  return excluded === 'undecided' ? 'undecided' : included;
}

/** `in` when any is; `undecided` when any could be. */
function anyOf(memberships: readonly Membership[]): Membership {
  if (memberships.includes('in')) return 'in';
  return memberships.includes('undecided') ? 'undecided' : 'out';
}

/** A part takes the codes that all it names have in common. */
function isIncluded(
  part: JsonObject,
  system: string | undefined,
  code: string,
  terminology: Terminology | undefined,
): Membership {
  const canonicals = Array.isArray(part['valueSet']) ? part['valueSet'] : [];
  const others = canonicals.map(
    (canonical) => terminology?.valueSet(String(canonical))?.has(system, code) ?? 'undecided',
  );
  const memberships =
    typeof part['system'] === 'string' ? [...others, isInSystem(part, system, code, terminology)] : others;
  if (memberships.length === 0 || memberships.includes('out')) return 'out';
  return memberships.includes('undecided') ? 'undecided' : 'in';
}

function isInSystem(
  part: JsonObject,
  system: string | undefined,
  code: string,
  terminology: Terminology | undefined,
): Membership {
  const ofPart = String(part['system']);
  if (system !== undefined && system !== ofPart) return 'out';
  if (objectsIn(part['filter']).length > 0) return 'undecided';
  if (part['concept'] !== undefined)
    return objectsIn(part['concept']).some((concept) => concept['code'] === code) ? 'in' : 'out';
  const status = terminology?.code(ofPart, code).status;
  if (status === 'known') return 'in';
  return status === 'unknown-code' ? 'out' : 'undecided';
}

function isListed(contains: unknown, system: string | undefined, code: string): Membership {
  const waiting = [...objectsIn(contains)];
  for (let entry = waiting.pop(); entry !== undefined; entry = waiting.pop()) {
    if (entry['code'] === code && (system === undefined || entry['system'] === system)) return 'in';
    waiting.push(...objectsIn(entry['contains']));
  }
  return 'out';
}
