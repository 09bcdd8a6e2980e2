import type { TypeModel } from '../definitions/type-model.ts';
import { UCUM_SYSTEM } from '../ucum/is-unit.ts';
import type { TypedNode } from './typed-node.ts';
import { printValue } from './values/convert.ts';
import { decimalOf, toNumber } from './values/decimal.ts';
import { printQuantity } from './values/quantity.ts';
import { booleanNode, decimalNode, integerNode, stringNode, systemValueOf } from './values/system-value.ts';

/** Names of system types in results, as FHIR writes the type that has the same values. */
const RESULT_TYPES: Readonly<Record<string, string>> = {
  'System.Boolean': 'boolean',
  'System.String': 'string',
  'System.Integer': 'integer',
  'System.Decimal': 'decimal',
  'System.Date': 'date',
  'System.DateTime': 'dateTime',
  'System.Time': 'time',
  'System.Quantity': 'Quantity',
};

/** JSON of a node: see `evaluateFhirPath()`. */
export function plainValue(node: TypedNode): unknown {
  if (!node.type.startsWith('System.')) return node.value ?? null;
  const value = systemValueOf(node);
  if (value?.kind === 'decimal') return toNumber(value.value);
  if (value?.kind !== 'quantity') return node.value;
  const { value: number, unit, system } = value.value;
  if (system === 'ucum') return { value: toNumber(number), unit, system: UCUM_SYSTEM, code: unit };
  return { value: toNumber(number), unit: system === 'calendar' ? printQuantity(value.value).split(' ')[1] : unit };
}

/** Text of a node as `toString()` has it; empty for what has none. */
export function plainText(node: TypedNode): string {
  const value = systemValueOf(node);
  return value === undefined ? '' : printValue(value);
}

/** Name of the type of a result: `boolean`, `dateTime`, `HumanName`. */
export function resultType({ type }: TypedNode): string {
  return RESULT_TYPES[type] ?? type;
}

/** Nodes of the value of a variable: a text, number, boolean, resource, or a list of them. */
export function nodesOfPlain(value: unknown, model: TypeModel): readonly TypedNode[] {
  if (Array.isArray(value)) return value.flatMap((item) => nodesOfPlain(item, model));
  switch (typeof value) {
    case 'string':
      return [stringNode(value)];
    case 'boolean':
      return [booleanNode(value)];
    case 'number': {
      const decimal = decimalOf(value);
      if (Number.isInteger(value)) return [integerNode(value)];
      return decimal === undefined ? [] : [decimalNode(decimal)];
    }
    case 'object':
      return value === null ? [] : [{ value, type: typeOfObject(value, model) }];
    default:
      return [];
  }
}

/** The type that a resource says; `Element` for what says none that is known. */
export function typeOfObject(value: object, model: TypeModel): string {
  const { resourceType } = value as { readonly resourceType?: unknown };
  return typeof resourceType === 'string' && model.kindOf(resourceType) === 'resource' ? resourceType : 'Element';
}
