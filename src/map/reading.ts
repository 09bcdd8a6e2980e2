import type { Instance, InstanceList, RecordNodes } from './episode.ts';
import type { JsonNode } from './json-node.ts';

/** The resources of one record, while a form is rebuilt from them. */
export interface Reading extends RecordNodes {
  /** The resource that a reference (`Type/id`) points to. */
  follow(reference: string | undefined): Instance | undefined;
  /** Every resource of a type. */
  ofType(type: string): readonly Instance[];
  /** The same without those that stand for a row of a form, which are that row's. */
  unclaimed(type: string): readonly Instance[];
  /** Takes a resource as the anchor of a row. */
  claim(resource: JsonNode): void;
}

/** Prepares the resources of one record for reading. Where two have one id, the first is it. */
export function createReading(facility: string, key: string, resources: readonly JsonNode[]): Reading {
  const byReference = new Map<string, Instance>();
  const byType = new Map<string, Instance[]>();
  for (const resource of resources) {
    const instance: Instance = { object: resource, resource, slices: new Map() };
    const type = String(resource['resourceType']);
    const reference = `${type}/${resource['id']}`;
    if (!byReference.has(reference)) byReference.set(reference, instance);
    const ofType = byType.get(type);
    if (ofType === undefined) byType.set(type, [instance]);
    else ofType.push(instance);
  }
  const claimed = new Set<JsonNode>();
  return {
    facility,
    key,
    nodes: new Map<string, Instance>(),
    lists: new Map<string, InstanceList>(),
    follow: (reference) => (reference === undefined ? undefined : byReference.get(reference)),
    ofType: (type) => byType.get(type) ?? [],
    unclaimed: (type) => (byType.get(type) ?? []).filter(({ resource }) => !claimed.has(resource)),
    claim: (resource) => {
      claimed.add(resource);
    },
  };
}
