import { NOTHING, type Nodes } from '../engine/scope.ts';
import { singleNode } from '../engine/singleton.ts';
import { FhirPathError } from '../fhirpath-error.ts';
import type { TypedNode } from '../typed-node.ts';
import { isInteger32 } from '../values/convert.ts';
import { add, type Decimal, divide, divideWhole, multiply, negate, remainder } from '../values/decimal.ts';
import { plainQuantity, type Quantity } from '../values/quantity.ts';
import { addQuantities, divideQuantities, multiplyQuantities } from '../values/quantity-arithmetic.ts';
import {
  decimalNode,
  integerNode,
  isNumber,
  type NumberValue,
  quantityNode,
  type SystemValue,
  stringNode,
  systemValueOf,
  temporalNode,
} from '../values/system-value.ts';
import { addDuration } from '../values/temporal-arithmetic.ts';

export type ArithmeticOperator = '+' | '-' | '*' | '/' | 'div' | 'mod' | '&';

type Operation = (left: SystemValue, right: SystemValue) => TypedNode | undefined;

const OPERATIONS: Readonly<Record<Exclude<ArithmeticOperator, '&'>, Operation>> = {
  '+': (left, right) => {
    if (left.kind === 'string' && right.kind === 'string') return stringNode(left.value + right.value);
    return sum(left, right, 1);
  },
  '-': (left, right) => sum(left, right, -1),
  '*': product,
  '/': quotient,
  div: (left, right) => {
    const [one, other] = numbers(left, right);
    const whole = divideWhole(one.value, other.value);
    return whole === undefined ? undefined : integerResult(whole);
  },
  mod: (left, right) => {
    const [one, other] = numbers(left, right);
    const rest = remainder(one.value, other.value);
    return rest && numberResult(one, other, rest);
  },
};

/**
 * `+ - * / div mod &` of two lists. Nothing when a side is empty (but for `&`), for a division by zero and for a result
 * that is too great. Throws FhirPathError for a list, and for types that do not go together.
 * @source http://hl7.org/fhirpath/N1/#math-1
 */
export function calculate(operator: ArithmeticOperator, left: Nodes, right: Nodes): Nodes {
  const one = singleNode(left, operator);
  const other = singleNode(right, operator);
  if (operator === '&') return [stringNode(textFor(one) + textFor(other))];
  if (one === undefined || other === undefined) return NOTHING;
  const result = OPERATIONS[operator](valueFor(one), valueFor(other));
  return result === undefined ? NOTHING : [result];
}

/** `-` and `+` before a number or quantity. Throws FhirPathError for anything else. */
export function applySign(sign: '+' | '-', operand: Nodes): Nodes {
  const node = singleNode(operand, sign);
  if (node === undefined) return NOTHING;
  const value = valueFor(node);
  const change = (decimal: Decimal): Decimal => (sign === '-' ? negate(decimal) : decimal);
  if (value.kind === 'integer') return [integerNode(Number(change(value.value).units))];
  if (value.kind === 'decimal') return [decimalNode(change(value.value))];
  if (value.kind === 'quantity') return [quantityNode({ ...value.value, value: change(value.value.value) })];
  throw unfit();
}

function textFor(node: TypedNode | undefined): string {
  if (node?.value === undefined) return '';
  const value = valueFor(node);
  if (value.kind !== 'string') throw unfit();
  return value.value;
}

function valueFor(node: TypedNode): SystemValue {
  const value = systemValueOf(node);
  if (value === undefined) throw unfit();
  return value;
}

function sum(left: SystemValue, right: SystemValue, sign: 1 | -1): TypedNode | undefined {
  if (isNumber(left) && isNumber(right)) {
    return numberResult(left, right, add(left.value, sign === 1 ? right.value : negate(right.value)));
  }
  if (left.kind === 'temporal' && right.kind === 'quantity') {
    const moved = addDuration(left.value, right.value, sign);
    return moved && temporalNode(moved);
  }
  if (left.kind === 'quantity' && right.kind === 'quantity') {
    const quantity = addQuantities(left.value, right.value, sign);
    return quantity && quantityNode(quantity);
  }
  throw unfit();
}

function product(left: SystemValue, right: SystemValue): TypedNode | undefined {
  if (isNumber(left) && isNumber(right)) return numberResult(left, right, multiply(left.value, right.value));
  const quantity = multiplyQuantities(quantityFor(left), quantityFor(right));
  return quantity && quantityNode(quantity);
}

function quotient(left: SystemValue, right: SystemValue): TypedNode | undefined {
  if (isNumber(left) && isNumber(right)) {
    const result = divide(left.value, right.value);
    return result && decimalNode(result);
  }
  const quantity = divideQuantities(quantityFor(left), quantityFor(right));
  return quantity && quantityNode(quantity);
}

function quantityFor(value: SystemValue): Quantity {
  if (value.kind === 'quantity') return value.value;
  if (isNumber(value)) return plainQuantity(value.value);
  throw unfit();
}

function numbers(left: SystemValue, right: SystemValue): readonly [NumberValue, NumberValue] {
  if (!isNumber(left) || !isNumber(right)) throw unfit();
  return [left, right];
}

function numberResult(left: NumberValue, right: NumberValue, result: Decimal): TypedNode | undefined {
  const isInteger = left.kind === 'integer' && right.kind === 'integer';
  return isInteger ? integerResult(result.units) : decimalNode(result);
}

function integerResult(result: bigint): TypedNode | undefined {
  return isInteger32(result) ? integerNode(Number(result)) : undefined;
}

function unfit(): FhirPathError {
  return new FhirPathError('Values of types that do not go together in a calculation');
}
