import type { JsonNode } from '../json-node.ts';
import { isObject, objectsAt, textAt } from '../unchecked-element.ts';
import { referenceOf } from './left-out.ts';
import { toMinute } from './moments.ts';

/** Resources that can all be reached by `Type/id`. */
export interface FlatResources {
  readonly resources: readonly JsonNode[];
  /** Resources that were contained, with those that contained them. */
  readonly owners: ReadonlyMap<JsonNode, JsonNode>;
}

/** Elements that tell a time; the forms have minutes in Việt Nam's own time. */
const TIMES: ReadonlySet<string> = new Set([
  'start',
  'end',
  'authoredOn',
  'issued',
  'created',
  'date',
  'recordedDate',
  'enteredDate',
  'servicedDate',
  'effectiveDateTime',
  'effectiveInstant',
  'performedDateTime',
  'occurrenceDateTime',
  'onsetDateTime',
  'whenHandedOver',
  'whenPrepared',
]);

/**
 * A copy in which contained resources stand beside those that contained them, a reference by identifier alone has the
 * resource that has this identifier, and times are in minutes.
 * @source https://hl7.org/fhir/R4/references.html#contained, https://hl7.org/fhir/R4/references.html#logical
 */
export function flattenReferences(sent: readonly JsonNode[]): FlatResources {
  const resources = structuredClone(sent) as JsonNode[];
  const owners = new Map<JsonNode, JsonNode>();
  const all = resources.flatMap((resource) => {
    const contained = objectsAt(resource, 'contained');
    delete resource['contained'];
    for (const inner of contained) owners.set(inner, resource);
    return [resource, ...contained];
  });
  const names = new Map<JsonNode, Map<string, string>>();
  for (const [inner, owner] of owners) {
    const name = `#${inner['id']}`;
    inner['id'] = `${referenceOf(owner)}${name}`;
    const ofOwner = names.get(owner) ?? new Map([['#', referenceOf(owner)]]);
    names.set(owner, ofOwner.set(name, referenceOf(inner)));
  }
  const byIdentifier = indexIdentifiers(all);
  for (const resource of all) {
    rewrite(resource, { local: names.get(owners.get(resource) ?? resource) ?? new Map(), byIdentifier });
  }
  return { resources: all, owners };
}

interface Names {
  /** `#id` of the container that a resource stands in. */
  readonly local: ReadonlyMap<string, string>;
  readonly byIdentifier: ReadonlyMap<string, string | null>;
}

function rewrite(node: JsonNode, names: Names): void {
  const reference = textAt(node, 'reference');
  const found = reference === undefined ? byIdentifierOf(node, names) : names.local.get(reference);
  if (found !== undefined) node['reference'] = found;
  for (const [name, child] of Object.entries(node)) {
    if (typeof child === 'string' && TIMES.has(name)) node[name] = toMinute(child);
    for (const inner of Array.isArray(child) ? child : [child]) if (isObject(inner)) rewrite(inner, names);
  }
}

/** Of a Reference that has nothing but an identifier. */
function byIdentifierOf(node: JsonNode, { byIdentifier }: Names): string | undefined {
  if (node['resourceType'] !== undefined || !isObject(node['identifier'])) return undefined;
  return byIdentifier.get(keyOf(node['identifier'])) ?? undefined;
}

const keyOf = ({ system, value }: JsonNode) => `${system}|${value}`;

/** Resources by their identifiers; null where two have the same. */
function indexIdentifiers(resources: readonly JsonNode[]): Map<string, string | null> {
  const index = new Map<string, string | null>();
  for (const resource of resources) {
    for (const identifier of objectsAt(resource, 'identifier')) {
      if (identifier['system'] === undefined || identifier['value'] === undefined) continue;
      const key = keyOf(identifier);
      const known = index.get(key);
      index.set(key, known === undefined || known === referenceOf(resource) ? referenceOf(resource) : null);
    }
  }
  return index;
}
