import type { TypedNode } from '../typed-node.ts';
import { compareDecimals, parseDecimal, printDecimal, wholeDecimal } from './decimal.ts';
import { parseQuantity, plainQuantity, printQuantity } from './quantity.ts';
import {
  booleanNode,
  decimalNode,
  integerNode,
  quantityNode,
  type SystemValue,
  stringNode,
  temporalNode,
} from './system-value.ts';
import { parseTemporal, printTemporal } from './temporal.ts';

/** Converts a value to another type; undefined when it cannot be. */
export type Conversion = (value: SystemValue) => TypedNode | undefined;

const TRUE_TEXTS: ReadonlySet<string> = new Set(['true', 't', 'yes', 'y', '1', '1.0']);
const FALSE_TEXTS: ReadonlySet<string> = new Set(['false', 'f', 'no', 'n', '0', '0.0']);
const INTEGER_FORM = /^[+-]?[0-9]{1,20}$/;
const DECIMAL_FORM = /^[+-]?[0-9]+(?:\.[0-9]+)?$/;

/** Conversions by the name of the system type. @source http://hl7.org/fhirpath/N1/#conversion */
export const CONVERSIONS: Readonly<Record<string, Conversion>> = {
  Boolean: toBoolean,
  Integer: toInteger,
  Decimal: toDecimal,
  Quantity: toQuantity,
  String: (value) => stringNode(printValue(value)),
  Date: toDate,
  DateTime: toDateTime,
  Time: toTime,
};

/** The text of a value, as `toString()` gives it: dates without `@`, decimals with their digits. */
export function printValue(value: SystemValue): string {
  switch (value.kind) {
    case 'integer':
    case 'decimal':
      return printDecimal(value.value);
    case 'temporal':
      return printTemporal(value.value);
    case 'quantity':
      return printQuantity(value.value);
    default:
      return String(value.value);
  }
}

/** A whole number of 32 bits, which is what Integer holds. */
export function isInteger32(value: bigint | number): boolean {
  return value >= -2147483648 && value <= 2147483647;
}

function toBoolean(value: SystemValue): TypedNode | undefined {
  switch (value.kind) {
    case 'boolean':
      return booleanNode(value.value);
    case 'integer':
    case 'decimal':
      if (compareDecimals(value.value, wholeDecimal(1)) === 0) return booleanNode(true);
      return value.value.units === 0n ? booleanNode(false) : undefined;
    case 'string': {
      const text = value.value.toLowerCase();
      if (TRUE_TEXTS.has(text)) return booleanNode(true);
      return FALSE_TEXTS.has(text) ? booleanNode(false) : undefined;
    }
    default:
      return undefined;
  }
}

/** The whole number of 32 bits that a text is; undefined for any other text. */
export function parseInteger32(text: string): number | undefined {
  const number = INTEGER_FORM.test(text) ? Number(text) : undefined;
  return number !== undefined && isInteger32(number) ? number : undefined;
}

function toInteger(value: SystemValue): TypedNode | undefined {
  if (value.kind === 'integer') return integerNode(Number(value.value.units));
  if (value.kind === 'boolean') return integerNode(Number(value.value));
  const number = value.kind === 'string' ? parseInteger32(value.value) : undefined;
  return number === undefined ? undefined : integerNode(number);
}

function toDecimal(value: SystemValue): TypedNode | undefined {
  if (value.kind === 'integer' || value.kind === 'decimal') return decimalNode(value.value);
  if (value.kind === 'boolean') return decimalNode({ units: value.value ? 10n : 0n, scale: 1 });
  const decimal = value.kind === 'string' && DECIMAL_FORM.test(value.value) ? parseDecimal(value.value) : undefined;
  return decimal && decimalNode(decimal);
}

function toQuantity(value: SystemValue): TypedNode | undefined {
  switch (value.kind) {
    case 'quantity':
      return quantityNode(value.value);
    case 'integer':
    case 'decimal':
      return quantityNode(plainQuantity(value.value));
    case 'boolean':
      return quantityNode(plainQuantity({ units: value.value ? 10n : 0n, scale: 1 }));
    case 'string': {
      const quantity = parseQuantity(value.value);
      return quantity && quantityNode(quantity);
    }
    default:
      return undefined;
  }
}

function toDate(value: SystemValue): TypedNode | undefined {
  if (value.kind === 'string') {
    const date = parseTemporal('date', value.value);
    return date && temporalNode(date);
  }
  if (value.kind !== 'temporal' || value.value.kind === 'time') return undefined;
  return temporalNode({ kind: 'date', parts: value.value.parts.slice(0, 3), fraction: '', zone: '' });
}

function toDateTime(value: SystemValue): TypedNode | undefined {
  if (value.kind === 'string') {
    const dateTime = parseTemporal('dateTime', value.value);
    return dateTime && temporalNode(dateTime);
  }
  if (value.kind !== 'temporal' || value.value.kind === 'time') return undefined;
  return temporalNode({ ...value.value, kind: 'dateTime' });
}

function toTime(value: SystemValue): TypedNode | undefined {
  if (value.kind === 'string') {
    const time = parseTemporal('time', value.value.startsWith('T') ? value.value.slice(1) : value.value);
    return time && temporalNode(time);
  }
  return value.kind === 'temporal' && value.value.kind === 'time' ? temporalNode(value.value) : undefined;
}
