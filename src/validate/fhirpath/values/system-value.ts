import type { TypedNode } from '../typed-node.ts';
import { type Decimal, decimalOf, wholeDecimal } from './decimal.ts';
import { type Quantity, quantityOfJson } from './quantity.ts';
import { type SystemType, systemTypeOf } from './system-type.ts';
import { parseTemporal, printTemporal, type Temporal, type TemporalKind } from './temporal.ts';

/**
 * A value of a system type, ready to be compared and computed with. In a TypedNode of a system type `value` is what
 * JSON has for it, but a Decimal or Quantity of this folder for these two: JSON numbers lose digits.
 */
export type SystemValue =
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'integer'; readonly value: Decimal }
  | { readonly kind: 'decimal'; readonly value: Decimal }
  | { readonly kind: 'temporal'; readonly value: Temporal }
  | { readonly kind: 'quantity'; readonly value: Quantity };

/** A whole or decimal number. */
export type NumberValue = Extract<SystemValue, { kind: 'integer' | 'decimal' }>;

/** Whether a value is a whole or decimal number. */
export function isNumber(value: SystemValue): value is NumberValue {
  return value.kind === 'integer' || value.kind === 'decimal';
}

const TEMPORAL_KINDS: Partial<Readonly<Record<SystemType, TemporalKind>>> = {
  'System.Date': 'date',
  'System.DateTime': 'dateTime',
  'System.Time': 'time',
};

const TEMPORAL_TYPES: Readonly<Record<TemporalKind, SystemType>> = {
  date: 'System.Date',
  dateTime: 'System.DateTime',
  time: 'System.Time',
};

/**
 * The system value that a node is or is converted to. Undefined for what has none: complex types, a primitive without
 * value, and a JSON value that its type does not allow.
 * @source https://hl7.org/fhir/R4/fhirpath.html#types
 */
export function systemValueOf({ type, value }: TypedNode): SystemValue | undefined {
  const system = systemTypeOf(type);
  switch (system) {
    case undefined:
      return undefined;
    case 'System.Boolean':
      return typeof value === 'boolean' ? { kind: 'boolean', value } : undefined;
    case 'System.String':
      return typeof value === 'string' ? { kind: 'string', value } : undefined;
    case 'System.Integer':
      return Number.isSafeInteger(value) ? { kind: 'integer', value: wholeDecimal(value as number) } : undefined;
    case 'System.Decimal':
      return decimalValue(value);
    case 'System.Quantity':
      return quantityValue(type, value);
    default:
      return temporalValue(TEMPORAL_KINDS[system] ?? 'date', value);
  }
}

function decimalValue(value: unknown): SystemValue | undefined {
  const decimal = typeof value === 'number' ? decimalOf(value) : value;
  return decimal === undefined || !isDecimal(decimal) ? undefined : { kind: 'decimal', value: decimal };
}

function quantityValue(type: string, value: unknown): SystemValue | undefined {
  const quantity = type === 'System.Quantity' ? (value as Quantity) : quantityOfJson(value);
  return quantity && { kind: 'quantity', value: quantity };
}

function temporalValue(kind: TemporalKind, value: unknown): SystemValue | undefined {
  const temporal = typeof value === 'string' ? parseTemporal(kind, value) : undefined;
  return temporal && { kind: 'temporal', value: temporal };
}

function isDecimal(value: unknown): value is Decimal {
  return typeof value === 'object' && value !== null && 'units' in value && 'scale' in value;
}

const TRUE: TypedNode = Object.freeze({ type: 'System.Boolean', value: true });
const FALSE: TypedNode = Object.freeze({ type: 'System.Boolean', value: false });

/** Node of a truth value. */
export function booleanNode(value: boolean): TypedNode {
  return value ? TRUE : FALSE;
}

/** Node of a text. */
export function stringNode(value: string): TypedNode {
  return { type: 'System.String', value };
}

/** Node of a whole number. */
export function integerNode(value: number): TypedNode {
  return { type: 'System.Integer', value };
}

/** Node of a decimal number. */
export function decimalNode(value: Decimal): TypedNode {
  return { type: 'System.Decimal', value };
}

/** Node of a quantity. */
export function quantityNode(value: Quantity): TypedNode {
  return { type: 'System.Quantity', value };
}

/** Node of a date, date-time or time. */
export function temporalNode(temporal: Temporal): TypedNode {
  return { type: TEMPORAL_TYPES[temporal.kind], value: printTemporal(temporal) };
}
