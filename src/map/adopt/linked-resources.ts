import type { JsonNode } from '../json-node.ts';
import { objectsAt, textAt } from '../unchecked-element.ts';
import { subjectOf } from './encounter-reference.ts';
import { referenceOf } from './left-out.ts';

/** Elements by which what was found and done names what it was ordered by, and a report its results. */
const LINKS = [
  'basedOn',
  'result',
  'hasMember',
  'partOf',
  'request',
  'authorizingPrescription',
  'service',
  'supportingInformation',
] as const;

interface Linked {
  readonly encounters: readonly JsonNode[];
  readonly own: readonly JsonNode[];
  readonly owners: ReadonlyMap<JsonNode, JsonNode>;
}

/**
 * Adds what is linked with something whose encounter is known, step by step: the diagnoses that an encounter lists, the
 * results of a report, the order of what was done. Never across patients.
 */
export function addLinked(homes: Map<JsonNode, JsonNode>, { encounters, own, owners }: Linked): void {
  const byReference = new Map(own.map((resource) => [referenceOf(resource), resource]));
  const free = (resource: JsonNode | undefined, encounter: JsonNode): resource is JsonNode =>
    resource !== undefined &&
    !homes.has(resource) &&
    (subjectOf(resource) === undefined || subjectOf(resource) === subjectOf(encounter));
  for (const encounter of encounters) {
    const listed = objectsAt(encounter, 'diagnosis').map(({ condition }) => condition);
    for (const reference of [...listed, ...objectsAt(encounter, 'reasonReference')]) {
      const resource = byReference.get(textAt(reference, 'reference') ?? '');
      if (free(resource, encounter)) homes.set(resource, encounter);
    }
  }
  const neighbours = neighboursOf(own, byReference, owners);
  const open = [...homes.keys()];
  for (let resource = open.pop(); resource !== undefined; resource = open.pop()) {
    const encounter = homes.get(resource);
    for (const neighbour of neighbours.get(resource) ?? []) {
      if (encounter === undefined || !free(neighbour, encounter)) continue;
      homes.set(neighbour, encounter);
      open.push(neighbour);
    }
  }
}

function neighboursOf(
  own: readonly JsonNode[],
  byReference: ReadonlyMap<string, JsonNode>,
  owners: ReadonlyMap<JsonNode, JsonNode>,
): Map<JsonNode, JsonNode[]> {
  const neighbours = new Map<JsonNode, JsonNode[]>(own.map((resource) => [resource, []]));
  const link = (one: JsonNode, other: JsonNode | undefined) => {
    if (other === undefined) return;
    neighbours.get(one)?.push(other);
    neighbours.get(other)?.push(one);
  };
  for (const resource of own) {
    link(resource, owners.get(resource));
    for (const name of LINKS) {
      for (const target of objectsAt(resource, name))
        link(resource, byReference.get(textAt(target, 'reference') ?? ''));
    }
  }
  return neighbours;
}
