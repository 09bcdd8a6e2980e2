/** A FHIR element under construction. */
export interface JsonNode {
  [name: string]: unknown;
}

/** The list under `name`, made when it is not there yet. */
export function listOf(node: JsonNode, name: string): unknown[] {
  const found = node[name];
  if (Array.isArray(found)) return found;
  const list: unknown[] = [];
  node[name] = list;
  return list;
}

/** The object under `name`, made when it is not there yet. */
export function childOf(node: JsonNode, name: string): JsonNode {
  const found = node[name];
  if (typeof found === 'object' && found !== null && !Array.isArray(found)) return found as JsonNode;
  const child: JsonNode = {};
  node[name] = child;
  return child;
}
