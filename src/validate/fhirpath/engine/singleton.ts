import { FhirPathError } from '../fhirpath-error.ts';
import type { TypedNode } from '../typed-node.ts';
import { systemTypeOf } from '../values/system-type.ts';
import { systemValueOf } from '../values/system-value.ts';
import type { Nodes } from './scope.ts';

/** The only node, or undefined for none. Throws FhirPathError for several: `what` names who needs one. */
export function singleNode(nodes: Nodes, what: string): TypedNode | undefined {
  if (nodes.length > 1) throw new FhirPathError(`${what} needs a single value, not a list`);
  return nodes[0];
}

/**
 * Truth of a list: of a single boolean its value, of any other single value true, of none undefined. Throws
 * FhirPathError for several.
 * @source http://hl7.org/fhirpath/N1/#singleton-evaluation-of-collections
 */
export function truthOf(nodes: Nodes, what: string): boolean | undefined {
  const node = singleNode(nodes, what);
  if (node === undefined) return undefined;
  if (systemTypeOf(node.type) !== 'System.Boolean') return true;
  return typeof node.value === 'boolean' ? node.value : undefined;
}

/** The only text, or undefined for none. Throws FhirPathError for several, and for what is no text. */
export function textOf(nodes: Nodes, what: string): string | undefined {
  const node = singleNode(nodes, what);
  if (node === undefined || node.value === undefined) return undefined;
  if (systemTypeOf(node.type) !== 'System.String' || typeof node.value !== 'string') {
    throw new FhirPathError(`${what} needs a text`);
  }
  return node.value;
}

/** The only whole number, or undefined for none. Throws FhirPathError for several, and for what is none. */
export function integerOf(nodes: Nodes, what: string): number | undefined {
  const node = singleNode(nodes, what);
  if (node === undefined) return undefined;
  const value = systemValueOf(node);
  if (value?.kind !== 'integer') throw new FhirPathError(`${what} needs a whole number`);
  return Number(value.value.units);
}
