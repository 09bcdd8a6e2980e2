import { fieldExtensionUrl } from '../../src/map/kept-texts.ts';
import type { MappingTable, NodeSpec } from '../../src/map/mapping-table.ts';
import { elementOf } from '../profiles/field-part.ts';
import { code } from './markdown.ts';

/** Finds a node of a table, or of another table of its format that makes it for the whole record. */
export type NodeOf = (name: string) => NodeSpec | undefined;

/** `Encounter` for a resource, `Claim.item` for an element that is added to one. */
export function elementName(node: NodeSpec | undefined, nodeOf: NodeOf): string {
  return withoutKeys(elementOf(node, nodeOf));
}

/** Element that a path of a table names: `Encounter.diagnosis` for `encounter.diagnosis`. */
export function elementAt(path: string, nodeOf: NodeOf): string {
  const [name = '', ...rest] = path.split('.');
  return withoutKeys([elementOf(nodeOf(name), nodeOf), ...rest].join('.'));
}

/**
 * A target for reading: `` `Patient.identifier.value` (bhyt) ``, with the names of what the table tells apart, or
 * `` `Claim.item` · extension `xml2.T_BHTT` (Money) `` for a part of the form's extension.
 */
export function placeOf(to: string, field: string, { table }: MappingTable, nodeOf: NodeOf): string {
  const [name = '', ...rest] = to.split('.');
  const [path = '', type] = rest.join('.').split('@');
  const element = elementName(nodeOf(name), nodeOf);
  const full = [element, ...withoutKeys(path).split('.')].filter((part) => part !== '').join('.');
  const keys = [isPlain(name, element) ? '' : name, ...keysOf(path)].filter((key) => key !== '');
  const place = `${code(full)}${keys.length === 0 ? '' : ` (${keys.join(', ')})`}`;
  if (type === undefined) return place;
  return `${place} · extension ${code(`${extensionName(table)}.${field}`)} (${type.charAt(0).toUpperCase()}${type.slice(1)})`;
}

/** `xml2`: last part of the canonical of a form's extension. */
export function extensionName(form: string): string {
  return fieldExtensionUrl('', form).split('/').at(-1) ?? '';
}

/** True when the name of a node says no more than its type. */
function isPlain(name: string, element: string): boolean {
  return name.toLowerCase() === element.toLowerCase();
}

const KEY = /\[(?<key>[^\]]*)\]/g;

function withoutKeys(path: string): string {
  return path.replaceAll(KEY, '');
}

/** Names of list elements; a number is only a place. */
function keysOf(path: string): readonly string[] {
  return [...path.matchAll(KEY)].map(({ groups }) => groups?.['key'] ?? '').filter((key) => !/^\d+$/.test(key));
}
