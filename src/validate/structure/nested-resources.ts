type JsonObject = Readonly<Record<string, unknown>>;

/** A resource and where it stands, as a JSON Pointer from the outermost one. */
export interface NestedResource {
  readonly resource: JsonObject;
  readonly instancePath: string;
}

/**
 * A resource and all resources in it, wherever R4 has a place for one: contained, Bundle.entry.resource,
 * Bundle.entry.response.outcome, Parameters.parameter.resource and its parts. Passes over what is not an object.
 */
export function* nestedResources(value: unknown, instancePath: string): Generator<NestedResource> {
  if (!isObject(value)) return;
  yield { resource: value, instancePath };
  yield* eachOf(value['contained'], `${instancePath}/contained`, nestedResources);
  if (value['resourceType'] === 'Bundle') yield* eachOf(value['entry'], `${instancePath}/entry`, inEntry);
  if (value['resourceType'] === 'Parameters')
    yield* eachOf(value['parameter'], `${instancePath}/parameter`, inParameter);
}

type Search = (item: unknown, path: string) => Generator<NestedResource>;

function* eachOf(items: unknown, path: string, search: Search): Generator<NestedResource> {
  if (!Array.isArray(items)) return;
  for (const [index, item] of items.entries()) yield* search(item, `${path}/${index}`);
}

function* inEntry(entry: unknown, path: string): Generator<NestedResource> {
  if (!isObject(entry)) return;
  yield* nestedResources(entry['resource'], `${path}/resource`);
  if (isObject(entry['response'])) yield* nestedResources(entry['response']['outcome'], `${path}/response/outcome`);
}

function* inParameter(parameter: unknown, path: string): Generator<NestedResource> {
  if (!isObject(parameter)) return;
  yield* nestedResources(parameter['resource'], `${path}/resource`);
  yield* eachOf(parameter['part'], `${path}/part`, inParameter);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
