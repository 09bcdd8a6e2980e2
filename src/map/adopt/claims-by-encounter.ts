import type { JsonNode } from '../json-node.ts';
import { objectsAt, textAt } from '../unchecked-element.ts';
import { chooseEncounter } from './choose-encounter.ts';
import { type LeftOutReason, referenceOf } from './left-out.ts';

interface Sorting {
  /** The encounter that a claim is made of, by the reference to any. */
  readonly roots: ReadonlyMap<string, JsonNode | undefined>;
  readonly leave: (resource: JsonNode, reason: LeftOutReason) => void;
}

/**
 * Claims by encounter: a Claim belongs to the encounters that its lines name, with the lines of each; one whose lines name
 * none to the encounter of its patient at its time. A line that fits no encounter is left out by its place in the Claim.
 */
export function splitClaims(
  resources: readonly JsonNode[],
  encounters: readonly JsonNode[],
  { roots, leave }: Sorting,
): Map<JsonNode, JsonNode[]> {
  const byEncounter = new Map<JsonNode, JsonNode[]>();
  for (const claim of resources.filter(({ resourceType }) => resourceType === 'Claim')) {
    const lines = objectsAt(claim, 'item');
    const named = lines.map((line) => namedBy(line, roots));
    const homes = new Set(named.filter((home) => typeof home === 'object'));
    const whole = homes.size === 0 ? chooseEncounter(claim, encounters) : undefined;
    if (homes.size === 0 && typeof whole === 'object') homes.add(whole);
    if (homes.size === 0)
      leave(claim, typeof whole === 'string' && !named.includes('unknown') ? whole : 'encounter-unknown');
    const [only] = homes.size === 1 ? homes : [];
    const placed = lines.map((line, at) => {
      const home = named[at];
      if (home !== undefined) return home;
      return only ?? chooseEncounter({ ...line, subject: claim['patient'] }, [...homes]);
    });
    placed.forEach((home, at) => {
      if (typeof home === 'string' && homes.size > 0) {
        leave({ ...claim, id: `${claim['id']}#item[${at}]` }, home === 'unknown' ? 'encounter-unknown' : home);
      }
    });
    for (const encounter of homes) {
      const part = homes.size === 1 ? claim : partOf(claim, encounter);
      const item = lines.filter((_, at) => placed[at] === encounter);
      byEncounter.set(encounter, [...(byEncounter.get(encounter) ?? []), { ...part, item }]);
    }
  }
  return byEncounter;
}

/** The encounter that a line names; 'unknown' for one that no claim is made of; undefined when it names none. */
function namedBy(line: JsonNode, roots: Sorting['roots']): JsonNode | 'unknown' | undefined {
  const [first] = objectsAt(line, 'encounter').map((reference) => textAt(reference, 'reference') ?? '');
  return first === undefined ? undefined : (roots.get(first) ?? 'unknown');
}

/** The sums of a Claim are those of all its encounters together, and not of one. */
function partOf(claim: JsonNode, encounter: JsonNode): JsonNode {
  const { total: _, billablePeriod: __, ...part } = structuredClone(claim) as JsonNode;
  return { ...part, id: `${claim['id']}#${referenceOf(encounter)}` };
}
