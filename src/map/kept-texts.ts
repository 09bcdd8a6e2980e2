import { DATA_ABSENT_REASON_URL } from './absent.ts';
import { type JsonNode, listOf } from './json-node.ts';
import { objectsAt } from './unchecked-element.ts';

/**
 * What has no home in FHIR R4 is kept in one named extension per form table, `{base}/StructureDefinition/xml3`, with a
 * typed part per field whose name is the field's own: `{ url: 'T_BNCCT', valueMoney: … }`.
 */
export function fieldExtension(owner: JsonNode, tableUrl: string, field: string): JsonNode {
  const part: JsonNode = { url: field };
  listOf(extensionOf(owner, tableUrl) ?? addExtension(owner, tableUrl), 'extension').push(part);
  return part;
}

/** The part of a field whose value is `valueMoney`, `valueString`…; the text of the value may stand beside it. */
export function findFieldPart(owner: JsonNode, tableUrl: string, field: string, value: string): JsonNode | undefined {
  return objectsAt(extensionOf(owner, tableUrl), 'extension').find(
    (part) => part['url'] === field && (part[value] !== undefined || part[`_${value}`] !== undefined),
  );
}

/** Canonical of the extension of a form table, e.g. `XML3` -> `{base}/StructureDefinition/xml3`. */
export function fieldExtensionUrl(base: string, table: string): string {
  return `${base}/StructureDefinition/${table.toLowerCase().replaceAll(/[._]/g, '-')}`;
}

/** The first extension of a table on an element. */
export function extensionOf(owner: JsonNode, tableUrl: string): JsonNode | undefined {
  return objectsAt(owner, 'extension').find(({ url }) => url === tableUrl);
}

/** A further extension of a table: an element that stands for several rows has one for each. */
export function addExtension(owner: JsonNode, tableUrl: string): JsonNode {
  const extension: JsonNode = { url: tableUrl };
  listOf(owner, 'extension').push(extension);
  return extension;
}

/** Keeps the text of a field among the parts of a row; an empty one too, which FHIR tells by the reason of its absence. */
export function keepText(row: JsonNode, field: string, text: string): JsonNode {
  const part: JsonNode = { url: field, ...(text === '' ? { _valueString: NOTHING } : { valueString: text }) };
  listOf(row, 'extension').push(part);
  return part;
}

const NOTHING = Object.freeze({ extension: [{ url: DATA_ABSENT_REASON_URL, valueCode: 'not-applicable' }] });

/** Texts that were kept among the parts of a row, by field; '' for one that was sent empty. */
export function keptTexts(row: JsonNode | undefined): Map<string, string> {
  const texts = new Map<string, string>();
  for (const part of objectsAt(row, 'extension')) {
    const text = part['valueString'];
    if (typeof text === 'string') texts.set(String(part['url']), text);
    else if (part['_valueString'] !== undefined) texts.set(String(part['url']), '');
  }
  return texts;
}

const strangeUrl = (base: string) => `${base}/StructureDefinition/source-element`;

/** Keeps an element that its form does not have, by name and text. Gives the text's part. */
export function strangeElement(owner: JsonNode, base: string, name: string, text: string): JsonNode {
  const part: JsonNode = { url: 'text', valueString: text };
  const extension = [{ url: 'name', valueString: name }, part];
  listOf(owner, 'extension').push({ url: strangeUrl(base), extension });
  return part;
}

/** Elements that were kept beside those of the form, by name. */
export function strangeElements(owner: JsonNode, base: string): Map<string, string> {
  const elements = new Map<string, string>();
  for (const extension of objectsAt(owner, 'extension')) {
    if (extension['url'] !== strangeUrl(base)) continue;
    const [name, text] = objectsAt(extension, 'extension');
    elements.set(String(name?.['valueString']), String(text?.['valueString']));
  }
  return elements;
}
