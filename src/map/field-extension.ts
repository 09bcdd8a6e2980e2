import type { JsonNode } from './json-node.ts';
import { listOf } from './json-node.ts';

/**
 * What has no home in FHIR R4 is kept in one named extension per form table, `{base}/StructureDefinition/xml3`, with a
 * typed part per field whose name is the field's own: `{ url: 'T_BNCCT', valueMoney: … }`.
 */
export function fieldExtension(owner: JsonNode, tableUrl: string, field: string): JsonNode {
  const extensions = listOf(owner, 'extension') as JsonNode[];
  let table = extensions.find(({ url }) => url === tableUrl);
  if (table === undefined) {
    table = { url: tableUrl };
    extensions.push(table);
  }
  const part: JsonNode = { url: field };
  listOf(table, 'extension').push(part);
  return part;
}

/** Canonical of the extension of a form table, e.g. `XML3` -> `{base}/StructureDefinition/xml3`. */
export function fieldExtensionUrl(base: string, table: string): string {
  return `${base}/StructureDefinition/${table.toLowerCase().replaceAll('.', '-')}`;
}

/** An element that its form does not have, by name and text: `{base}/StructureDefinition/source-element`. Gives the text's part. */
export function strangeElement(owner: JsonNode, base: string, name: string, text: string): JsonNode {
  const part: JsonNode = { url: 'text', valueString: text };
  const extension = [{ url: 'name', valueString: name }, part];
  listOf(owner, 'extension').push({ url: `${base}/StructureDefinition/source-element`, extension });
  return part;
}
